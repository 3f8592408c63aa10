"""A ward's override of a procedure: what differs there from the common definition, and why.

``catalogue/wards/overrides/<ward>/<procedure>.yml`` holds ``verified_on``, ``source`` (the page
that was read) and ``change``, which is merged over the common definition by these rules:

1. A mapping merges key by key; a key that it does not name keeps the common value.
2. A scalar, or ``null`` (we do not know it for this ward), replaces the common value.
3. A plain list replaces the common list as a whole.
4. ``{add: [...], remove: [...]}`` in place of a list keeps the common list without the removed
   items and with the added ones behind it. An item is named by its ``id``, or by itself if it is
   a text.
5. ``id`` and ``life_events`` cannot be overridden: they tell what the procedure is.

Merging also yields the provenance: for each changed part, that it came from the ward.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import Field, HttpUrl

from madoguchi.catalogue.procedure import Part

Origin = Literal["common", "ward"]
Path = tuple[str, ...]
Json = Any
"""A value of a YAML file: mapping, list, text, number, date, truth value or None."""

_FIXED = frozenset({"id", "life_events"})
_LIST_CHANGE_KEYS = frozenset({"add", "remove"})


class Override(Part):
    """One override file. ``change`` follows the merge rules of this module."""

    verified_on: date
    source: HttpUrl
    change: dict[str, Any] = Field(min_length=1)


class MergeError(ValueError):
    """An override contradicts the common definition. ``path`` is the place within ``change``."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(problem)
        self.path = path
        self.problem = problem


def merge(
    common: Mapping[str, Json], change: Mapping[str, Json]
) -> tuple[dict[str, Json], frozenset[Path]]:
    """The common definition with a ward's change over it, and the paths that the ward decided.

    Neither argument is changed. An empty change yields the common definition and no paths.

    Raises:
        MergeError: if the change names what may not change, removes what is not there, adds what is
            there already, or repeats the common value (which would go stale unnoticed).

    """
    for key in sorted(_FIXED & set(change)):
        raise MergeError((key,), f"{key} cannot be overridden")
    changed: set[Path] = set()
    merged = _merge_mapping(common, change, (), changed)
    return merged, frozenset(changed)


def _merge_mapping(
    common: Mapping[str, Json], change: Mapping[str, Json], path: Path, changed: set[Path]
) -> dict[str, Json]:
    merged = dict(common)
    for key, value in change.items():
        here = (*path, key)
        old = common.get(key)
        if isinstance(value, Mapping) and not value:
            raise MergeError(here, "is empty and changes nothing")
        if isinstance(value, Mapping) and _LIST_CHANGE_KEYS.issuperset(value) and value:
            if old is not None and not _is_list(old):
                raise MergeError(here, "add/remove needs a list in the common definition")
            merged[key] = _change_list(old or (), value, here)
            changed.add(here)
        elif isinstance(value, Mapping) and isinstance(old, Mapping):
            merged[key] = _merge_mapping(old, value, here, changed)
        else:
            if key in common and value == old:
                raise MergeError(here, "repeats the common value; leave it out")
            merged[key] = value
            changed.add(here)
    return merged


def _change_list(old: Sequence[Json], change: Mapping[str, Json], path: Path) -> list[Json]:
    remove = change.get("remove") or []
    add = change.get("add") or []
    if not _is_list(remove) or not _is_list(add):
        raise MergeError(path, "add and remove take lists")
    if not remove and not add:
        raise MergeError(path, "adds and removes nothing")
    present = {_identity(item) for item in old}
    for name in remove:
        if name not in present:
            raise MergeError((*path, "remove"), f"{name!r} is not in the common list")
    kept = [item for item in old if _identity(item) not in remove]
    names = {_identity(item) for item in kept}
    for item in add:
        if _identity(item) in names:
            raise MergeError((*path, "add"), f"{_identity(item)!r} is in the list already")
        names.add(_identity(item))
    return [*kept, *add]


def _identity(item: Json) -> str:
    """An item's name within its list: its ``id``, else the item itself."""
    if isinstance(item, Mapping):
        return str(item["id"]) if "id" in item else repr(sorted(item.items(), key=lambda kv: kv[0]))
    return str(item)


def _is_list(value: Json) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
