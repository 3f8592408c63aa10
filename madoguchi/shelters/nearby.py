"""What is asked about the surroundings of a position, as a button holds it.

``35.73484,139.67412`` asks what is near; ``...:flood`` where one may flee from a flood; and
``...:in-nerima`` says besides that the position is in Nerima.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from madoguchi.errors import InvalidValueError
from madoguchi.shelters import position
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.position import Position, read_position

PATTERN = rf"({position.PATTERN})(?::({'|'.join(Hazard)}))?(?::in-([a-z]{{2,32}}))?"


@dataclass(frozen=True)
class Nearby:
    """A position, the disaster that is meant, and the ward as its address names it."""

    position: Position
    hazard: Hazard | None = None
    ward: str | None = None

    def __str__(self) -> str:
        hazard = f":{self.hazard}" if self.hazard else ""
        return f"{self.position}{hazard}" + (f":in-{self.ward}" if self.ward else "")


def read_nearby(text: str) -> Nearby:
    """What the text asks.

    Raises:
        InvalidValueError: where it asks nothing, or its position is none.

    """
    found = re.fullmatch(PATTERN, text, re.ASCII)
    if found is None:
        raise InvalidValueError("not-nearby", "位置情報を読み取れませんでした。")
    return Nearby(read_position(found[1]), Hazard(found[2]) if found[2] else None, found[3])
