"""Messages shortened for the ear: what is said at once, and the rest in portions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from madoguchi.answers import emergency
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages import brackets
from madoguchi.languages.strings import text
from madoguchi.messages import (
    Button,
    CardMessage,
    ChoicesMessage,
    LinkMessage,
    Message,
    PlaceMessage,
    QuestionMessage,
    ReceiptMessage,
    SummaryMessage,
    TextMessage,
)
from madoguchi.voice.manners.answering import answers

AT_ONCE = 4
"""Choices, list items or rows in one portion: what a listener keeps in mind (Cowan 2001)."""
_TOO_MANY_CHOICES = 8
"""Of more choices none are read unasked: a caller knows their own ward."""
_LONG = 90
"""Characters of Japanese in one portion, some 13 seconds of speech."""
_URL = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~+@!$'*;,-]+")


@dataclass(frozen=True)
class Spoken:
    """``lead`` is said at once, ``rest`` portion by portion; ``unspoken`` can only be seen."""

    lead: tuple[str, ...]
    rest: tuple[str, ...] = ()
    unspoken: tuple[str, ...] = ()


def shortened(message: Message, language: str, *, has_screen: bool) -> Spoken:
    """The message for the ear. ``language`` is the one of our own words between its texts."""
    match message:
        case QuestionMessage():
            return _question(message, language, has_screen=has_screen)
        case ChoicesMessage():
            first, *more = options(message.choices, language) or ("",)
            if len(message.choices) > _TOO_MANY_CHOICES:
                return _spoken((message.text,), (first, *more), language, has_screen)
            hint = (text(language, "voice.more_options"),) if more else ()
            return _spoken((message.text, first, *hint), more, language, has_screen)
        case CardMessage():
            return _card(message, language, has_screen=has_screen)
        case SummaryMessage():
            lead = text(language, "voice.read_summary", title=message.title)
            rows = [f"{row.label}：{row.value}" for row in message.rows]
            return _spoken((lead,), _grouped(rows), language, has_screen)
        case ReceiptMessage():
            return _receipt(message, language, has_screen=has_screen)
        case PlaceMessage():
            parts = [message.address, message.phone, message.hours]
            rest = [part for part in parts if part]
            spoken = _spoken((message.name,), rest, language, has_screen)
            return Spoken(spoken.lead, spoken.rest, ("\n".join([message.name, *rest]),))
        case LinkMessage():
            key = "voice.page_here" if has_screen else "voice.page_later"
            lead = text(language, key, title=message.title)
            return Spoken((lead,), (), (f"{message.title}\n{message.url}",))
        case TextMessage():
            return _text(message, language, has_screen=has_screen)


def options(buttons: Sequence[Button], language: str) -> tuple[str, ...]:
    """The buttons with their numbers, a portion at a time."""
    said = [
        text(language, "voice.option", number=number, label=button.label)
        for number, button in enumerate(buttons, 1)
    ]
    return tuple(" ".join(said[at : at + AT_ONCE]) for at in range(0, len(said), AT_ONCE))


def _question(message: QuestionMessage, language: str, *, has_screen: bool) -> Spoken:
    lead, rest = [message.text], list[str]()
    if message.field_kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE):
        first, *rest = options(answers(message), language)
        lead.append(first)
        if rest:
            lead.append(text(language, "voice.more_options"))
    if message.field_kind is FieldKind.FILE:
        lead.append(text(language, "voice.file_here" if has_screen else "voice.file_later"))
    if not message.required:
        lead.append(text(language, "voice.optional"))
    return _spoken(lead, rest, language, has_screen)


def _card(message: CardMessage, language: str, *, has_screen: bool) -> Spoken:
    """The text answers; where it only announces what follows, its first row or item is the answer.

    A title that the text repeats is left out.
    """
    first, *more = _portions(message.text)
    rows = [f"{row.label}：{row.value}" for row in message.rows]
    facts = [*more, *rows, *message.items]
    lead = [first] if message.title in first else [message.title, first]
    if not more and facts:
        lead.append(facts.pop(0))
    return _spoken(lead, (*facts, *options(message.choices, language)), language, has_screen)


def _receipt(message: ReceiptMessage, language: str, *, has_screen: bool) -> Spoken:
    number = message.receipt_number
    lead = (
        text(language, "voice.receipt", number=number),
        text(language, "voice.receipt_again", number=number),
    )
    rest = _portions(message.next_steps) if message.next_steps else ()
    written = "\n".join(filter(None, (message.text, message.next_steps)))
    return Spoken(lead, _spoken((), rest, language, has_screen).rest, (written,))


def _text(message: TextMessage, language: str, *, has_screen: bool) -> Spoken:
    if emergency.names_the_numbers(message.text):
        # Whoever is in danger hears the numbers, whole and at once.
        return Spoken((message.text,))
    first, *rest = _portions(message.text)
    return _spoken((first,), rest, language, has_screen)


def _portions(said: str) -> tuple[str, ...]:
    """The text in portions of whole sentences; a list stays with what announces it."""
    portions: list[str] = []
    items = 0
    for sentence in _sentences(said):
        is_item = sentence.startswith("・")
        items = items + 1 if is_item else 0
        fits = portions and len(portions[-1]) + len(sentence) <= _LONG and not (is_item or items)
        listed = is_item and items <= AT_ONCE
        if portions and (fits or listed) and (is_item or len(portions[-1]) < _LONG // 2):
            portions[-1] += f"\n{sentence}"
        else:
            portions.append(sentence)
    return tuple(portions) or ("",)


def _sentences(said: str) -> Iterator[str]:
    for line in said.splitlines():
        pieces = brackets.sentences(line) if "。" in line else re.split(r"(?<=[.!?]) +", line)
        yield from (piece.strip() for piece in pieces if piece.strip())


def _grouped(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple("\n".join(lines[at : at + AT_ONCE]) for at in range(0, len(lines), AT_ONCE))


def _spoken(lead: Iterable[str], rest: Iterable[str], language: str, has_screen: bool) -> Spoken:
    """The portions without addresses of pages, which are kept to be sent."""
    key = "voice.link_here" if has_screen else "voice.link_later"
    word = text(language, key)
    lead, rest = [part for part in lead if part], [part for part in rest if part]
    urls = [url for part in (*lead, *rest) for url in _URL.findall(part)]
    return Spoken(
        tuple(_URL.sub(word, part) for part in lead),
        tuple(_URL.sub(word, part) for part in rest),
        tuple(dict.fromkeys(urls)),
    )
