"""What a rule of やさしい日本語 found in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from madoguchi.languages.easy.sentence import Sentence

Severity = Literal["error", "advice"]
"""``error``: who learns Japanese may well not understand. ``advice``: look whether it can go."""


@dataclass(frozen=True)
class Match:
    """A stretch of a sentence that breaks a rule; ``suggestion`` is one sentence for staff."""

    start: int
    end: int
    suggestion: str


@dataclass(frozen=True)
class Rule:
    """A rule, and how it is measured.

    ``accepted`` is its limit in words, ``source`` who gives the rule; ``our_limit`` says whether
    the number in it is ours, because the source gives none.
    """

    id: str
    meaning: str
    accepted: str
    source: str
    our_limit: bool
    severity: Severity
    find: Callable[[Sentence, Explained], Iterator[Match]]


@dataclass(frozen=True)
class Finding:
    """``start`` and ``end`` are places in the checked text as written, with its readings."""

    rule: str
    severity: Severity
    sentence: str
    found: str
    start: int
    end: int
    accepted: str
    suggestion: str


Explained = frozenset[str]
"""Words that the text has explained in brackets so far, and in the sentence itself."""

GUIDELINE = "出入国在留管理庁・文化庁『在留支援のためのやさしい日本語ガイドライン』（2020年8月）"
HIROSAKI = (
    "弘前大学社会言語学研究室『生活情報誌作成のための「やさしい日本語」ガイドライン』（2017年）"
)
