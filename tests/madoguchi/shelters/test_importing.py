"""An import replaces what a ward has of a kind, as a whole or not at all, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.shelters import importing, store
from madoguchi.shelters.checking import Checked, check
from madoguchi.shelters.importing import Change
from madoguchi.shelters.reading import read
from madoguchi.shelters.shelter import Kind
from madoguchi.storage.database import transaction
from tests.madoguchi.shelters.files import Json, shelter, site, write

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = date(2026, 4, 1)

pytestmark = pytest.mark.usefixtures("clean_database")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def checked(folder: Path, catalogue: Catalogue, *features: Json) -> Checked:
    return check([read(write(folder, *features))], catalogue.wards)


def bring_in(found: Checked, as_of: date | None = DAY) -> list[Change]:
    with transaction() as session:
        return importing.bring_in(session, found, as_of, NOW)


def stored() -> dict[tuple[str, Kind], list[str]]:
    with transaction() as session:
        found: dict[tuple[str, Kind], list[str]] = {}
        for one in store.shelters(session):
            found.setdefault((one.ward, one.kind), []).append(one.name)
        return found


def revision() -> int:
    with transaction() as session:
        return store.revision(session)


def test_what_is_stored_comes_back_as_it_was(folder: Path, catalogue: Catalogue) -> None:
    found = checked(folder, catalogue, site(1), site(2, hazards=("津波",)))
    bring_in(found)
    with transaction() as session:
        assert store.shelters(session, "nerima") == found.shelters["nerima", Kind.EMERGENCY]
        (one,) = store.sets(session)
    assert (one.ward, one.kind, one.as_of, one.imported_at) == (
        "nerima", Kind.EMERGENCY, DAY, NOW,
    )  # fmt: skip


def test_a_set_is_replaced_as_a_whole_and_the_others_stay(
    folder: Path, catalogue: Catalogue
) -> None:
    bring_in(checked(folder, catalogue, site(1, name="一"), site(2, name="二"), site(3, name="三")))
    bring_in(checked(folder, catalogue, shelter(1, name="学校")))
    bring_in(
        checked(folder, catalogue, site(9, name="御苑", 都道府県名及び市町村名="東京都新宿区"))
    )
    (change,) = bring_in(
        checked(folder, catalogue, site(2, name="二"), site(3, name="参"), site(4, name="四"))
    )
    assert change == Change("nerima", Kind.EMERGENCY, 1, 1, 1, 1, is_new_date=False)
    assert stored() == {
        ("nerima", Kind.EMERGENCY): ["二", "参", "四"],
        ("nerima", Kind.SHELTER): ["学校"],
        ("shinjuku", Kind.EMERGENCY): ["御苑"],
    }


def test_the_same_again_changes_nothing_and_a_new_date_does(
    folder: Path, catalogue: Catalogue
) -> None:
    found = checked(folder, catalogue, site(1))
    bring_in(found)
    before = revision()
    (change,) = bring_in(found)
    assert change.is_empty
    assert revision() == before
    (change,) = bring_in(found, date(2026, 10, 1))
    assert not change.is_empty
    assert revision() == before + 1


def test_a_file_without_anything_usable_replaces_nothing(
    folder: Path, catalogue: Catalogue
) -> None:
    bring_in(checked(folder, catalogue, site(1, name="一")))
    assert bring_in(checked(folder, catalogue, site(1, at=None))) == []
    assert stored() == {("nerima", Kind.EMERGENCY): ["一"]}


def test_comparing_changes_nothing(folder: Path, catalogue: Catalogue) -> None:
    with transaction() as session:
        (change,) = importing.compare(session, checked(folder, catalogue, site(1)), DAY)
    assert change.added == 1
    assert stored() == {}


def test_what_fails_half_way_is_taken_back(folder: Path, catalogue: Catalogue) -> None:
    bring_in(checked(folder, catalogue, site(1, name="一")))
    broken = checked(folder, catalogue, site(2), shelter(2))
    ((key, two),) = broken.shelters.items()
    broken.shelters[key] = [*two, *two]  # the same id twice, which no file that was checked has
    with pytest.raises(IntegrityError):
        bring_in(broken)
    assert stored() == {("nerima", Kind.EMERGENCY): ["一"]}
