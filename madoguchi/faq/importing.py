"""What an import changes in a ward's FAQ, and the change itself, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from madoguchi.faq import store
from madoguchi.faq.checking import Checked
from madoguchi.faq.entry import FaqEntry

SHOWN = 10
"""Entries of each kind that are shown by name."""

_MANY_REMOVED = 20


@dataclass
class Difference:
    """How many entries of a ward's FAQ are added, changed, unchanged, removed.

    ``kept`` are those that the file lacks and that stay all the same, because rows of it could not
    be read. The lists hold the first few of each, in words.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.changed or self.removed)

    @property
    def removes_most(self) -> bool:
        """Whether more than half goes away, as with the wrong file or a part of the right one."""
        before = self.changed + self.unchanged + self.removed + self.kept
        return self.removed > _MANY_REMOVED and self.removed * 2 > before

    def _note(self, kind: str, words: str) -> None:
        shown = self.examples.setdefault(kind, [])
        if len(shown) < SHOWN:
            shown.append(words)


def compare(session: Session, ward: str, checked: Checked) -> Difference:
    """What importing the file would change."""
    return _compare(session, ward, checked, None)


def bring_in(session: Session, ward: str, checked: Checked, now: datetime) -> Difference:
    """Make the ward's FAQ what the file says.

    Entries that the file lacks are removed, unless rows of the file are broken: one of them may
    stand there. Where nothing changes, the revision stays.
    """
    store.hold(session, ward)
    difference = _compare(session, ward, checked, now)
    if not difference.is_empty:
        store.count_change(session, ward)
    return difference


def _compare(
    session: Session, ward: str, checked: Checked, written_at: datetime | None
) -> Difference:
    difference = Difference()
    for batch in store.in_batches(checked.entries()):
        present = store.some(session, ward, (entry.id for entry in batch))
        new: list[FaqEntry] = []
        for entry in batch:
            before = present.get(entry.id)
            if before == entry:
                difference.unchanged += 1
                continue
            new.append(entry)
            if before is None:
                difference.added += 1
                difference._note("added", f"{entry.id}  {entry.question}")
            else:
                difference.changed += 1
                names = ", ".join(
                    name for name, value in vars(entry).items() if getattr(before, name) != value
                )
                difference._note("changed", f"{entry.id}  {entry.question} ({names})")
        if written_at is not None:
            store.write(session, ward, new, written_at)
    missing = sorted(store.ids(session, ward) - checked.ids)
    if checked.problem_count:
        difference.kept = len(missing)
        return difference
    difference.removed = len(missing)
    for id_, entry in sorted(store.some(session, ward, missing[:SHOWN]).items()):
        difference._note("removed", f"{id_}  {entry.question}")
    if written_at is not None:
        store.remove(session, ward, missing)
    return difference
