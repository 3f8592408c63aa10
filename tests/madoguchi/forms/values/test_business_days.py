from __future__ import annotations

from datetime import date

import pytest

from madoguchi.forms.values.business_days import add_business_days, is_business_day


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2025, 4, 10), True),
        (date(2025, 4, 12), False),  # Saturday
        (date(2025, 5, 5), False),  # こどもの日
        (date(2025, 5, 6), False),  # 振替休日
        (date(2025, 12, 29), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 5), True),
    ],
)
def test_open_days(day: date, is_open: bool) -> None:
    assert is_business_day(day) is is_open


def test_steps_over_closed_days() -> None:
    assert add_business_days(date(2025, 12, 26), 1) == date(2026, 1, 5)
    assert add_business_days(date(2026, 1, 5), -1) == date(2025, 12, 26)
    assert add_business_days(date(2026, 1, 5), 0) == date(2026, 1, 5)
