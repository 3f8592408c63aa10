"""What an import changes, and the change itself, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from madoguchi.shelters import store
from madoguchi.shelters.checking import Checked
from madoguchi.shelters.shelter import Kind


@dataclass(frozen=True)
class Change:
    """What becomes of a ward's sites or shelters. ``is_new_date``: the day of the data changes."""

    ward: str
    kind: Kind
    added: int
    changed: int
    unchanged: int
    removed: int
    is_new_date: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.changed or self.removed or self.is_new_date)


def compare(session: Session, checked: Checked, as_of: date | None) -> list[Change]:
    """What importing would change, by ward and kind."""
    known = {(one.ward, one.kind): one for one in store.sets(session)}
    changes = []
    for (ward, kind), found in sorted(checked.shelters.items()):
        before = {shelter.id: shelter for shelter in store.shelters(session, ward, kind)}
        after = {shelter.id: shelter for shelter in found}
        unchanged = sum(before.get(id_) == shelter for id_, shelter in after.items())
        kept = len(before.keys() & after.keys())
        present = known.get((ward, kind))
        changes.append(
            Change(
                ward=ward,
                kind=kind,
                added=len(after) - kept,
                changed=kept - unchanged,
                unchanged=unchanged,
                removed=len(before) - kept,
                is_new_date=present is None or present.as_of != as_of,
            )
        )
    return changes


def bring_in(session: Session, checked: Checked, as_of: date | None, now: datetime) -> list[Change]:
    """Make each ward's sites and shelters what the files say; returns what changed.

    What the files do not have, a ward or a kind of it, stays as it is.
    """
    changes = compare(session, checked, as_of)
    for change in changes:
        if not change.is_empty:
            found = checked.shelters[change.ward, change.kind]
            store.replace(session, change.ward, change.kind, found, as_of=as_of, now=now)
    return changes
