"""The nearest places come first; what is one place on the ground is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from madoguchi.shelters import store
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.nearest import Near, Shelters, merged, shelters
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind, Shelter
from madoguchi.storage.database import transaction

HERE = Position(35.7, 139.7)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)

SCHOOL = Shelter(
    id="s",
    kind=Kind.SHELTER,
    ward="nerima",
    name="みどり小学校",
    address="東京都練馬区豊玉北1-2-3",
    position=Position(35.701, 139.7),
)
SITE = replace(SCHOOL, id="e", kind=Kind.EMERGENCY, hazards=frozenset({Hazard.FLOOD}))
PARK = replace(
    SITE,
    id="p",
    name="みどり公園",
    address="東京都練馬区豊玉北9",
    position=Position(35.7005, 139.7),
    hazards=frozenset({Hazard.EARTHQUAKE}),
)
FAR = replace(SCHOOL, id="f", name="とおい小学校", position=Position(35.73, 139.7))


def names(found: tuple[Near, ...]) -> list[str]:
    return [one.place.name for one in found]


def test_nearest_first_and_no_more_than_asked_for() -> None:
    known = Shelters(merged([FAR, SITE, PARK]), {})
    found = known.nearest(HERE, 2)
    assert names(found) == ["みどり公園", "みどり小学校"]
    assert [round(one.metres) for one in found] == [56, 111]
    assert names(known.nearest(HERE, 9)) == ["みどり公園", "みどり小学校", "とおい小学校"]


def test_of_a_hazard_or_of_a_kind_only() -> None:
    known = Shelters(merged([FAR, SITE, PARK]), {})
    assert names(known.nearest(HERE, hazard=Hazard.FLOOD)) == ["みどり小学校"]
    assert names(known.nearest(HERE, hazard=Hazard.TSUNAMI)) == []
    assert names(known.nearest(HERE, kind=Kind.SHELTER)) == ["とおい小学校"]
    assert names(known.nearest(HERE, kind=Kind.EMERGENCY)) == ["みどり公園", "みどり小学校"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("みどり小学校", "東京都練馬区豊玉北1-2-3"),
        ("みどり 小学校", "東京都練馬区豊玉北１－２－３"),
        ("みどり小学校", "東京都練馬区豊玉北1丁目2番3号"),
        ("みどり小学校", "東京都練馬区豊玉北一丁目2番地3"),
        ("みどり小学校", "東京都 練馬区豊玉北1‐2−3"),
    ],
)
def test_the_same_name_and_address_are_one_place(name: str, address: str) -> None:
    (place,) = merged([SITE, replace(SCHOOL, name=name, address=address)])
    assert place.kinds == {Kind.EMERGENCY, Kind.SHELTER}
    assert place.hazards == {Hazard.FLOOD}


@pytest.mark.parametrize(
    "other",
    [
        replace(SCHOOL, address="東京都練馬区豊玉北1-2-4"),
        replace(SCHOOL, address="東京都練馬区豊玉北12-3"),
        replace(SCHOOL, name="みどり中学校"),
        replace(SCHOOL, ward="nakano"),
    ],
)
def test_neighbours_are_two_places(other: Shelter) -> None:
    assert len(merged([SITE, other])) == 2


def test_one_entry_for_anybody_opens_the_place_to_all() -> None:
    aged, disabled = replace(SCHOOL, accepts="高齢者"), replace(SCHOOL, id="d", accepts="障害者")
    (place,) = merged([aged, disabled])
    assert (place.accepts, place.is_for_some_only) == ("高齢者、障害者", True)
    (place,) = merged([aged, SITE])
    assert (place.accepts, place.is_for_some_only) == ("高齢者", False)
    (place,) = merged([aged, SCHOOL])
    assert (place.accepts, place.is_for_some_only) == (None, False)


def test_an_import_is_seen_at_the_next_question(clean_database: Path) -> None:
    def bring(*new: Shelter) -> None:
        with transaction() as session:
            store.replace(session, "nerima", Kind.EMERGENCY, new, as_of=date(2026, 4, 1), now=NOW)

    assert shelters().places == ()
    bring(SITE)
    first = shelters()
    assert [place.name for place in first.places] == ["みどり小学校"]
    assert first.sets["nerima", Kind.EMERGENCY].as_of == date(2026, 4, 1)
    assert shelters() is first  # nothing was read again
    bring(SITE, PARK)
    assert len(shelters().places) == 2
    bring()
    assert shelters().places == ()
