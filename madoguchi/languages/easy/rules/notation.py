"""How it is written: readings of kanji, years, dates, spaces between phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from madoguchi.languages.easy.finding import GUIDELINE, HIROSAKI, Explained, Match, Rule
from madoguchi.languages.easy.sentence import Sentence

MAX_UNBROKEN = 14
"""Characters between two spaces or signs."""

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
"""The year before the first of each era."""

ERA_YEAR = re.compile(rf"(?P<era>{'|'.join(ERAS)})\s*(?P<year>元|[0-9０-９]{{1,2}})\s*年度?")
_COMMON_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
SLASHED = re.compile(r"(?<![0-9/])(?:[0-9]{2,4}/)?[0-9]{1,2}/[0-9]{1,2}(?![0-9/])")
_BETWEEN = re.compile(r"[^\s、。，．・：；「」『』（）()〈〉!！?？/／…〜~{}\-]+")
_ONLY_JAPANESE = re.compile(r"[^ -~０-９Ａ-Ｚａ-ｚ]+")


def kanji_without_reading(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """Each run of kanji that has no reading in the text as written."""
    at = 0
    for unread, run in groupby(sentence.unread):
        length = len(list(run))
        if unread:
            word = sentence.text[at : at + length]
            yield Match(at, at + length, f"「｜{word}《…》」のように、ふりがなを付けます。")
        at += length


def era_year(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """Years of an era without the year of the common calendar behind or before them."""
    for match in ERA_YEAR.finditer(sentence.text):
        around = sentence.text[max(0, match.start() - 8) : match.end() + 12]
        if not sentence.quoted[match.start()] and _COMMON_YEAR.search(around) is None:
            yield Match(match.start(), match.end(), f"「{common_year(match)}年」と書きます。")


def common_year(match: re.Match[str]) -> int:
    """The year of the common calendar of a match of ``ERA_YEAR``."""
    year = 1 if match["year"] == "元" else int(match["year"])
    return ERAS[match["era"]] + year


def slashed_date(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """Dates such as 4/1 or 2026/4/1."""
    for match in SLASHED.finditer(sentence.text):
        if sentence.quoted[match.start()]:
            continue
        yield Match(match.start(), match.end(), "「2026年4月1日」のように、年・月・日を書きます。")


def unbroken(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """Stretches of more than ``MAX_UNBROKEN`` characters without a space between phrases.

    What is quoted is none, nor a stretch that is one long name.
    """
    for match in _BETWEEN.finditer(sentence.text):
        if len(match[0]) <= MAX_UNBROKEN or sentence.quoted[match.start()]:
            continue
        if not _ONLY_JAPANESE.fullmatch(match[0]):
            continue
        inside = [w for w in sentence.words if match.start() <= w.start and w.end <= match.end()]
        if any(word.kind in ("助詞", "動詞") for word in inside[:-1]):
            yield Match(match.start(), match.end(), "言葉と言葉の間を空けます（分かち書き）。")


_DATES = f"{GUIDELINE}：時間や年月日の表記はわかりやすくする"
RULES = (
    Rule(
        "kanji-reading", "Every kanji has its reading.", "すべての漢字にふりがな",
        f"{GUIDELINE}：漢字の使用量に注意し、ふりがなを付ける", True, "error",
        kanji_without_reading,
    ),
    Rule(
        "era-year", "Years are those of the common calendar.", "西暦（元号だけにしない）",
        _DATES, False, "error", era_year,
    ),
    Rule(
        "slashed-date", "Dates are written with 年, 月 and 日.", "2026年4月1日", _DATES, False,
        "error", slashed_date,
    ),
    Rule(
        "spaces", "Spaces stand between phrases.", f"{MAX_UNBROKEN}文字までに空白か区切り",
        f"{HIROSAKI}：文は余白を空けて区切り、分かち書きにする", True, "advice", unbroken,
    ),
)  # fmt: skip
