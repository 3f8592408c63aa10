"""How often the assistant asks again, and how."""

from __future__ import annotations

from enum import Enum, auto

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages import ruby
from madoguchi.languages.strings import text
from madoguchi.messages import Message, QuestionMessage
from madoguchi.voice.manners import keys
from madoguchi.voice.manners.answering import answers

SILENCE_SECONDS = 8.0
"""Seconds without a word after which the caller is spoken to again."""


class Way(Enum):
    """The way in which something is asked again."""

    EXAMPLE = auto()
    OTHERWISE = auto()
    PERSON = auto()


def way(failures: int) -> Way:
    """Two retries, the second with another way to answer; then a person."""
    return (Way.EXAMPLE, Way.OTHERWISE, Way.PERSON)[min(failures, 3) - 1]


def hint(asked: Message | None, language: str) -> str | None:
    """What makes the question easier: its example, or the help; None where it has neither."""
    if not isinstance(asked, QuestionMessage):
        return None
    if asked.example:
        return text(language, "voice.example", example=ruby.plain(asked.example))
    return asked.help


def otherwise(asked: Message | None, language: str, *, has_screen: bool) -> str:
    """The other ways to answer: the screen or the telephone's keys, and always a person."""
    person = text(language, "voice.person_offer")
    other = text(language, "voice.on_screen") if has_screen else _by_keys(asked, language)
    return f"{other}\n{person}" if other else person


def _by_keys(asked: Message | None, language: str) -> str | None:
    if isinstance(asked, QuestionMessage):
        if asked.field_kind is FieldKind.DATE:
            return text(language, "voice.press_date")
        if keys.takes_digits(asked.field_kind):
            return text(language, "voice.press_digits")
        return text(language, "voice.press_choice") if answers(asked) else None
    return text(language, "voice.press_choice") if getattr(asked, "choices", ()) else None
