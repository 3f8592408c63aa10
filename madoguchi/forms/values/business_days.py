"""Business days (営業日) of a ward office.

Source: 東京都の休日に関する条例（平成元年条例第10号）第1条, which the wards' ordinances repeat:
closed on Saturdays, Sundays, national holidays and from 29 December to 3 January.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

_YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


def is_business_day(day: date) -> bool:
    """Whether a ward office is open on ``day`` by the general rule."""
    if day.weekday() >= 5 or (day.month, day.day) in _YEAR_END:
        return False
    return day not in _japanese_holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """``day`` moved forwards or backwards by ``count`` business days.

    Raises:
        OverflowError: the result is outside the calendar.

    """
    step = timedelta(1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day


@lru_cache(maxsize=64)
def _japanese_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))
