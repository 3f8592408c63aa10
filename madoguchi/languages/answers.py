"""The assistant's messages in the resident's language.

A message is translated as a whole or not at all: half of it in each language helps nobody. Only its
buttons may be translated where it is not. What is stored stays Japanese. Our own words are curated
translations; a machine's are shown of what others say (``machine_answers``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from madoguchi.answers import emergency, faq
from madoguchi.languages import machine_answers, ruby, strings
from madoguchi.languages.translator import Translator, translator
from madoguchi.messages import (
    MESSAGE,
    BaseMessage,
    Button,
    CardMessage,
    CardRow,
    ChoicesMessage,
    LinkMessage,
    Message,
    MessageSource,
    Part,
    PlaceMessage,
    QuestionMessage,
    ReceiptMessage,
    SummaryMessage,
    SummaryRow,
)

_P = TypeVar("_P", bound=Part)


class _StaysJapaneseError(Exception):
    """A part has no translation."""


def shown(messages: Sequence[Message], language: str) -> tuple[Message, ...]:
    """An answer as whoever reads the language is shown it; doing it again changes nothing.

    The first message that stays Japanese says so.
    """
    into = translator(language)
    if into is None:
        return tuple(messages)
    notice = ruby.plain(strings.text(language, "languages.in_japanese"))
    answer: list[Message] = []
    noticed = any(message.text.startswith(notice) for message in messages)
    for message in messages:
        said = message
        if not (_is_done(message) or message.text.startswith(notice)):
            by_machine = machine_answers.in_language(message, into, language)
            said = by_machine or in_language(message, into, language)
            if said.language == "ja" and not noticed:
                said = _with(said, text=f"{notice}\n{said.text}")
                noticed = True
        answer.append(said)
    return tuple(answer)


def in_language(message: Message, into: Translator, language: str) -> Message:
    """The message translated, or Japanese with what buttons are known translated.

    What a member of staff wrote is no text of ours, even where one is the same.
    """
    if message.author is not None:
        return message
    try:
        changed = _translated(message, into)
    except _StaysJapaneseError:
        if isinstance(message, (ChoicesMessage, CardMessage, QuestionMessage, SummaryMessage)):
            return _with(message, choices=_buttons_as_known(message.choices, into))
        return message
    curated = _with(changed, language=language, original=message.text, translated_by="curated")
    return machine_answers.with_labels(curated, language)


def without_readings(message: Message) -> Message:
    """The message for where nothing can be drawn above the characters of やさしい日本語."""
    if message.language != "ja-easy":
        return message
    return MESSAGE.validate_python(_plain(message.model_dump(mode="json")))


def _plain(value: Any) -> Any:
    match value:
        case str():
            return ruby.plain(value)
        case list():
            return [_plain(inner) for inner in value]
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case _:
            return value


def _is_done(message: Message) -> bool:
    """Whether it needs no translation: it is one, or it has its own."""
    return message.language != "ja" or emergency.speaks_more_than_japanese(message.text)


def _translated(message: Message, into: Translator) -> Message:
    changed: BaseMessage = _with(
        message, text=_say(into, message.text), source=_source(message.source, into)
    )
    match changed:
        case ChoicesMessage():
            return _with(changed, choices=_buttons(changed.choices, into))
        case CardMessage():
            return _with(
                changed,
                title=_say(into, changed.title),
                rows=tuple(_row(row, into) for row in changed.rows),
                items=tuple(_say(into, item) for item in changed.items),
                choices=_buttons(changed.choices, into),
            )
        case QuestionMessage():
            return _with(
                changed,
                label=_say(into, changed.label),
                help=_say_some(into, changed.help),
                error=_say_some(into, changed.error),
                choices=_buttons(changed.choices, into),
            )
        case SummaryMessage():
            return _with(
                changed,
                title=_say(into, changed.title),
                rows=tuple(_summary_row(row, into) for row in changed.rows),
                choices=_buttons(changed.choices, into),
            )
        case ReceiptMessage():
            return _with(
                changed,
                title=_say(into, changed.title),
                next_steps=_say_some(into, changed.next_steps),
            )
        case PlaceMessage():
            # A place without a name in the language is found by its Japanese one.
            return _with(
                changed,
                name=into.text(changed.name) or changed.name,
                address=changed.address and (into.text(changed.address) or changed.address),
                hours=_say_some(into, changed.hours),
            )
        case LinkMessage():
            return _with(changed, title=_say(into, changed.title))
        case _:
            return _with(message, text=changed.text, source=changed.source)


def _row(row: CardRow, into: Translator) -> CardRow:
    return _with(row, label=_say(into, row.label), value=_say(into, row.value))


def _summary_row(row: SummaryRow, into: Translator) -> SummaryRow:
    return _with(row, label=_say(into, row.label), value=into.typed(row.value))


def _buttons(buttons: Iterable[Button], into: Translator) -> tuple[Button, ...]:
    return tuple(
        button if faq.is_entry(button) else _with(button, label=_say(into, button.label))
        for button in buttons
    )


def _buttons_as_known(buttons: Iterable[Button], into: Translator) -> tuple[Button, ...]:
    return tuple(_with(each, label=into.text(each.label) or each.label) for each in buttons)


def _source(source: MessageSource | None, into: Translator) -> MessageSource | None:
    if source is None or source.title is None:
        return source
    return _with(source, title=into.text(source.title) or source.title)


def _say(into: Translator, ja: str) -> str:
    said = into.text(ja)
    if said is None:
        raise _StaysJapaneseError
    return said


def _say_some(into: Translator, ja: str | None) -> str | None:
    return None if ja is None else _say(into, ja)


def _with(part: _P, **changes: object) -> _P:
    return part.model_copy(update=changes)
