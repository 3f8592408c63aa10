"""What reading a date needs to know, and what it yields: contexts, readings, calendar steps."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from madoguchi.errors import InvalidValueError

Preference = Literal["past", "future", "nearest"]
EXAMPLE = "『平成3年4月2日』や『1991/4/2』のように入力してください。"
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class DateContext:
    """The day a text was written and how to fill in what it leaves out (a year, a month)."""

    today: date
    prefer: Preference = "nearest"
    earliest: date | None = None
    latest: date | None = None
    approximate: bool = False

    def allows(self, day: date) -> bool:
        """Whether ``day`` lies within the bounds of the field."""
        after = self.earliest is None or day >= self.earliest
        return after and (self.latest is None or day <= self.latest)

    def choose(self, candidates: Iterable[date]) -> date | None:
        """The preferred candidate; today counts as past and as future."""
        days = sorted(set(candidates))
        days = [day for day in days if self.allows(day)] or days
        past = [day for day in days if day <= self.today]
        future = [day for day in days if day >= self.today]
        if self.prefer == "past" and past:
            return past[-1]
        if self.prefer == "future" and future:
            return future[0]
        return min(days, key=lambda day: abs(day - self.today), default=None)


@dataclass(frozen=True)
class DateReading:
    """A span of a normalised text read as a date, or as one that cannot be used.

    ``is_full`` tells that the year was written; ``is_partial`` that ``error`` only says that the
    span (来週, 4月) is too coarse, so that another date in the same text may still answer.
    """

    start: int
    end: int
    value: date | None
    error: InvalidValueError | None = None
    is_full: bool = False
    is_partial: bool = False


def incomplete(start: int, end: int, written: str, *, year_only: bool = False) -> DateReading:
    """The reading of a span that names no single day."""
    error = InvalidValueError(
        "date_incomplete",
        f"「{written}」だけでは日付が決まりません。何月何日かまで入力してください。",
    )
    return DateReading(start, end, None, error, is_partial=not year_only)


def no_such_date(written: str) -> InvalidValueError:
    """The error for 2月30日 and its like."""
    return InvalidValueError("date_not_in_calendar", f"{written}は、暦にない日付です。{EXAMPLE}")


def add_months(day: date, months: int) -> date:
    """``day`` moved by months; the last day of a month that is too short (Civil Code, art. 143).

    Raises:
        OverflowError: the result is outside the calendar.

    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("year outside 1 to 9999")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or ``None`` where the calendar has none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The ``nth`` weekday (Monday is 0) of a month; ``nth`` -1 is the last one."""
    if nth == -1:
        last = month_end(year, month)
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if nth >= 1 and day.month == month else None


def nearest_weekday(day: date, weekday: int) -> date:
    """The given weekday that is nearest to ``day``."""
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(ahead if ahead <= 3 else ahead - 7)
