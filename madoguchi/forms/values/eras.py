"""Eras (元号): their first and last days, and dates written in them.

Source: the edicts and cabinet orders that changed the era (改元の詔書, 元号を改める政令). A new era
began on the very day of the edict in 1912 and 1926, so that day belongs to both eras; Heisei and
Reiwa began the day after their orders. Japan took the Gregorian calendar on 1 January 1873 (Meiji
6); earlier days of Meiji were counted by another calendar and are not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from madoguchi.errors import InvalidValueError


@dataclass(frozen=True)
class Era:
    """One era; ``first`` and ``last`` are days that may be written in it."""

    name: str
    letter: str
    first: date
    last: date

    @property
    def last_year(self) -> int:
        """The number of the era's last year, such as 31 for Heisei."""
        return self.last.year - self.first_year + 1

    @property
    def first_year(self) -> int:
        """The western year in which the era's year 1 falls."""
        return 1868 if self.name == "明治" else self.first.year


ERAS = (
    Era("明治", "M", date(1873, 1, 1), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), date.max),
)
_BY_KEY = {key: era for era in ERAS for key in (era.name, era.letter, era.name[0])}


def era_named(key: str) -> Era:
    """The era by its name, its letter in either case, or its first kanji (平3.4.2).

    Raises:
        KeyError: there is no such era.

    """
    return _BY_KEY[key.upper()]


def western_year(era: Era, year: int) -> int:
    """The western year of ``year`` in ``era``.

    Raises:
        InvalidValueError: ``date_out_of_era``; the message names the era year that is meant.

    """
    western = era.first_year + year - 1
    if year < 1 or western > 9999:
        raise InvalidValueError(
            "date_out_of_era", f"{era.name}{year}年は、ない年です。年を確かめて入力してください。"
        )
    if western > era.last.year:
        raise InvalidValueError(
            "date_out_of_era",
            f"{era.name}は{era.last_year}年までです。{era.name}{year}年は"
            f"{era_year_label(date(western, 12, 31))}（{western}年）にあたります。"
            "確かめて入力してください。",
        )
    return western


def check_era(era: Era, day: date) -> None:
    """Refuse a day that lies outside the era it was written in.

    Raises:
        InvalidValueError: ``date_out_of_era``; the message gives the right writing.

    """
    if era.first <= day <= era.last:
        return
    written = f"{era.name}{_year_number(day.year - era.first_year + 1)}年{day.month}月{day.day}日"
    if day < ERAS[0].first:
        raise InvalidValueError(
            "date_out_of_era", "明治6年（1873年）1月1日より前の日付は入力できません。"
        )
    raise InvalidValueError(
        "date_out_of_era",
        f"{written}は、正しくは{japanese_date(day)}です。確かめて入力してください。",
    )


def era_year_label(day: date) -> str:
    """The era and year of ``day``, such as 令和元年; the newer era where two meet."""
    for era in reversed(ERAS):
        if day >= era.first:
            return f"{era.name}{_year_number(day.year - era.first_year + 1)}年"
    return f"{day.year}年"


def japanese_date(day: date) -> str:
    """``day`` with its era, such as 平成3年4月2日."""
    return f"{era_year_label(day)}{day.month}月{day.day}日"


def _year_number(year: int) -> str:
    return "元" if year == 1 else str(year)
