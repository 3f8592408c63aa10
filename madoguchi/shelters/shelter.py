"""A designated evacuation site or shelter, as the Geospatial Information Authority publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.position import Position


class Kind(StrEnum):
    """Whether one flees there or stays there (災害対策基本法 第49条の4, 第49条の7)."""

    EMERGENCY = "emergency"
    """指定緊急避難場所: where one flees from a danger, for the kinds of disaster that it names."""
    SHELTER = "shelter"
    """指定避難所: where one stays afterwards, when one cannot go home."""

    @property
    def label(self) -> str:
        """What the law calls it."""
        return "指定緊急避難場所" if self is Kind.EMERGENCY else "指定避難所"


@dataclass(frozen=True)
class Shelter:
    """One entry of the data. ``id`` is its 共通ID.

    ``hazards`` are those that an emergency site is designated for; a shelter has none. ``accepts``
    says whom a shelter is for (受入対象者), None where it is for anybody.
    """

    id: str
    kind: Kind
    ward: str
    name: str
    address: str
    position: Position
    hazards: frozenset[Hazard] = frozenset()
    accepts: str | None = None
