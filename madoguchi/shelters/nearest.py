"""The places nearest to a position, in a process that answers residents.

All places lie in memory: the 23 wards have some 5,000. They are read again when an import has
changed them, which is noticed by their revision at the next question.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from madoguchi.shelters import store
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind, Shelter
from madoguchi.shelters.store import ShelterSet
from madoguchi.storage.database import transaction

_HYPHENS = re.compile(r"[\u2010-\u2015\u2212\u30fcー－]")
_BLOCKS = re.compile(r"丁目|番地の?|番|号")
_KANJI_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True)
class Place:
    """A place on the ground: an emergency site, a shelter, or both.

    ``hazards`` are those from which one may flee there, none where it is a shelter only.
    ``accepts`` says whom the shelter is for, None where it is for anybody.
    """

    name: str
    address: str
    ward: str
    position: Position
    kinds: frozenset[Kind]
    hazards: frozenset[Hazard]
    accepts: str | None

    @property
    def is_for_some_only(self) -> bool:
        """Whether all it does is to take in some people, such as the aged."""
        return self.accepts is not None and Kind.EMERGENCY not in self.kinds


@dataclass(frozen=True)
class Near:
    """A place and how far it is, in metres as the crow flies."""

    place: Place
    metres: float


@dataclass(frozen=True)
class Shelters:
    """All places, and of which wards and kinds there is anything at all."""

    places: tuple[Place, ...]
    sets: Mapping[tuple[str, Kind], ShelterSet]

    def nearest(
        self,
        position: Position,
        limit: int = 3,
        hazard: Hazard | None = None,
        kind: Kind | None = None,
    ) -> tuple[Near, ...]:
        """The nearest places, nearest first; of one kind, or to flee to from one hazard."""
        return tuple(
            nsmallest(
                limit,
                (
                    Near(place, position.metres_to(place.position))
                    for place in self.places
                    if (hazard is None or hazard in place.hazards)
                    and (kind is None or kind in place.kinds)
                ),
                key=lambda near: near.metres,
            )
        )


def merged(shelters: Iterable[Shelter]) -> tuple[Place, ...]:
    """The places; entries with the same name and address are one.

    Where they differ in the position, the first one's counts.
    """
    groups: dict[tuple[str, str, str], list[Shelter]] = {}
    for shelter in shelters:
        key = (shelter.ward, _plain(shelter.name), _plain_address(shelter.address))
        groups.setdefault(key, []).append(shelter)
    return tuple(_place(group) for group in groups.values())


def _place(group: list[Shelter]) -> Place:
    first = group[0]
    accepts = [shelter.accepts for shelter in group if shelter.kind is Kind.SHELTER]
    some = dict.fromkeys(one for one in accepts if one is not None)
    return Place(
        name=first.name,
        address=first.address,
        ward=first.ward,
        position=first.position,
        kinds=frozenset(shelter.kind for shelter in group),
        hazards=frozenset().union(*(shelter.hazards for shelter in group)),
        # One entry without restriction lets anybody in.
        accepts="、".join(some) if some and None not in accepts else None,
    )


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _plain_address(text: str) -> str:
    """The address with 「1丁目58番10号」 and 「１－５８－１０」 written alike."""
    plain = re.sub(
        r"[一二三四五六七八九](?=丁目)",
        lambda found: found[0].translate(_KANJI_DIGITS),
        _HYPHENS.sub("-", _plain(text)),
    )
    return _BLOCKS.sub("-", plain).strip("-")


class _Held:
    """The places of this process, and the revision that they are of."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._shelters = Shelters((), {})

    def current(self) -> Shelters:
        """The places as they are now."""
        with self._lock, transaction() as session:
            revision = store.revision(session)
            if revision != self._revision:
                sets = {(one.ward, one.kind): one for one in store.sets(session)}
                self._shelters = Shelters(merged(store.shelters(session)), sets)
                self._revision = revision
            return self._shelters


@lru_cache(maxsize=1)
def _held() -> _Held:
    return _Held()


def shelters() -> Shelters:
    """The places as they are now."""
    return _held().current()


def forget() -> None:
    """Read the places anew at the next question, also where the revision is the same."""
    _held.cache_clear()
