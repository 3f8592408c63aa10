"""Dates, hours and amounts in a text of any language, written as another language writes them.

No machine is trusted with them: 1/4 is the first of April in Vietnamese, not the fourth of January.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.languages.translations import translations
from madoguchi.languages.typography import TYPOGRAPHY
from madoguchi.languages.values import value

_ENGLISH_MONTHS = {name: at for at, name in enumerate(TYPOGRAPHY["en"].months, start=1)}
_MONTH = "|".join(_ENGLISH_MONTHS)
_JAPANESE = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和)?(?:[0-9]{1,4}|元)年)?(?:1[0-2]|[1-9])月[0-9]{1,2}日(?:（[月火水木金土日]）)?"
    r"|(?:明治|大正|昭和|平成|令和)(?:[0-9]{1,2}|元)年"
    r"|(?P<half>午前|午後)?(?P<hour>[0-9]{1,2})時(?:(?P<minute>[0-9]{2})分)?(?!間)"
    r"|[0-9][0-9,]*円"
)
_DATES = {
    "en": (
        rf"(?P<m>{_MONTH}) (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>[0-9]{{4}}))?",
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? (?P<m>{_MONTH})(?:,? (?P<y>[0-9]{{4}}))?",
    ),
    "vi": (
        r"(?:ngày )?(?P<d>[0-9]{1,2})/(?P<m>1[0-2]|0?[1-9])(?:/(?P<y>[0-9]{4}))?(?![0-9/])",
        r"(?:ngày )?(?P<d>[0-9]{1,2}) tháng (?P<m>1[0-2]|[1-9])(?:,? năm (?P<y>[0-9]{4}))?",
    ),
    "zh-Hans": (r"(?:(?P<y>[0-9]{4})年)?(?P<m>1[0-2]|[1-9])月(?P<d>[0-9]{1,2})[日号]",),
    "ko": (r"(?:(?P<y>[0-9]{4})년 ?)?(?P<m>1[0-2]|[1-9])월 ?(?P<d>[0-9]{1,2})일",),
}
_YEN = {"en": "yen", "vi": "yên", "zh-Hans": "日元", "ko": "엔"}
_FOREIGN = {
    language: [
        *(re.compile(rf"(?<![0-9/]){pattern}", re.IGNORECASE) for pattern in patterns),
        re.compile(
            rf"(?<![0-9,.])(?P<yen>[0-9]{{1,3}}(?:[.,][0-9]{{3}})+|[0-9]+) ?{_YEN[language]}"
            r"(?![a-z])"
        ),
    ]
    for language, patterns in _DATES.items()
}

Found = tuple[int, int, str]
"""Where it begins and ends, and how the other language writes it."""


def found(text: str, source: str, target: str) -> Iterator[Found]:
    """What is a date, an hour or an amount; what only looks like one is left out."""
    if source == "ja":
        for match in _JAPANESE.finditer(text):
            shown = _from_japanese(match, target)
            if shown is not None:
                yield match.start(), match.end(), shown
        return
    for pattern in _FOREIGN.get(source, ()):
        for match in pattern.finditer(text):
            shown = _from_foreign(match.groupdict(), target)
            if shown is not None:
                yield match.start(), match.end(), shown


def _from_japanese(match: re.Match[str], target: str) -> str | None:
    if match["hour"] is not None:
        hour = int(match["hour"]) + (
            12 if match["half"] == "午後" and int(match["hour"]) < 12 else 0
        )
        return f"{hour}:{match['minute'] or '00'}" if hour <= 24 else None
    typography = TYPOGRAPHY.get(target)
    if typography is None:
        return None
    words = translations(target)
    return value(match[0], typography, lambda part: words[part].text if part in words else None)


def _from_foreign(parts: dict[str, str | None], target: str) -> str | None:
    yen = parts.get("yen")
    if yen:
        return _written(f"{yen.replace('.', ',')}円", target)
    day, month, year = parts["d"] or "", parts["m"] or "", parts["y"]
    number = _ENGLISH_MONTHS.get(month.capitalize()) or int(month)
    if not 1 <= int(day) <= 31:
        return None
    return _written(f"{f'{year}年' if year else ''}{number}月{int(day)}日", target)


def _written(japanese: str, target: str) -> str | None:
    if target == "ja":
        return japanese
    typography = TYPOGRAPHY.get(target)
    return None if typography is None else value(japanese, typography, lambda part: part)
