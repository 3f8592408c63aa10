"""The catalogue's checks beyond its schema: every finding names file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from madoguchi.catalogue.catalogue import Catalogue, load
from madoguchi.catalogue.yaml_file import Location, YamlFile
from madoguchi.errors import CatalogueError

VERIFIED_FOR = timedelta(days=365)
"""Facts that nobody has compared with their official page for so long count as expired."""

REQUIRED_TRANSLATIONS = ("ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl")


@dataclass(frozen=True)
class Finding:
    """One problem. An error keeps the catalogue from being used; a warning is work for staff."""

    severity: Literal["error", "warning"]
    message: str


def check(folder: Path, today: date) -> tuple[Finding, ...]:
    """All findings, errors first."""
    try:
        catalogue = load(folder)
    except CatalogueError as error:
        return tuple(Finding("error", line) for line in error.message.splitlines())
    findings = [
        *_references(folder, catalogue),
        *_neighbours(folder, catalogue),
        *_dates(folder, catalogue, today),
        *_translations(folder, catalogue),
        *_twice_named(folder, catalogue),
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.severity, finding.message)))


def _at(path: Path, location: Location, problem: str) -> str:
    return f"{YamlFile(path).where(location)}: {problem}"


def _procedure_path(folder: Path, id_: str) -> Path:
    return folder / "procedures" / f"{id_}.yml"


def _references(folder: Path, catalogue: Catalogue) -> Iterator[Finding]:
    for procedure in catalogue.procedures.values():
        for position, related in enumerate(procedure.related):
            if related not in catalogue.procedures or related == procedure.id:
                path = _procedure_path(folder, procedure.id)
                problem = f"there is no other procedure {related!r}"
                yield Finding("error", _at(path, ("related", position), problem))
    for checklist in catalogue.checklists.values():
        for position, step in enumerate(checklist.steps):
            if step.procedure not in catalogue.procedures:
                path = folder / "life_events" / f"{checklist.id}.yml"
                problem = f"there is no procedure {step.procedure!r}"
                yield Finding("error", _at(path, ("steps", position, "procedure"), problem))


def _neighbours(folder: Path, catalogue: Catalogue) -> Iterator[Finding]:
    for ward in catalogue.wards.values():
        path = folder / "wards" / f"{ward.id}.yml"
        for position, neighbour in enumerate(ward.neighbours):
            other = catalogue.wards.get(neighbour)
            if other is None or other is ward:
                problem = f"there is no other ward {neighbour!r}"
            elif ward.id not in other.neighbours:
                problem = f"{neighbour} does not name {ward.id} as its neighbour"
            else:
                continue
            yield Finding("error", _at(path, ("neighbours", position), problem))


def _dates(folder: Path, catalogue: Catalogue, today: date) -> Iterator[Finding]:
    dated = [
        *(
            (_procedure_path(folder, entry.id), entry.verified_on)
            for entry in catalogue.procedures.values()
        ),
        *(
            (folder / "wards" / f"{entry.id}.yml", entry.verified_on)
            for entry in catalogue.wards.values()
        ),
        *(
            (folder / "wards" / "overrides" / ward / f"{id_}.yml", override.verified_on)
            for (ward, id_), override in catalogue.overrides.items()
        ),
    ]
    for path, verified_on in dated:
        if verified_on is None:
            yield Finding("warning", _at(path, ("verified_on",), "nobody has verified these facts"))
        elif verified_on > today:
            yield Finding("error", _at(path, ("verified_on",), "lies in the future"))
        elif today - verified_on > VERIFIED_FOR:
            problem = f"expired: last verified {verified_on}, over {VERIFIED_FOR.days} days ago"
            yield Finding("warning", _at(path, ("verified_on",), problem))


def _translations(folder: Path, catalogue: Catalogue) -> Iterator[Finding]:
    for procedure in catalogue.procedures.values():
        missing = [
            language
            for language in REQUIRED_TRANSLATIONS
            if language not in procedure.names.translations
        ]
        if missing:
            path = _procedure_path(folder, procedure.id)
            problem = f"no translation in {', '.join(missing)}"
            yield Finding("warning", _at(path, ("names", "translations"), problem))


def _twice_named(folder: Path, catalogue: Catalogue) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for procedure in catalogue.procedures.values():
        owner = owners.setdefault(procedure.names.official, procedure.id)
        if owner != procedure.id:
            path = _procedure_path(folder, procedure.id)
            problem = f"{owner} has the same official name"
            yield Finding("error", _at(path, ("names", "official"), problem))
