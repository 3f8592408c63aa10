"""Dates, weekdays, hours and amounts as our Japanese texts write them, in another language."""

from __future__ import annotations

import re
from collections.abc import Callable

from madoguchi.languages.typography import Typography

_WEEKDAYS = "月火水木金土日"
_DATE = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和)?(?P<year>[0-9]{1,4}|元)年)?"
    r"(?:(?P<month>[1-9]|1[0-2])月(?P<day>[0-9]{1,2})日)?"
    rf"(?:（(?P<weekday>[{_WEEKDAYS}])）)?(?P<clock> [0-9]{{2}}:[0-9]{{2}})?"
)
_DAYS = re.compile(
    rf"(?:第(?P<weeks>[1-5](?:・[1-5]){{0,4}}))?(?P<days>[{_WEEKDAYS}](?:・[{_WEEKDAYS}]){{0,6}})曜日?"
)
_FROM_TO = re.compile(rf"([{_WEEKDAYS}])〜([{_WEEKDAYS}])")
_CLOCK = re.compile(r"([0-9]{1,2})時(?:([0-9]{2})分)?")
_YEN = re.compile(r"(?P<unit>.{0,40}?)(?P<amount>[0-9][0-9,]*)円", re.DOTALL)

Say = Callable[[str], str | None]
"""Translates a part of a text, or does not."""


def value(text: str, typography: Typography, say: Say) -> str | None:
    """The value in the language; None where the text is none, or has a part that stays Japanese.

    ``say`` translates the names of eras and what an amount is for (「1通300円」).
    """
    match = _DATE.fullmatch(text)
    if match is not None and (match["year"] or match["day"]):
        return _date(match, typography, say)
    match = _DAYS.fullmatch(text)
    if match is not None:
        return _days(match, typography)
    match = _FROM_TO.fullmatch(text)
    if match is not None:
        return typography.dash.join(weekday(day, typography) for day in match.groups())
    match = _CLOCK.fullmatch(text)
    if match is not None:
        return f"{match[1]}:{match[2] or '00'}"
    match = _YEN.fullmatch(text)
    if match is not None:
        return _yen(match, typography, say)
    return None


def weekday(character: str, typography: Typography) -> str:
    """The weekday of 月, 火 and so on."""
    return typography.weekdays[_WEEKDAYS.index(character)]


def _date(match: re.Match[str], typography: Typography, say: Say) -> str | None:
    era = say(match["era"]) if match["era"] else ""
    if era is None:
        return None
    year = "1" if match["year"] == "元" else match["year"] or ""
    if match["day"] is None:
        pattern = typography.era_year if era else typography.year
        return pattern.format(era=era, year=year)
    pattern = typography.month_day
    if year:
        pattern = typography.era_day if era else typography.day
    date = pattern.format(
        era=era, year=year, month=typography.months[int(match["month"]) - 1], day=match["day"]
    )
    if match["weekday"]:
        date = typography.weekday.format(date=date, weekday=weekday(match["weekday"], typography))
    return date + (match["clock"] or "")


def _days(match: re.Match[str], typography: Typography) -> str:
    days = typography.comma.join(weekday(day, typography) for day in match["days"].split("・"))
    if match["weeks"] is None:
        return days
    return typography.days.format(weeks=typography.weeks(match["weeks"].split("・")), weekdays=days)


def _yen(match: re.Match[str], typography: Typography, say: Say) -> str | None:
    amount = typography.yen.format(amount=match["amount"])
    if not match["unit"]:
        return amount
    unit = say(match["unit"])
    return None if unit is None else typography.brackets.format(text=amount, inner=unit)
