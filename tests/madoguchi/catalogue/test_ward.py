"""What a ward's file may say."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.ward import ClosedPeriod, Office, OpeningHours, Ward

OFFICE = {
    "name": "見本区役所",
    "postal_code": None,
    "address": "東京都見本区1-1",
    "phone": "03-0000-0000",
    "hours": None,
    "closed_on_holidays": None,
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "+81-3-0000-0000"},
        {"phone": "0300000000"},
        {"postal_code": "1500000"},
        {"latitude": 43.0},
        {"email": "no address"},
    ],
)
def test_a_wrong_contact_of_an_office_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Office.model_validate({**OFFICE, **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": []},
        {"days": ["monday"]},
        {"opens": "25:00"},
        {"weeks": [0]},
        {"weeks": [6]},
    ],
)
def test_wrong_opening_hours_are_refused(wrong: dict[str, Any]) -> None:
    hours = {"days": ["sat"], "opens": "09:00", "closes": "12:00"}
    OpeningHours.model_validate(hours)
    with pytest.raises(ValidationError):
        OpeningHours.model_validate({**hours, **wrong})


def test_a_closed_period_is_of_months_and_days() -> None:
    with pytest.raises(ValidationError):
        ClosedPeriod(first="2026-12-29", last="01-03")


def test_each_ward_has_its_own_code(catalogue: Catalogue) -> None:
    codes = [ward.code for ward in catalogue.wards.values()]
    assert sorted(codes) == [str(code) for code in range(13101, 13124)]


def test_no_ward_of_another_prefecture_is_taken(catalogue: Catalogue) -> None:
    data = catalogue.wards["nerima"].model_dump(mode="json")
    with pytest.raises(ValidationError, match="code"):
        Ward.model_validate({**data, "code": "27100"})
