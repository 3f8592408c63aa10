"""What was said, as the answer to a form's question: what to send and how it is read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.procedure import Choice, FieldKind, FormField
from madoguchi.catalogue.search.tokens import content_words
from madoguchi.errors import InvalidValueError
from madoguchi.forms import fields
from madoguchi.forms.reading import trimmed
from madoguchi.languages import ruby
from madoguchi.messages import Button, QuestionMessage
from madoguchi.voice.manners import choosing, spelling, words
from madoguchi.voice.manners.acts import Send
from madoguchi.voice.manners.foreign_dates import find_date
from madoguchi.voice.manners.readback import is_japanese, read_back

_ONE_OF = frozenset({FieldKind.CHOICE, FieldKind.YES_NO})
_PARTED = frozenset({FieldKind.NAME, FieldKind.KANA})


@dataclass(frozen=True)
class Reading:
    """An answer: what is sent once it is confirmed, and the value for the ear.

    ``name`` is a Japanese name with kanji that are the recogniser's guess, else None.
    """

    send: Send
    spoken: str
    name: str | None = None


def readings(
    question: QuestionMessage, texts: Sequence[str], language: str, today: date
) -> list[Reading]:
    """Each different answer that the hypotheses hold, likeliest first; none where none fits.

    For a list of things those come first of which more are things that the catalogue knows.
    """
    if question.field_kind in _ONE_OF:
        return list(_chosen(question, texts, language))
    found = [
        reading for said in texts if (reading := _read(question, said, language, today)) is not None
    ]
    if question.field_kind is FieldKind.ITEM_LIST:
        found.sort(key=lambda reading: -_known_share(reading.spoken))
    return list({reading.spoken: reading for reading in found}.values())


def answers(question: QuestionMessage) -> tuple[Button, ...]:
    """The buttons of the question that are answers, not those that go on or back."""
    return tuple(one for one in question.choices if one.postback.startswith("answer:"))


def known_items() -> tuple[str, ...]:
    """The things that the catalogue names as what such forms are for."""
    return tuple(
        dict.fromkeys(
            name
            for procedure in catalogue().procedures.values()
            if any(one.kind is FieldKind.ITEM_LIST for one in procedure.form.fields)
            for name in procedure.names.synonyms
        )
    )


def _chosen(question: QuestionMessage, texts: Sequence[str], language: str) -> Iterator[Reading]:
    buttons = answers(question)
    if question.field_kind is FieldKind.YES_NO and len(buttons) == 2:
        said = next(
            (value for text in texts if (value := words.yes_or_no(text, language)) is not None),
            None,
        )
        if said is not None:
            wanted = next(b for b in buttons if b.postback.endswith(":yes" if said else ":no"))
            yield _pressed(wanted)
            return
    chosen = choosing.choose(texts, buttons, language)
    if chosen is not None:
        yield _pressed(chosen.button)


def _pressed(button: Button) -> Reading:
    return Reading(Send(postback=button.postback), ruby.plain(button.label))


def _read(question: QuestionMessage, text: str, language: str, today: date) -> Reading | None:
    kind = question.field_kind
    said = " ".join(text.split()) if kind in _PARTED else words.written(text)
    field = _field(question, today)
    for candidate in _candidates(kind, said, language):
        try:
            value = fields.read(field, candidate, today)
        except InvalidValueError:
            continue
        return _reading(question, value, language, today)
    return None


def _candidates(kind: FieldKind, said: str, language: str) -> Iterator[str]:
    """The text as our readers of Japanese values may take it, likeliest first."""
    match kind:
        case FieldKind.KANA:
            yield spelling.kana(trimmed(said))
        case FieldKind.EMAIL:
            yield spelling.email(said)
            yield said
        case FieldKind.DATE:
            day = None if is_japanese(language) else find_date(said)
            yield day.isoformat() if day else said
        case FieldKind.PHONE | FieldKind.POSTAL_CODE:
            yield said
            yield spelling.digits(said)
        case FieldKind.NUMBER:
            yield said
            if not is_japanese(language) and (found := spelling.digits(said)):
                yield found
        case _:
            yield trimmed(said) or said


def _reading(question: QuestionMessage, value: Any, language: str, today: date) -> Reading:
    kind = question.field_kind
    if kind is FieldKind.MULTI_CHOICE:
        # The form knows the values in every language, and the labels only in Japanese.
        labels = {_value(one): ruby.plain(one.label) for one in answers(question)}
        sent = "、".join(labels[one] if language == "ja" else one for one in value)
        return Reading(Send(text=sent), "、".join(labels[one] for one in value))
    if kind is FieldKind.ITEM_LIST:
        sent = "、".join(f"{item['name']} {item['count']}個" for item in value)
    else:
        sent = str(value)
    spoken = read_back(kind, value, language, today)
    guessed = kind is FieldKind.NAME and is_japanese(language) and re.search(spelling.KANJI, sent)
    return Reading(Send(text=sent), spoken, sent if guessed else None)


def _field(question: QuestionMessage, today: date) -> FormField:
    """The field that the question is about, as far as the message tells."""
    takes_choices = question.field_kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)
    earliest, latest = question.earliest, question.latest
    return FormField(
        id=question.field,
        kind=question.field_kind,
        label=question.label,
        question=question.text,
        choices=tuple(
            Choice(value=_value(one), label=ruby.plain(one.label)) for one in answers(question)
        )
        if takes_choices
        else (),
        earliest=None if earliest is None else (earliest - today).days,
        latest=None if latest is None else (latest - today).days,
        minimum=question.minimum,
        maximum=question.maximum,
    )


def _value(button: Button) -> str:
    return button.postback.split(":", 2)[2]


def _known_share(spoken: str) -> float:
    """How much of a list of things the catalogue knows."""
    said = content_words(spoken)
    return sum(word in _known_words() for word in said) / len(said) if said else 0.0


@lru_cache
def _known_words() -> frozenset[str]:
    return frozenset(
        word
        for procedure in catalogue().procedures.values()
        if any(one.kind is FieldKind.ITEM_LIST for one in procedure.form.fields)
        for text in (*procedure.names.synonyms, *procedure.questions)
        for word in content_words(text)
    )
