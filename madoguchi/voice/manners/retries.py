"""How often the assistant asks again, and how."""

from __future__ import annotations

from enum import Enum, auto

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages import ruby
from madoguchi.languages.strings import text
from madoguchi.messages import Message, QuestionMessage
from madoguchi.voice.manners import expecting, keypad
from madoguchi.voice.manners.readback import is_japanese
from madoguchi.voice.manners.waiting import Spell, Waiting

SILENCE_SECONDS = 8.0
"""Seconds without a word after which the caller is spoken to again."""

MOST = 2
"""Times that something is asked again before a person is offered, or the caller is left alone."""


class Way(Enum):
    """The way in which something is asked again."""

    EXAMPLE = auto()
    OTHERWISE = auto()
    PERSON = auto()


def way(failures: int) -> Way:
    """Two retries, the second with another way to answer; then a person."""
    return (Way.EXAMPLE, Way.OTHERWISE, Way.PERSON)[min(failures, MOST + 1) - 1]


def hint(asked: Message | None, language: str) -> str | None:
    """What makes the question easier: its example (Japanese, as examples are), or the help."""
    if not isinstance(asked, QuestionMessage):
        return None
    if asked.example and is_japanese(language):
        return text(language, "voice.example", example=ruby.plain(asked.example))
    return asked.help


def otherwise(
    asked: Message | None, waiting: Waiting | None, language: str, *, has_screen: bool
) -> str:
    """The other ways to answer: the screen or the telephone's keys, and always a person."""
    key = "on_screen" if has_screen else _by_keys(asked, waiting)
    ways = [key, "person_offer"] if key else ["person_offer"]
    return "\n".join(text(language, f"voice.{way}") for way in ways)


def _by_keys(asked: Message | None, waiting: Waiting | None) -> str | None:
    if waiting is not None:
        return None if isinstance(waiting, Spell) else "press_confirm"
    if isinstance(asked, QuestionMessage) and keypad.takes_digits(asked.field_kind):
        return "press_date" if asked.field_kind is FieldKind.DATE else "press_digits"
    return "press_choice" if expecting.buttons(asked) else None
