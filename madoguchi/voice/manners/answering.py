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
from madoguchi.forms.values.items import parse_items
from madoguchi.languages import ruby
from madoguchi.messages import Button, QuestionMessage
from madoguchi.voice.manners import addresses, choosing, korean_names, spelling, words
from madoguchi.voice.manners.acts import Send
from madoguchi.voice.manners.addresses import Near
from madoguchi.voice.manners.foreign_dates import find_date
from madoguchi.voice.manners.readback import is_japanese, read_back

_ONE_OF = frozenset({FieldKind.CHOICE, FieldKind.YES_NO})
_ANYWHERE = Near()
_PARTED = frozenset({FieldKind.NAME, FieldKind.KANA, FieldKind.ITEM_LIST})
"""Kinds in which the spaces of a recogniser part what belongs apart."""
_AROUND_A_NAME = re.compile(
    r"^(?:(?:私|わたし) ?[はの] ?)?(?:(?:お ?)?(?:名前|氏名) ?は ?)?|"
    r" ?(?:と ?(?:申し|言い|いい) ?ます|で ?ござい ?ます|です)$"
)
"""What makes a sentence of a name, with a recogniser's spaces."""
_AFTER_COUNT = re.compile(
    r"(?<=[0-9一二三四五六七八九十][つ個台本枚脚点組])"
    r"(?: +(?:(?:と|あと|それと) +)?(?=\S)|(?=[ァ-ヺ\u3400-\u9fff]))"
)


@dataclass(frozen=True)
class Reading:
    """An answer: what is sent once it is confirmed, and the value for the ear.

    ``name`` is a Japanese name with kanji that are the recogniser's guess, else None.
    """

    send: Send
    spoken: str
    name: str | None = None


def readings(
    question: QuestionMessage,
    texts: Sequence[str],
    language: str,
    today: date,
    procedure: str | None = None,
    near: Near = _ANYWHERE,
) -> list[Reading]:
    """Each different answer that the hypotheses hold, likeliest first; none where none fits.

    The ``procedure`` that is applied for knows more names for its choices, and which things it is
    for: of lists of things those come first of which more are such. An address is looked for
    ``near`` a place.
    """
    if question.field_kind in _ONE_OF:
        return list(_chosen(question, texts, language, procedure))
    found = [
        reading
        for said in _meant(question, texts, language, near)
        if (reading := _read(question, said, language, today, procedure)) is not None
    ]
    if question.field_kind is FieldKind.ITEM_LIST:
        found.sort(key=lambda reading: -_known_share(reading.spoken, procedure))
    return list({reading.spoken: reading for reading in found}.values())


def amended(before: Send, correction: str) -> str | None:
    """A list of things with the counts that a correction names; None where it names others."""
    try:
        listed = {item.name: item.count for item in parse_items(before.text or "")}
        changes = {item.name: item.count for item in parse_items(_apart(correction))}
    except InvalidValueError:
        return None
    if not changes.keys() <= listed.keys():
        return None
    return "、".join(f"{name} {count}個" for name, count in {**listed, **changes}.items())


def answers(question: QuestionMessage) -> tuple[Button, ...]:
    """The buttons of the question that are answers, not those that go on or back."""
    return tuple(one for one in question.choices if one.postback.startswith("answer:"))


def known_items(procedure: str | None) -> tuple[str, ...]:
    """The things that the catalogue names as what the procedure is for."""
    known = catalogue().procedures.get(procedure or "")
    return known.names.synonyms if known else ()


def _meant(question: QuestionMessage, texts: Sequence[str], language: str, near: Near) -> list[str]:
    """The hypotheses as what was probably meant: towns that are near, letters of a card."""
    if question.field_kind is FieldKind.ADDRESS and is_japanese(language):
        heard = [words.written(said) for said in texts]
        return addresses.placed(heard, near)
    if question.field_kind is FieldKind.NAME:
        return [meant for said in texts for meant in korean_names.latin(said) or [said]]
    return list(texts)


def _chosen(
    question: QuestionMessage, texts: Sequence[str], language: str, procedure: str | None
) -> Iterator[Reading]:
    buttons = answers(question)
    if question.field_kind is FieldKind.YES_NO and len(buttons) == 2:
        said = [words.yes_or_no(text, language) for text in texts]
        yes = next((value for value in said if value is not None), None)
        if yes is not None:
            ending = ":yes" if yes else ":no"
            yield from (_pressed(one) for one in buttons if one.postback.endswith(ending))
            return
    also = {one.postback: _synonyms(procedure, question.field, _value(one)) for one in buttons}
    chosen = choosing.choose(texts, buttons, language, also)
    if chosen is not None:
        yield _pressed(chosen.button)


def _synonyms(procedure: str | None, field: str, value: str) -> tuple[str, ...]:
    known = catalogue().procedures.get(procedure or "")
    return tuple(
        name
        for one in (known.form.fields if known else ())
        if one.id == field
        for choice in one.choices
        if choice.value == value
        for name in choice.synonyms
    )


def _pressed(button: Button) -> Reading:
    return Reading(Send(postback=button.postback), ruby.plain(button.label))


def _read(
    question: QuestionMessage, text: str, language: str, today: date, procedure: str | None
) -> Reading | None:
    kind = question.field_kind
    said = " ".join(text.split()) if kind in _PARTED else words.written(text)
    field = _field(question, today, procedure)
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
        case FieldKind.KANA if re.search(r"[0-9\uac00-\ud7af]", said):
            # Sudachi would make something of anything.
            if (korean := korean_names.kana(said)) is not None:
                yield korean
        case FieldKind.KANA:
            yield spelling.kana(_AROUND_A_NAME.sub("", said))
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
        case FieldKind.ITEM_LIST:
            yield _apart(said)
        case FieldKind.NAME:
            yield _AROUND_A_NAME.sub("", said)
        case _:
            yield trimmed(said) or said


def _apart(said: str) -> str:
    """A list of things with a comma after each count, where a recogniser writes none."""
    return words.written(_AFTER_COUNT.sub("、", said))


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


def _field(question: QuestionMessage, today: date, procedure: str | None) -> FormField:
    """The field that the question is about, as far as the message tells."""
    takes_choices = question.field_kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)
    earliest, latest = question.earliest, question.latest
    return FormField(
        id=question.field,
        kind=question.field_kind,
        label=question.label,
        question=question.text,
        choices=tuple(
            Choice(
                value=_value(one),
                label=ruby.plain(one.label),
                synonyms=_synonyms(procedure, question.field, _value(one)),
            )
            for one in answers(question)
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


def _known_share(spoken: str, procedure: str | None) -> float:
    """How much of a list of things belongs to the procedure."""
    said = content_words(spoken)
    return sum(word in _known_words(procedure) for word in said) / len(said) if said else 0.0


@lru_cache
def _known_words(procedure: str | None) -> frozenset[str]:
    known = catalogue().procedures.get(procedure or "")
    texts = (*known.names.synonyms, *known.questions) if known else ()
    return frozenset(word for text in texts for word in content_words(text))
