"""The eight kinds of disaster for which emergency evacuation sites are designated.

See 災害対策基本法 第49条の4. ``COLUMNS`` are those of the data of the Geospatial Information
Authority of Japan (国土地理院).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Hazard(StrEnum):
    """A kind of disaster. The values stand in the database and in postbacks."""

    EARTHQUAKE = "earthquake"
    FIRE = "fire"
    FLOOD = "flood"
    INLAND_FLOOD = "inland_flood"
    LANDSLIDE = "landslide"
    STORM_SURGE = "storm_surge"
    TSUNAMI = "tsunami"
    VOLCANO = "volcano"

    @property
    def label(self) -> str:
        """What residents read."""
        return _LABELS[self]


_LABELS = {
    Hazard.EARTHQUAKE: "地震",
    Hazard.FIRE: "大規模な火事",
    Hazard.FLOOD: "洪水",
    Hazard.INLAND_FLOOD: "内水氾濫（下水などがあふれる）",
    Hazard.LANDSLIDE: "がけ崩れ・土石流・地すべり",
    Hazard.STORM_SURGE: "高潮",
    Hazard.TSUNAMI: "津波",
    Hazard.VOLCANO: "火山の噴火",
}

COLUMNS: Mapping[str, Hazard] = {
    "洪水": Hazard.FLOOD,
    "崖崩れ、土石流及び地滑り": Hazard.LANDSLIDE,
    "高潮": Hazard.STORM_SURGE,
    "地震": Hazard.EARTHQUAKE,
    "津波": Hazard.TSUNAMI,
    "大規模な火事": Hazard.FIRE,
    "内水氾濫": Hazard.INLAND_FLOOD,
    "火山現象": Hazard.VOLCANO,
}
"""The hazard of each column of the data."""
