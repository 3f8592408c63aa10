"""What to do when a resident writes in another language than the one they are answered in.

Before they have typed anything, the language was only assumed from the channel: the answer then
comes in theirs at once. Later they are asked, once for each language; what they asked is answered
all the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from madoguchi.languages.detection import detect
from madoguchi.languages.strings import LANGUAGES
from madoguchi.languages.translator import is_spoken


class Step(StrEnum):
    """What follows from a line in another language."""

    SWITCH = "switch"
    OFFER = "offer"
    NOT_OURS = "not_ours"
    """It is none of our languages: these are shown."""


@dataclass(frozen=True)
class Noticed:
    """A line in another language, its tag, and what to do."""

    language: str
    step: Step


def other_language(text: str, current: str) -> str | None:
    """The language that a typed line is doubtless in, where it is not the conversation's.

    やさしい日本語 is an answer to Japanese. Neither Chinese is offered in place of the other: many
    read both, and who has chosen one is not asked.
    """
    found = detect(text)
    if found is None or not found.is_sure or _base(found.language) == _base(current):
        return None
    return found.language


def next_step(
    language: str, current: str, *, offered: Collection[str], is_new: bool, in_form: bool
) -> Step | None:
    """What a line in another language calls for, None: nothing.

    ``offered`` are the languages that the conversation has been told of, ours or not. ``is_new`` is
    true for the first line that is typed where no language has been chosen. In an application
    nothing changes without a question.
    """
    if language in offered:
        return None
    if language not in LANGUAGES:
        # Whoever has been shown our languages once knows them.
        return None if any(each not in LANGUAGES for each in offered) else Step.NOT_OURS
    if not is_spoken(language):
        # Its answers would be Japanese: no gain for whoever is answered in a language of their own.
        return Step.OFFER if _base(current) == "ja" else None
    return Step.SWITCH if is_new and not in_form else Step.OFFER


def _base(language: str) -> str:
    return language.partition("-")[0]
