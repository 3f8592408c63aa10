"""When an office is open: weekdays, holidays, New Year, Saturdays of some weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from madoguchi.catalogue.opening import day_at, holiday_name, is_closed, is_open_at, next_open_day
from madoguchi.catalogue.ward import Office
from madoguchi.clock import JST

OFFICE = Office.model_validate(
    {
        "name": "見本区役所",
        "postal_code": "150-0000",
        "address": "東京都見本区1-1",
        "phone": "03-0000-0000",
        "hours": [
            {
                "days": ["mon", "tue", "wed", "thu", "fri"],
                "opens": "08:30",
                "closes": "17:00",
            },
            {
                "days": ["sat"],
                "weeks": [2, 4],
                "opens": "09:00",
                "closes": "12:00",
                "partial": True,
            },
        ],
        "closed_on_holidays": True,
        "closed": [{"first": "12-29", "last": "01-03"}],
    }
)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 24, 8, 29, tzinfo=JST), False),
        (datetime(2026, 11, 24, 8, 30, tzinfo=JST), True),
        (datetime(2026, 11, 24, 16, 59, tzinfo=JST), True),
        (datetime(2026, 11, 24, 17, 0, tzinfo=JST), False),
        (datetime(2026, 11, 23, 10, 0, tzinfo=JST), False),  # 勤労感謝の日
        (datetime(2026, 11, 28, 10, 0, tzinfo=JST), True),  # fourth Saturday
        (datetime(2026, 11, 21, 10, 0, tzinfo=JST), False),  # third Saturday
        (datetime(2026, 12, 29, 10, 0, tzinfo=JST), False),
        (datetime(2027, 1, 4, 10, 0, tzinfo=JST), True),
    ],
)
def test_open_or_not(moment: datetime, is_open: bool) -> None:
    assert is_open_at(OFFICE, moment) is is_open


def test_a_closed_day_says_why() -> None:
    holiday = day_at(OFFICE, date(2026, 11, 23))
    assert holiday is not None
    assert holiday.closed_because == "祝日（勤労感謝の日）"
    new_year = day_at(OFFICE, date(2027, 1, 2))
    assert new_year is not None
    assert new_year.closed_because == "年末年始"


def test_hours_of_some_counters_only_are_no_open_day_for_a_deadline() -> None:
    assert is_closed(OFFICE, date(2026, 11, 28))


def test_the_next_open_day_skips_new_year() -> None:
    following = next_open_day(OFFICE, date(2026, 12, 28))
    assert following is not None
    assert following.date == date(2027, 1, 4)


def test_a_substitute_holiday_counts() -> None:
    assert holiday_name(date(2026, 5, 6)) is not None


def test_unknown_hours_are_said_to_be_unknown() -> None:
    unknown = OFFICE.model_copy(update={"hours": None})
    assert is_open_at(unknown, datetime(2026, 11, 24, 10, 0, tzinfo=JST)) is None
    assert is_closed(unknown, date(2026, 11, 28))


def test_the_moment_is_taken_in_japan() -> None:
    assert is_open_at(OFFICE, datetime(2026, 11, 24, 0, 0, tzinfo=UTC))
    assert not is_open_at(OFFICE, datetime(2026, 11, 24, 10, 0, tzinfo=UTC))


def test_a_holiday_closes_only_an_office_that_keeps_it() -> None:
    working = OFFICE.model_copy(update={"closed_on_holidays": False})
    assert is_open_at(working, datetime(2026, 11, 23, 10, 0, tzinfo=JST))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_the_days_around_new_year(day: date, is_open: bool) -> None:
    assert is_closed(OFFICE, day) is not is_open


@pytest.mark.parametrize("day", [1, 8, 15, 22, 29])
def test_only_the_named_saturdays_of_a_month(day: int) -> None:
    known = day_at(OFFICE, date(2026, 8, day))
    assert known is not None
    assert bool(known.hours) is (day in (8, 22))
