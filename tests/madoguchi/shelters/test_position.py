"""Positions are read strictly, and distances are those of the earth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.errors import InvalidValueError
from madoguchi.shelters.position import Position, read_position

TOKYO_STATION = Position(35.68124, 139.76712)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("35.73484,139.67412", Position(35.73484, 139.67412)),
        ("35,139", Position(35, 139)),
        ("-90,-180", Position(-90, -180)),
        ("0.00001,0", Position(0.00001, 0)),
    ],
)
def test_a_position_is_read_and_written_alike(text: str, position: Position) -> None:
    assert read_position(text) == position
    assert str(position) == text


@pytest.mark.parametrize(
    "text",
    ["", "35.7", "35.7,", ",139.7", "35.7 139.7", "35.7, 139.7", "91,139", "35,181",
     "35.123456,139", "nan,139", "1e1,139", "３５.7,139.7", "35.7,139.7,0", "35.7,139.7\n",
     "+35,139"],
)  # fmt: skip
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(InvalidValueError, match="小数点以下5けた"):
        read_position(text)


@pytest.mark.parametrize(
    ("other", "metres"),
    [
        (TOKYO_STATION, 0),
        (Position(35.69000, 139.69954), 6194.1),  # Shinjuku, on GRS 80 by Vincenty
        (Position(34.70249, 135.49595), 403_826.3),  # Osaka, likewise
        (Position(-35.68124, -40.23288), 20_015_087),  # the other side of the earth
    ],
)
def test_distances_are_right_to_half_a_percent(other: Position, metres: float) -> None:
    assert TOKYO_STATION.metres_to(other) == pytest.approx(metres, rel=0.005, abs=0.01)


@given(
    st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180)
)  # fmt: skip
def test_distances_are_the_same_both_ways_and_end_at_the_other_side(
    south: float, west: float, north: float, east: float
) -> None:
    one, other = Position(south, west), Position(north, east)
    assert one.metres_to(other) == pytest.approx(other.metres_to(one), abs=0.01)
    assert 0 <= one.metres_to(other) <= 20_015_200


@pytest.mark.parametrize(
    ("position", "is_on_earth"),
    [
        (Position(90, 180), True),
        (Position(90.1, 0), False),
        (Position(0, -180.1), False),
        (Position(float("nan"), 0), False),
        (Position(0, float("inf")), False),
    ],
)
def test_what_is_no_place_on_earth_is_known(position: Position, is_on_earth: bool) -> None:
    assert position.is_on_earth is is_on_earth
