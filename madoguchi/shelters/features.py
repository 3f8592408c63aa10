"""What a file of the data holds, entry by entry, before anything in it is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from madoguchi.errors import MadoguchiError
from madoguchi.shelters.shelter import Kind

SOURCE_PAGE = "https://www.gsi.go.jp/bousaichiri/hinanbasho.html"
"""Where the files come from."""

ACCEPTED = (
    "the GeoJSON (FeatureCollection) or CSV of 指定緊急避難場所 or 指定避難所 from " + SOURCE_PAGE
)

ID, MUNICIPALITY, NAME, ADDRESS = "共通ID", "都道府県名及び市町村名", "施設・場所名", "住所"
ACCEPTS = "受入対象者"
LATITUDE, LONGITUDE = "緯度", "経度"


class ShelterFileError(MadoguchiError):
    """A file that cannot be read at all, or files of which nothing can be used."""

    def __init__(self, message: str) -> None:
        super().__init__("bad-shelter-file", message)


@dataclass(frozen=True)
class Feature:
    """One entry: ``place`` says where it stands, such as ``feature 3`` or ``line 4``.

    ``cells`` are its properties as text, without those that are empty. ``latitude`` and
    ``longitude`` are as written; ``no_position`` says why there are none.
    """

    place: str
    cells: Mapping[str, str]
    latitude: str = ""
    longitude: str = ""
    no_position: str | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with an entry, which is left out. ``field`` is None where all of it is."""

    file: Path
    place: str
    field: str | None
    wrong: str
    accepted: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" + (f", {self.field}" if self.field else "")
        return f"{where}: {self.wrong}. Accepted: {self.accepted}."


@dataclass(frozen=True)
class FeatureFile:
    """A file. ``unavailable`` names the municipality that has published nothing of the kind."""

    path: Path
    kind: Kind | None
    features: Sequence[Feature | Problem] = ()
    unavailable: str | None = None
