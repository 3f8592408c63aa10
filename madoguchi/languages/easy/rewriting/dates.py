"""Years of an era as years of the common calendar, and 4/1 as 4月1日."""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.languages.easy.rewriting.change import Change
from madoguchi.languages.easy.rules.notation import ERA_YEAR, SLASHED, common_year, era_year
from madoguchi.languages.easy.sentence import Sentence


def dates(sentence: Sentence) -> Iterator[Change]:
    """Each date that a rule finds, written out; 4/1 keeps its order of month and day."""
    for found in era_year(sentence, frozenset()):
        match = ERA_YEAR.match(sentence.text, found.start)
        if match is not None:
            unit = "年度" if match[0].endswith("度") else "年"
            yield Change("era-year", match.start(), match[0], f"{common_year(match)}{unit}")
    for match in SLASHED.finditer(sentence.text):
        if not sentence.quoted[match.start()]:
            *year_if_any, month, day = match[0].split("/")
            written = "".join(f"{year}年" for year in year_if_any) + f"{int(month)}月{int(day)}日"
            yield Change("slashed-date", match.start(), match[0], written)


def without_spaces(text: str) -> str:
    """Japanese without the spaces that stand between its words, before new ones are put in."""
    return re.sub(r"(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])", "", text)
