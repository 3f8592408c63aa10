"""Loading a catalogue from its folder: what is merged, and what is refused where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.catalogue.catalogue import WardProcedure, catalogue, load
from madoguchi.catalogue.override import merge
from madoguchi.errors import CatalogueError

Replace = Callable[[str, str, str], int]


def problem(folder: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    return caught.value.message


def test_a_ward_s_value_replaces_the_common_one_and_the_rest_stays(tiny: Path) -> None:
    merged = load(tiny).procedure("copy", "toshima").procedure
    assert merged.fee is not None
    assert (merged.fee.yen, merged.fee.unit) == (200, "1通")
    assert merged.summary == "見本の手続きです。"


def test_a_ward_without_override_has_the_common_definition(tiny: Path) -> None:
    loaded = load(tiny)
    assert loaded.procedure("copy", "nerima").procedure == loaded.procedures["copy"]


def test_an_override_brings_its_own_page_and_date(tiny: Path) -> None:
    merged = load(tiny).procedure("copy", "toshima")
    assert str(merged.procedure.official_page) == "https://www.city.example.jp/copy.html"
    assert str(merged.procedure.verified_on) == "2026-11-20"
    assert merged.origin("verified_on") == "ward"


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        (("fee", "yen"), "ward"),
        (("fee", "unit"), "common"),
        (("fee",), "ward"),
        (("documents",), "common"),
        ((), "ward"),
    ],
)
def test_each_value_knows_where_it_came_from(
    tiny: Path, path: tuple[str, ...], origin: str
) -> None:
    assert load(tiny).procedure("copy", "toshima").origin(*path) == origin


FEES = st.dictionaries(
    st.sampled_from(["yen", "unit", "note"]), st.sampled_from([7, "x"]), min_size=1
)


@settings(deadline=None)
@given(FEES)
def test_exactly_the_values_that_a_ward_changed_are_its_own(change: dict[str, int | str]) -> None:
    common = catalogue().procedures["moving-in"]
    _, changed = merge({"fee": {"yen": 0, "unit": None, "note": None}}, {"fee": change})
    ward_procedure = WardProcedure(common, None, changed=changed)
    for key in ("yen", "unit", "note"):
        assert ward_procedure.origin("fee", key) == ("ward" if key in change else "common")
    assert ward_procedure.origin("deadline") == "common"


def test_an_added_document_stands_behind_the_common_ones(tiny: Path, replace: Replace) -> None:
    replace(
        "wards/overrides/toshima/copy.yml",
        "  fee:\n    yen: 200\n",
        "  documents:\n    remove: [seal]\n    add:\n      - {id: photo, name: 写真}\n",
    )
    documents = load(tiny).procedure("copy", "toshima").procedure.documents or ()
    assert [document.id for document in documents] == ["identity", "photo"]


def test_an_override_that_makes_the_procedure_invalid_is_refused_with_its_line(
    tiny: Path, replace: Replace
) -> None:
    line = replace("wards/overrides/toshima/copy.yml", "yen: 200", "yen: -1")
    assert f"overrides/toshima/copy.yml:{line}: change.fee.yen" in problem(tiny)


def test_an_override_for_an_unknown_ward_is_refused(tiny: Path) -> None:
    (tiny / "wards/overrides/toshima").rename(tiny / "wards/overrides/osaka")
    assert "overrides/osaka/copy.yml:1: there is no ward 'osaka'" in problem(tiny)


def test_an_id_that_differs_from_the_file_s_name_is_refused(tiny: Path, replace: Replace) -> None:
    line = replace("procedures/copy.yml", "id: copy", "id: other")
    assert f"procedures/copy.yml:{line}: id: must be 'copy'" in problem(tiny)


def test_all_broken_files_are_named_at_once(tiny: Path, replace: Replace) -> None:
    replace("procedures/copy.yml", "summary: ", "sumary: ")
    replace("wards/nerima.yml", '"13120"', '"27100"')
    replace("life_events/moving.yml", "where: origin", "where: nowhere")
    message = problem(tiny)
    for name in ("procedures/copy.yml", "wards/nerima.yml", "life_events/moving.yml"):
        assert name in message


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    assert "no procedures or no wards" in problem(tmp_path)
