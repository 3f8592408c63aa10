from __future__ import annotations

from datetime import date

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.eras import era_named, era_year_label, japanese_date, western_year


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2019, 4, 30), "平成31年"),
        (date(2019, 5, 1), "令和元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1926, 12, 24), "大正15年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1912, 7, 30), "大正元年"),
    ],
)
def test_eras_change_on_the_right_day(day: date, label: str) -> None:
    assert era_year_label(day) == label
    assert japanese_date(day) == f"{label}{day.month}月{day.day}日"


@pytest.mark.parametrize(
    ("key", "year", "western"), [("R", 7, 2025), ("昭", 40, 1965), ("m", 6, 1873)]
)
def test_era_years(key: str, year: int, western: int) -> None:
    assert western_year(era_named(key), year) == western


def test_a_year_past_the_era_names_the_right_one() -> None:
    with pytest.raises(InvalidValueError, match="平成2年"):
        western_year(era_named("昭和"), 65)
