"""Each wrong entry is left out by name, and none of the right ones with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.shelters.checking import Checked, check
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.position import Position
from madoguchi.shelters.reading import read
from madoguchi.shelters.shelter import Kind, Shelter
from tests.madoguchi.shelters.files import HAZARDS, Json, as_csv, published, shelter, site, write


@pytest.fixture
def checked(tmp_path: Path, catalogue: Catalogue) -> Any:
    """Checks the features, as a file of their own."""

    def check_features(*features: Json) -> Checked:
        return check([read(write(tmp_path, *features))], catalogue.wards)

    return check_features


def test_an_emergency_site_is_for_its_disasters(checked: Any) -> None:
    assert checked(site(hazards=("洪水", "内水氾濫"))).shelters == {
        ("nerima", Kind.EMERGENCY): [
            Shelter(
                id="E1312000001201",
                kind=Kind.EMERGENCY,
                ward="nerima",
                name="みどり公園",
                address="東京都練馬区豊玉北9-1-1",
                position=Position(35.735, 139.65),
                hazards=frozenset({Hazard.FLOOD, Hazard.INLAND_FLOOD}),
            )
        ]
    }


def test_every_column_is_a_disaster_of_its_own(checked: Any) -> None:
    for column in HAZARDS:
        ((found,),) = checked(site(hazards=(column,))).shelters.values()
        assert len(found.hazards) == 1
    ((everything,),) = checked(site(hazards=HAZARDS)).shelters.values()
    assert everything.hazards == frozenset(Hazard)


@pytest.mark.parametrize(("accepts", "kept"), [("高齢者", "高齢者"), ("", None), (None, None)])
def test_a_shelter_may_be_for_some_only(checked: Any, accepts: str | None, kept: Any) -> None:
    ((found,),) = checked(shelter(accepts=accepts)).shelters.values()
    assert (found.kind, found.accepts, found.hazards) == (Kind.SHELTER, kept, frozenset())


@pytest.mark.parametrize(
    ("wrong", "field", "what"),
    [
        (site(at=None), "geometry", "is missing"),
        (site() | {"geometry": {"type": "LineString", "coordinates": []}}, "geometry", "no point"),
        (site(at=(139.65,)), "geometry", "no longitude and latitude"),
        (site(at=("", 35.7)), "longitude (経度)", "is empty"),
        (site(at=(139.65, "北")), "latitude (緯度)", "'北' is no number"),
        (site(at=(139.65, float("nan"))), "latitude (緯度)", "'nan' is no number"),
        (site(at=(True, 35.7)), "longitude (経度)", "'True' is no number"),
        (site(at=(35.735, 139.65)), "latitude and longitude", "(139.65, 35.735) are swapped"),
        (site(at=(135.5, 34.7)), "latitude and longitude", "far from the wards"),
        (site(at=(0, 0)), "latitude and longitude", "far from the wards"),
        (site(共通ID=""), "共通ID", "is empty"),
        (site(共通ID="a b"), "共通ID", "'a b' cannot be used"),
        (site(name=""), "施設・場所名", "is empty"),
        (site(name=" \u200b\u3000"), "施設・場所名", "is empty"),
        (site(name="―"), "施設・場所名", "has no words"),
        (site(name="あ" * 201), "施設・場所名", "201 characters"),
        (site(address=""), "住所", "is empty"),
        (site(都道府県名及び市町村名=""), "都道府県名及び市町村名", "is no municipality"),
        (site(都道府県名及び市町村名="東京都練馬"), "都道府県名及び市町村名", "'東京都練馬' is no"),
        (site(都道府県名及び市町村名="東京都中野市区"), "都道府県名及び市町村名", "is no municip"),
        (site(都道府県名及び市町村名="練馬区"), "都道府県名及び市町村名", "is no municipality"),
        (site(地震="はい"), "地震", "'はい' is no mark"),
        (site(hazards=()), "、".join(HAZARDS), "are all empty"),
    ],
)
def test_what_is_wrong_is_left_out_and_named(
    checked: Any, wrong: Json, field: str, what: str
) -> None:
    found = checked(site(7), wrong, site(8))
    (problem,) = found.problems
    assert (problem.place, problem.field) == ("feature 2", field)
    assert what in problem.wrong
    assert "131202.json: feature 2" in str(problem)
    assert [one.id for one in found.shelters["nerima", Kind.EMERGENCY]] == [
        "E1312000007201",
        "E1312000008201",
    ]


@pytest.mark.parametrize("mark", ["1", "○", "◯", 1, "１"])
def test_marks_of_all_kinds_count(checked: Any, mark: Any) -> None:
    ((found,),) = checked(site(hazards=(), 津波=mark)).shelters.values()
    assert found.hazards == {Hazard.TSUNAMI}


def test_text_is_taken_without_what_cannot_be_seen(checked: Any) -> None:
    ((found,),) = checked(site(name=" みどり\r\n公園\u202e\x00 ")).shelters.values()
    assert found.name == "みどり 公園"


def test_an_id_counts_once_a_kind(tmp_path: Path, catalogue: Catalogue) -> None:
    first = write(tmp_path, site(1), site(1, name="別の公園"), name="a.json")
    second = write(tmp_path, site(1), name="b.json")
    other_kind = write(tmp_path, shelter(1, 共通ID="E1312000001201"), name="c.json")
    found = check([read(first), read(second), read(other_kind)], catalogue.wards)
    assert found.count == 2
    assert [(problem.file.name, problem.place) for problem in found.problems] == [
        ("a.json", "feature 2"),
        ("b.json", "feature 1"),
    ]
    assert found.problems[1].wrong == f"E1312000001201 stands in feature 1 of {first} too"


@pytest.mark.parametrize(
    "municipality",
    ["北海道札幌市", "東京都府中市", "東京都青ヶ島村", "大阪府大阪市", "神奈川県横浜市"],
)
def test_other_municipalities_are_counted_and_left_out(
    tmp_path: Path, catalogue: Catalogue, municipality: str
) -> None:
    elsewhere = site(1, 都道府県名及び市町村名=municipality, at=(141.3, 43.0))
    path = as_csv(tmp_path, elsewhere, site(2), site(3, 都道府県名及び市町村名="東京都新宿区"))
    found = check([read(path)], catalogue.wards)
    assert (found.elsewhere, found.problems) == (1, [])
    assert set(found.shelters) == {("nerima", Kind.EMERGENCY), ("shinjuku", Kind.EMERGENCY)}


@pytest.mark.parametrize(
    ("kind", "code", "key", "count"),
    [
        ("emergency", "131202", ("nerima", Kind.EMERGENCY), 163),
        ("evacuation", "131202", ("nerima", Kind.SHELTER), 215),
        ("emergency", "131041", ("shinjuku", Kind.EMERGENCY), 10),
        ("evacuation", "131041", ("shinjuku", Kind.SHELTER), 129),
        ("evacuation", "131130", ("shibuya", Kind.SHELTER), 51),
    ],
)
def test_published_files_are_taken_whole(
    catalogue: Catalogue, kind: str, code: str, key: tuple[str, Kind], count: int
) -> None:
    found = check([read(published(kind, code))], catalogue.wards)
    assert found.problems == []
    assert {each: len(some) for each, some in found.shelters.items()} == {key: count}


def test_a_published_answer_that_there_is_nothing_is_understood(catalogue: Catalogue) -> None:
    path = published("emergency", "131130")
    assert check([read(path)], catalogue.wards).unavailable == [(path, "東京都渋谷区")]
