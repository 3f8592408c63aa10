"""Time: always aware, and the day is Japan's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from madoguchi.clock import system_clock, today_in_japan


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 23, 14, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_begins_at_midnight_in_japan(moment: datetime, day: date) -> None:
    assert today_in_japan(lambda: moment) == day


def test_the_system_s_clock_knows_its_zone() -> None:
    assert system_clock().utcoffset() == timedelta(0)
