"""Curated translations of the catalogue: ``catalogue/translations/<tag>/<area>.yml``.

Each entry holds the Japanese that it was made from. When that changes, the entry is no longer
found by it: it is stale, and shown with its date only where the change was small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from madoguchi.catalogue.procedure import Part, Text
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.errors import CatalogueError
from madoguchi.settings import settings

Status = Literal["draft", "reviewed"]


class Entry(Part):
    """A text in one language. ``ja`` is the Japanese from which it was made."""

    ja: Text
    text: Text
    status: Status | None = None
    made_on: date | None = None


class TranslationFile(Part):
    """One area in one language; ``status`` and ``made_on`` hold for entries that say nothing."""

    status: Status
    made_on: date
    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Translation:
    """A curated text, and how far it can be relied on."""

    text: str
    status: Status
    made_on: date


Translations = Mapping[str, Translation]
"""Translations by their Japanese."""


@lru_cache
def translations(language: str) -> Translations:
    """All curated translations into a language; none for Japanese and where there are none yet.

    Raises:
        CatalogueError: naming file and line of what is wrong.

    """
    return read(folder_of(language))


@lru_cache
def phrases_of(language: str) -> Mapping[str, str]:
    """The assistant's own phrases in a language, by their Japanese; none where none are made yet.

    Raises:
        CatalogueError: naming file and line of what is wrong.

    """
    return {ja: one.text for ja, one in of_area(language, "phrases").items()}


def of_area(language: str, area: str) -> Translations:
    """The translations of one area; none where the language has no file of it yet.

    Raises:
        CatalogueError: naming file and line of what is wrong.

    """
    path = folder_of(language) / f"{area}.yml"
    return read_file(path) if path.exists() else {}


def folder_of(language: str) -> Path:
    """Where the language's translations lie, if it has any."""
    return settings().catalogue_dir / "translations" / language


def read(folder: Path) -> dict[str, Translation]:
    """The translations of a folder.

    Raises:
        CatalogueError: if a file is broken, or translates one text twice in different ways.

    """
    found: dict[str, Translation] = {}
    for path in sorted(folder.glob("*.yml")):
        found |= read_file(path, found)
    return found


def read_file(path: Path, known: Translations | None = None) -> dict[str, Translation]:
    """The translations of a file.

    Raises:
        CatalogueError: if it is broken, or translates a text otherwise than it, or ``known``, does.

    """
    file = YamlFile(path)
    area = file.validate(TranslationFile)
    found: dict[str, Translation] = {}
    for number, entry in enumerate(area.entries):
        before = found.get(entry.ja) or (known or {}).get(entry.ja)
        if before is not None and before.text != entry.text:
            where = file.where(("entries", number))
            raise CatalogueError("translated-twice", f"{where}: {entry.ja} has another one")
        found[entry.ja] = Translation(
            entry.text, entry.status or area.status, entry.made_on or area.made_on
        )
    return found
