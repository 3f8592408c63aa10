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
    return read(settings().catalogue_dir / "translations" / language)


@lru_cache
def phrases_of(language: str) -> Mapping[str, str]:
    """The assistant's own phrases in a language, by their Japanese; none where none are made yet.

    Raises:
        CatalogueError: naming file and line of what is wrong.

    """
    path = settings().catalogue_dir / "translations" / language / "phrases.yml"
    if not path.exists():
        return {}
    return {entry.ja: entry.text for entry in YamlFile(path).validate(TranslationFile).entries}


def read(folder: Path) -> dict[str, Translation]:
    """The translations of a folder.

    Raises:
        CatalogueError: if a file is broken, or translates one text twice in different ways.

    """
    found: dict[str, Translation] = {}
    for path in sorted(folder.glob("*.yml")):
        file = YamlFile(path)
        area = file.validate(TranslationFile)
        for number, entry in enumerate(area.entries):
            known = found.get(entry.ja)
            if known is not None and known.text != entry.text:
                where = file.where(("entries", number))
                raise CatalogueError("translated-twice", f"{where}: {entry.ja} has another one")
            found[entry.ja] = Translation(
                entry.text, entry.status or area.status, entry.made_on or area.made_on
            )
    return found
