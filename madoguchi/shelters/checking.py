"""Entries of files made sites and shelters: every field checked, what is wrong said by place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from madoguchi.catalogue.ward import Ward
from madoguchi.shelters.features import (
    ACCEPTS,
    ADDRESS,
    ID,
    MUNICIPALITY,
    NAME,
    Feature,
    FeatureFile,
    Problem,
)
from madoguchi.shelters.hazard import COLUMNS, Hazard
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind, Shelter

_LONGEST = {NAME: 200, ADDRESS: 300, ACCEPTS: 200}
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_PREFECTURE = re.compile(r"(?:北海道|東京都|(?:京都|大阪)府|\w{2,3}県)\w+")
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?")
_DESIGNATED, _NOT_DESIGNATED = {"1", "○", "〇", "◯"}, {"", "0", "-", "×"}
_AROUND = "a place in or around the 23 wards, in degrees (WGS 84)"


@dataclass
class Checked:
    """What the files hold: sites and shelters by ward and kind, and what is left out.

    ``elsewhere`` counts the entries of other municipalities than the 23 wards, ``unavailable`` are
    files that say that there is nothing, with the municipality that they are about.
    """

    shelters: dict[tuple[str, Kind], list[Shelter]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    elsewhere: int = 0
    unavailable: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many sites and shelters there are."""
        return sum(map(len, self.shelters.values()))


def check(files: Iterable[FeatureFile], wards: Mapping[str, Ward]) -> Checked:
    """Check every entry of all files; an id counts once a kind, where it stands first."""
    by_name = {f"東京都{ward.names.ja}": ward.id for ward in wards.values()}
    checked = Checked()
    seen: dict[tuple[Kind, str], str] = {}
    for file in files:
        if file.kind is None:
            checked.unavailable.append((file.path, file.unavailable or ""))
            continue
        for feature in file.features:
            if isinstance(feature, Problem):
                checked.problems.append(feature)
                continue
            found = _Entry(file.path, file.kind, feature).read(by_name)
            if found is None:
                checked.elsewhere += 1
            elif isinstance(found, Problem):
                checked.problems.append(found)
            else:
                here = f"{feature.place} of {file.path}"
                before = seen.setdefault((found.kind, found.id), here)
                if before != here:
                    checked.problems.append(
                        Problem(file.path, feature.place, ID, f"{found.id} stands in {before} too",
                                "each id once")
                    )  # fmt: skip
                else:
                    checked.shelters.setdefault((found.ward, found.kind), []).append(found)
    return checked


class _WrongError(ValueError):
    """A field that cannot be taken: its name, what is wrong, what is accepted."""


@dataclass(frozen=True)
class _Entry:
    """One entry being read."""

    file: Path
    kind: Kind
    feature: Feature

    def read(self, ward_by_name: Mapping[str, str]) -> Shelter | Problem | None:
        """The site or shelter, what is wrong with it, or None where it is in no ward."""
        try:
            municipality = re.sub(r"\s", "", self._text(MUNICIPALITY))
            ward = ward_by_name.get(municipality)
            if ward is None:
                if self._is_elsewhere(municipality):
                    return None
                raise _WrongError(
                    MUNICIPALITY,
                    f"{municipality[:40]!r} is no municipality",
                    "such as 東京都練馬区",
                )
            return Shelter(
                id=self._id(),
                kind=self.kind,
                ward=ward,
                name=self._needed(NAME),
                address=self._needed(ADDRESS),
                position=self._position(),
                hazards=self._hazards() if self.kind is Kind.EMERGENCY else frozenset(),
                accepts=(self._limited(ACCEPTS) or None) if self.kind is Kind.SHELTER else None,
            )
        except _WrongError as error:
            name, wrong, accepted = error.args
            return Problem(self.file, self.feature.place, name, wrong, accepted)

    def _is_elsewhere(self, municipality: str) -> bool:
        # 「東京都渋谷」 is a ward misspelt; the other municipalities of Tokyo end otherwise.
        if municipality.startswith("東京都"):
            return municipality[-1] in "市町村"
        return bool(_PREFECTURE.fullmatch(municipality))

    def _text(self, name: str) -> str:
        """The field in one line, without what cannot be seen."""
        visible = "".join(
            character
            for character in re.sub(r"\s+", " ", self.feature.cells.get(name, ""))
            if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
        )
        return unicodedata.normalize("NFC", visible).strip()

    def _limited(self, name: str) -> str:
        text = self._text(name)
        if len(text) > _LONGEST[name]:
            raise _WrongError(name, f"has {len(text):,} characters", f"at most {_LONGEST[name]}")
        return text

    def _needed(self, name: str) -> str:
        text = self._limited(name)
        if not any(character.isalnum() for character in text):
            raise _WrongError(name, "is empty" if not text else f"{text!r} has no words", "a text")
        return text

    def _id(self) -> str:
        text = self._text(ID)
        if not _ID.fullmatch(text):
            wrong = f"{text[:40]!r} cannot be used" if text else "is empty"
            raise _WrongError(ID, wrong, "letters, digits, _ and -, up to 40")
        return text

    def _position(self) -> Position:
        if self.feature.no_position is not None:
            raise _WrongError("geometry", self.feature.no_position, "a Point")
        latitude = self._degrees("latitude (緯度)", self.feature.latitude)
        longitude = self._degrees("longitude (経度)", self.feature.longitude)
        position = Position(latitude, longitude)
        if position.is_around_the_wards:
            return position
        if Position(longitude, latitude).is_around_the_wards:
            raise _WrongError(
                "latitude and longitude", f"({latitude}, {longitude}) are swapped",
                "latitude near 35.7 and longitude near 139.7; GeoJSON has the longitude first",
            )  # fmt: skip
        raise _WrongError(
            "latitude and longitude", f"({latitude}, {longitude}) are far from the wards", _AROUND
        )

    def _degrees(self, name: str, raw: str) -> float:
        text = unicodedata.normalize("NFKC", raw).strip()
        if not _NUMBER.fullmatch(text):
            wrong = f"{text[:40]!r} is no number" if text else "is empty"
            raise _WrongError(name, wrong, _AROUND)
        return float(text)

    def _hazards(self) -> frozenset[Hazard]:
        found = set()
        for name, hazard in COLUMNS.items():
            mark = unicodedata.normalize("NFKC", self._text(name))
            if mark in _DESIGNATED:
                found.add(hazard)
            elif mark not in _NOT_DESIGNATED:
                raise _WrongError(name, f"{mark[:40]!r} is no mark", "1 or nothing")
        if not found:
            raise _WrongError("、".join(COLUMNS), "are all empty", "1 for at least one disaster")
        return frozenset(found)
