"""Imported FAQs in the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Delete, delete, insert, select, update
from sqlalchemy.orm import Session

from madoguchi.errors import NotFoundError
from madoguchi.faq.entry import FaqEntry
from madoguchi.storage.tables import FaqEntryRow, FaqRevisionRow

T = TypeVar("T")

BATCH = 500
"""Rows of one statement: under every database's limit of parameters."""


def entries(session: Session, ward: str) -> Iterator[FaqEntry]:
    """The entries of a ward, by id."""
    rows = session.scalars(
        select(FaqEntryRow)
        .where(FaqEntryRow.ward == ward)
        .order_by(FaqEntryRow.id)
        .execution_options(yield_per=BATCH)
    )
    return (_entry(row) for row in rows)


def get(session: Session, ward: str, id_: str) -> FaqEntry | None:
    """One entry, or None where it does not exist (any more)."""
    row = session.get(FaqEntryRow, (ward, id_))
    return None if row is None else _entry(row)


def some(session: Session, ward: str, ids: Iterable[str]) -> dict[str, FaqEntry]:
    """The entries of these ids that exist, by id."""
    wanted = tuple(ids)
    rows = session.scalars(
        select(FaqEntryRow).where(FaqEntryRow.ward == ward, FaqEntryRow.id.in_(wanted))
    )
    return {row.id: _entry(row) for row in rows}


def ids(session: Session, ward: str) -> set[str]:
    """The ids of a ward's entries."""
    return set(session.scalars(select(FaqEntryRow.id).where(FaqEntryRow.ward == ward)))


def wards(session: Session) -> tuple[str, ...]:
    """The wards that have a FAQ."""
    return tuple(session.scalars(select(FaqEntryRow.ward).distinct().order_by(FaqEntryRow.ward)))


def revision(session: Session, ward: str) -> int:
    """How often the ward's FAQ has changed; 0 where it never had one."""
    return session.scalar(select(FaqRevisionRow.revision).where(FaqRevisionRow.ward == ward)) or 0


def hold(session: Session, ward: str) -> None:
    """Let no other import change the ward's FAQ until this transaction ends."""
    same = (
        update(FaqRevisionRow)
        .where(FaqRevisionRow.ward == ward)
        .values(revision=FaqRevisionRow.revision)
    )
    if session.execute(same).rowcount == 0:  # type: ignore[attr-defined]
        session.execute(insert(FaqRevisionRow).values(ward=ward, revision=0))


def write(session: Session, ward: str, changed: Sequence[FaqEntry], now: datetime) -> None:
    """Add the entries, or put them in the place of those with their ids."""
    if changed:
        session.execute(_these(ward, [entry.id for entry in changed]))
        session.execute(
            insert(FaqEntryRow),
            [{"ward": ward, **vars(entry), "changed_at": now} for entry in changed],
        )


def remove(session: Session, ward: str, removed: Iterable[str]) -> None:
    """Take the entries away.

    Raises:
        NotFoundError: naming the first that does not exist; nothing is removed then, if the caller
            lets the transaction roll back.

    """
    for some_ids in in_batches(removed):
        missing = sorted(set(some_ids) - set(some(session, ward, some_ids)))
        if missing:
            raise NotFoundError("no-such-faq", f"{ward} has no FAQ entry {missing[0]}.")
        session.execute(_these(ward, some_ids))


def count_change(session: Session, ward: str) -> int:
    """Say that the ward's FAQ has changed; returns its new revision."""
    session.execute(
        update(FaqRevisionRow)
        .where(FaqRevisionRow.ward == ward)
        .values(revision=FaqRevisionRow.revision + 1)
    )
    return revision(session, ward)


def in_batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists of up to ``BATCH``."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _these(ward: str, some_ids: Sequence[str]) -> Delete:
    return delete(FaqEntryRow).where(FaqEntryRow.ward == ward, FaqEntryRow.id.in_(some_ids))


def _entry(row: FaqEntryRow) -> FaqEntry:
    return FaqEntry(row.id, row.question, row.answer, row.category, row.url, row.updated)
