"""A position on the earth, and how far it is from another."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from madoguchi.errors import InvalidValueError

_EARTH_METRES = 6_371_008.8
"""Mean radius R1 of the GRS 80 ellipsoid (Moritz, Geodetic Reference System 1980, 2000)."""

_DECIMALS = 5
"""A metre or so: more tells nothing about where somebody stands."""

PATTERN = r"-?\d{1,2}(?:\.\d{1,5})?,-?\d{1,3}(?:\.\d{1,5})?"
"""A position as ``35.73484,139.67412``."""

_SOUTH, _NORTH, _WEST, _EAST = 35.48, 35.85, 139.53, 139.96
"""A box around the 23 wards with a margin of some kilometres."""


@dataclass(frozen=True)
class Position:
    """Latitude and longitude in degrees (WGS 84, which JGD2011 equals for our purposes)."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{_short(self.latitude)},{_short(self.longitude)}"

    @property
    def is_on_earth(self) -> bool:
        """Whether there is such a place; not so for infinity and what is no number."""
        return abs(self.latitude) <= 90 and abs(self.longitude) <= 180

    @property
    def is_around_the_wards(self) -> bool:
        """Whether it lies in the box around the 23 wards."""
        return _SOUTH <= self.latitude <= _NORTH and _WEST <= self.longitude <= _EAST

    def metres_to(self, other: Position) -> float:
        """The great-circle distance by the haversine formula (Sinnott, Sky & Telescope 68, 1984).

        The earth is no sphere, which makes up to 0.5 %: 5 m in a kilometre.
        """
        south, north = math.radians(self.latitude), math.radians(other.latitude)
        east = math.radians(other.longitude - self.longitude)
        haversine = (
            math.sin((north - south) / 2) ** 2
            + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
        )
        return 2 * _EARTH_METRES * math.asin(min(1.0, math.sqrt(haversine)))


def read_position(text: str) -> Position:
    """The position that is written as ``35.73484,139.67412``.

    Raises:
        InvalidValueError: where it is none, or has more than five decimals.

    """
    if re.fullmatch(PATTERN, text, re.ASCII):
        latitude, _, longitude = text.partition(",")
        position = Position(float(latitude), float(longitude))
        if position.is_on_earth:
            return position
    raise InvalidValueError(
        "not-a-position",
        "位置情報は、緯度（-90〜90）と経度（-180〜180）を「35.73484,139.67412」のように、"
        "小数点以下5けたまでで指定してください。",
    )


def _short(degrees: float) -> str:
    return f"{degrees:.{_DECIMALS}f}".rstrip("0").rstrip(".")
