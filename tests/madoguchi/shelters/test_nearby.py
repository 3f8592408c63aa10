"""What a button asks about a position."""

from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.nearby import Nearby, read_nearby
from madoguchi.shelters.position import Position

HERE = Position(35.7, 139.65)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("35.7,139.65", Nearby(HERE)),
        ("35.7,139.65:flood", Nearby(HERE, Hazard.FLOOD)),
        ("35.7,139.65:in-nerima", Nearby(HERE, ward="nerima")),
        ("35.7,139.65:inland_flood:in-nerima", Nearby(HERE, Hazard.INLAND_FLOOD, "nerima")),
    ],
)
def test_a_question_is_read_and_written_alike(text: str, asked: Nearby) -> None:
    assert read_nearby(text) == asked
    assert str(asked) == text


@pytest.mark.parametrize(
    "text",
    ["", "flood", "35.7,139.65:", "35.7,139.65:war", "35.7,139.65:in-", "35.7,139.65:in-練馬",
     "35.7,139.65:in-nerima:flood", "99,139.65"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        read_nearby(text)
