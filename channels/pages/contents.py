"""What the portal shows of the catalogue, in the reader's language where it is translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.pages.reader import Reader
from channels.pages.rendering import Said
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.life_event import Checklist, ChecklistStep
from madoguchi.catalogue.opening import day_at
from madoguchi.catalogue.procedure import Language, LifeEvent, Procedure
from madoguchi.catalogue.ward import Ward
from madoguchi.clock import JST

COMMON = (
    "resident-record-copy",
    "moving-in",
    "moving-out",
    "seal-certificate",
    "family-register-certificate",
    "tax-certificate",
    "mynumber-card-apply",
    "nhi-join",
    "child-allowance-claim",
    "bulky-waste",
)
"""What most people come to a ward office for: certificates, moving, the card, insurance."""

FIRST_EVENTS = (
    "moving-between-wards",
    "moving-within-ward",
    "moving-away",
    "arriving-from-abroad",
    "birth",
)
"""The life events that most people have, before the others."""

LONGEST_QUERY = 200
"""Characters that a search may have."""

_KANJI_READERS = ("ja", "ja-easy", "zh-Hans", "zh-Hant")


@dataclass(frozen=True)
class Entry:
    """A procedure in a list."""

    id: str
    name: Said
    summary: str
    accepting: bool


@dataclass(frozen=True)
class WardOption:
    """A ward to choose."""

    id: str
    name: Said


@dataclass(frozen=True)
class Today:
    """The office today: its hours (empty: closed), notes on them, and why it is closed."""

    spans: tuple[str, ...]
    notes: tuple[str, ...]
    closed_because: str | None


@dataclass(frozen=True)
class Step:
    """A step of a checklist. ``when`` and ``condition`` are in Japanese, where there are any."""

    id: str
    name: Said
    when: str | None
    condition: str | None


def said(official: str, translations: Mapping[Language, str], language: str) -> Said:
    """A name in the reader's language where it is translated, else in Japanese."""
    translated = next((text for tag, text in translations.items() if tag == language), None)
    if translated is None:
        return Said(official, "ja")
    return Said(translated, "ja" if language == "ja-easy" else language)


def name_of(procedure: Procedure, language: str) -> Said:
    """The procedure's name for a reader."""
    return said(procedure.names.official, procedure.names.translations, language)


def event_name(checklist: Checklist, language: str) -> Said:
    """The life event's name for a reader."""
    return said(checklist.name, checklist.translations, language)


def events(catalogue: Catalogue, language: str) -> tuple[tuple[str, Said], ...]:
    """All life events by id with their names, the most frequent first."""
    first = [id_ for id_ in FIRST_EVENTS if id_ in catalogue.checklists]
    return tuple(
        (id_, event_name(catalogue.checklists[id_], language))
        for id_ in dict.fromkeys((*first, *catalogue.checklists))
    )


def ward_name(ward: Ward, language: str) -> Said:
    """The ward's name: its official English one for those who may not read the Japanese."""
    if language in _KANJI_READERS:
        return Said(ward.names.ja, "ja")
    return Said(ward.names.en, "en")


def ward_options(catalogue: Catalogue, language: str) -> tuple[WardOption, ...]:
    """All wards, in the order of their codes."""
    return tuple(
        WardOption(ward.id, ward_name(ward, language))
        for ward in sorted(catalogue.wards.values(), key=lambda ward: ward.code)
    )


def entries(catalogue: Catalogue, ids: Iterable[str], reader: Reader) -> tuple[Entry, ...]:
    """Procedures for a list, as they are in the reader's ward; unknown ids are left out."""
    ward_id = reader.ward.id if reader.ward else None
    found = (
        catalogue.procedure(id_, ward_id).procedure for id_ in ids if id_ in catalogue.procedures
    )
    return tuple(
        Entry(
            procedure.id,
            name_of(procedure, reader.language),
            procedure.summary,
            procedure.form.accepting,
        )
        for procedure in found
    )


def groups(catalogue: Catalogue, reader: Reader) -> tuple[tuple[LifeEvent, tuple[Entry, ...]], ...]:
    """All procedures by the occasion that they belong to first; none is named twice."""
    return tuple(
        (
            event,
            entries(
                catalogue,
                (
                    id_
                    for id_, procedure in catalogue.procedures.items()
                    if procedure.life_events[0] is event
                ),
                reader,
            ),
        )
        for event in LifeEvent
    )


def steps(
    catalogue: Catalogue, checklist: Checklist, language: str
) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The checklist's steps in order, by where they are done: origin, destination or any."""
    places = dict.fromkeys(step.where for step in checklist.steps)
    return tuple(
        (
            place,
            tuple(
                _step(catalogue, step, language) for step in checklist.steps if step.where == place
            ),
        )
        for place in places
    )


def _step(catalogue: Catalogue, step: ChecklistStep, language: str) -> Step:
    procedure = catalogue.procedures[step.procedure]
    deadline = procedure.deadline.text if procedure.deadline else None
    return Step(procedure.id, name_of(procedure, language), step.when or deadline, step.condition)


def today_at(ward: Ward, moment: datetime) -> Today | None:
    """The ward office's day (JST), or None where its hours are not known."""
    day = day_at(ward.office, moment.astimezone(JST).date())
    if day is None:
        return None
    return Today(
        tuple(f"{entry.opens:%H:%M}–{entry.closes:%H:%M}" for entry in day.hours),
        tuple(entry.note for entry in day.hours if entry.note),
        day.closed_because,
    )
