"""When an office is open: weekday hours, holidays of Japan and the days around New Year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from madoguchi.catalogue.ward import ClosedPeriod, Office, OpeningHours
from madoguchi.clock import JST

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Day:
    """One day at an office: its opening hours (empty: closed), or why it is closed."""

    date: date
    hours: tuple[OpeningHours, ...]
    closed_because: str | None = None


@lru_cache(maxsize=8)
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("JP", years=year, language="ja")


def holiday_name(day: date) -> str | None:
    """The Japanese name of the public holiday on that day (祝日法), if there is one."""
    return _holidays(day.year).get(day)


def day_at(office: Office, day: date) -> Day | None:
    """The office's day, or None where its hours are not known."""
    if office.hours is None:
        return None
    if any(_within(period, day) for period in office.closed):
        return Day(day, (), "年末年始")
    holiday = holiday_name(day)
    if holiday is not None and office.closed_on_holidays:
        return Day(day, (), f"祝日（{holiday}）")
    hours = tuple(
        entry
        for entry in office.hours
        if _WEEKDAYS[day.weekday()] in entry.days
        and (entry.weeks is None or (day.day - 1) // 7 + 1 in entry.weeks)
    )
    return Day(day, hours, None if hours else "閉庁日")


def is_closed(office: Office, day: date) -> bool:
    """Whether no regular hours fall on the day; hours of only some counters do not count.

    Weekends and holidays count as closed where the hours are not known.
    """
    known = day_at(office, day)
    if known is None:
        return day.weekday() >= 5 or holiday_name(day) is not None
    return all(entry.partial for entry in known.hours)


def is_open_at(office: Office, moment: datetime) -> bool | None:
    """Whether the office is open at the moment (aware), or None where its hours are not known."""
    local = moment.astimezone(JST)
    known = day_at(office, local.date())
    if known is None:
        return None
    return any(entry.opens <= local.time() < entry.closes for entry in known.hours)


def next_open_day(office: Office, after: date) -> Day | None:
    """The first day after the given one with regular opening hours (None: unknown hours)."""
    for offset in range(1, 31):
        day = after + timedelta(days=offset)
        known = day_at(office, day)
        if known is None:
            return None
        if not is_closed(office, day):
            return known
    return None


def _within(period: ClosedPeriod, day: date) -> bool:
    month_day = day.strftime("%m-%d")
    if period.first <= period.last:
        return period.first <= month_day <= period.last
    return month_day >= period.first or month_day <= period.last
