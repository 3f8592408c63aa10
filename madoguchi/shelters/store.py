"""Sites and shelters in the database. What a ward has of a kind is a set, replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind, Shelter
from madoguchi.storage.tables import ShelterRow, ShelterSetRow

_BATCH = 500
"""Rows of one statement: under every database's limit of parameters."""


@dataclass(frozen=True)
class ShelterSet:
    """What a ward has of a kind. ``as_of`` is the day of the data, None where nobody has said."""

    ward: str
    kind: Kind
    as_of: date | None
    imported_at: datetime


def shelters(session: Session, ward: str | None = None, kind: Kind | None = None) -> list[Shelter]:
    """The sites and shelters (of a ward, of a kind), by ward, kind and id."""
    query = select(ShelterRow).order_by(ShelterRow.ward, ShelterRow.kind, ShelterRow.id)
    if ward is not None:
        query = query.where(ShelterRow.ward == ward)
    if kind is not None:
        query = query.where(ShelterRow.kind == kind)
    return [_shelter(row) for row in session.scalars(query)]


def sets(session: Session) -> list[ShelterSet]:
    """What there is, by ward and kind."""
    rows = session.scalars(
        select(ShelterSetRow).order_by(ShelterSetRow.ward, ShelterSetRow.kind)
    ).all()
    return [ShelterSet(row.ward, Kind(row.kind), row.as_of, row.imported_at) for row in rows]


def revision(session: Session) -> int:
    """How often anything has changed."""
    return session.scalar(select(func.sum(ShelterSetRow.revision))) or 0


def replace(
    session: Session,
    ward: str,
    kind: Kind,
    new: Sequence[Shelter],
    *,
    as_of: date | None,
    now: datetime,
) -> None:
    """Put these in the place of all that the ward has of the kind."""
    this = (ShelterSetRow.ward == ward, ShelterSetRow.kind == kind)
    changed = update(ShelterSetRow).where(*this)
    values = {"as_of": as_of, "imported_at": now}
    # The update comes first: it holds the set against another import until this one ends.
    done = session.execute(changed.values(revision=ShelterSetRow.revision + 1, **values))
    if done.rowcount == 0:  # type: ignore[attr-defined]
        session.execute(insert(ShelterSetRow).values(ward=ward, kind=kind, revision=1, **values))
    session.execute(delete(ShelterRow).where(ShelterRow.ward == ward, ShelterRow.kind == kind))
    for batch in _batches(new):
        session.execute(insert(ShelterRow), [_values(shelter) for shelter in batch])


def _batches(new: Sequence[Shelter]) -> Iterator[Sequence[Shelter]]:
    return (new[at : at + _BATCH] for at in range(0, len(new), _BATCH))


def _values(shelter: Shelter) -> dict[str, object]:
    return {
        "ward": shelter.ward,
        "kind": shelter.kind,
        "id": shelter.id,
        "name": shelter.name,
        "address": shelter.address,
        "latitude": shelter.position.latitude,
        "longitude": shelter.position.longitude,
        "hazards": sorted(shelter.hazards),
        "accepts": shelter.accepts,
    }


def _shelter(row: ShelterRow) -> Shelter:
    return Shelter(
        id=row.id,
        kind=Kind(row.kind),
        ward=row.ward,
        name=row.name,
        address=row.address,
        position=Position(row.latitude, row.longitude),
        hazards=frozenset(map(Hazard, row.hazards)),
        accepts=row.accepts,
    )
