"""What a file is, is told by its content; what it cannot be is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from madoguchi.shelters.features import Feature, Problem, ShelterFileError
from madoguchi.shelters.reading import read
from madoguchi.shelters.shelter import Kind
from tests.madoguchi.shelters.files import as_csv, shelter, site, write


def test_the_columns_tell_the_kind(tmp_path: Path) -> None:
    assert read(write(tmp_path, site())).kind is Kind.EMERGENCY
    assert read(write(tmp_path, shelter())).kind is Kind.SHELTER
    assert read(as_csv(tmp_path, site())).kind is Kind.EMERGENCY
    assert read(as_csv(tmp_path, shelter())).kind is Kind.SHELTER


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_csv_says_the_same_as_the_geojson(tmp_path: Path, bom: str, end: str) -> None:
    (row,) = read(as_csv(tmp_path, site(), bom=bom, end=end)).features
    (feature,) = read(write(tmp_path, site())).features
    assert isinstance(row, Feature)
    assert isinstance(feature, Feature)
    assert row.place == "line 2"
    assert (row.latitude, row.longitude) == (feature.latitude, feature.longitude)
    assert dict(row.cells) | {"NO": "1"} == dict(feature.cells) | {
        "緯度": "35.735",
        "経度": "139.65",
    }


def test_a_file_of_windows_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, site())
    for encoded in ("utf-8-sig", "cp932"):
        path.write_bytes(
            path.read_bytes().decode().replace("\n", "\r\n").encode(encoded)
            if encoded == "cp932"
            else path.read_bytes().decode().encode(encoded)
        )
        (feature,) = read(path).features
        assert isinstance(feature, Feature)
        assert feature.cells["施設・場所名"] == "みどり公園"
        path = write(tmp_path, site())


def test_a_municipality_without_data_is_named(tmp_path: Path) -> None:
    path = tmp_path / "131130.json"
    path.write_text(
        json.dumps({"type": "unavailable", "code": "131130", "name": "東京都渋谷区"}),
        encoding="utf-8",
    )
    file = read(path)
    assert (file.kind, file.unavailable) == (None, "東京都渋谷区")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "is empty"),
        ("\ufeff \r\n", "is empty"),
        ('{"type": "FeatureCollection",\n "features": [', "line 2 is no JSON"),
        ("[]", "is no FeatureCollection"),
        ('{"type": "Feature"}', "is no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": {}}', "is no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "has no features"),
        ('{"type": "FeatureCollection", "features": [7]}', "has no 共通ID"),
        ("<html>404</html>", "has no 共通ID"),
        ("共通ID,都道府県名及び市町村名,施設・場所名,住所\n1,2,3,4\n", "neither disasters nor"),
        ("共通ID,都道府県名及び市町村名,施設・場所名,住所,受入対象者,緯度\n", "no column 経度"),
        ("共通ID,都道府県名及び市町村名,施設・場所名,住所,受入対象者,緯度,経度\n", "no rows"),
        ("共通ID,都道府県名及び市町村名,施設・場所名,住所,地震,緯度,経度\n", "has no 洪水"),
        (
            '共通ID,都道府県名及び市町村名,施設・場所名,住所,受入対象者,緯度,経度\n"1',
            "line 2 is no CSV",
        ),
        ("a\0b", "is no text"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_is_wrong(
    tmp_path: Path, content: str, problem: str
) -> None:
    path = tmp_path / "file.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ShelterFileError, match=problem) as refused:
        read(path)
    assert str(path) in refused.value.message


def test_bytes_of_no_encoding_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(b"\xff\xfe\x81\xff{}")
    with pytest.raises(ShelterFileError, match="neither UTF-8 nor Shift_JIS"):
        read(path)
    with pytest.raises(ShelterFileError, match="No such file"):
        read(tmp_path / "none.json")


def test_a_feature_that_is_none_does_not_stop_the_others(tmp_path: Path) -> None:
    first, second, third = read(write(tmp_path, {"type": "Feature"}, 7, site())).features
    assert str(first).endswith("feature 1, properties: are missing. Accepted: an object.")
    assert isinstance(second, Problem)
    assert isinstance(third, Feature)


def test_a_row_with_too_few_cells_is_named_by_its_line(tmp_path: Path) -> None:
    path = as_csv(tmp_path, site(1), site(2))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("みどり公園", '"みどり\n公園"') + ",7"
    path.write_text("\n".join([*lines[:2], lines[2] + ",7"]), encoding="utf-8")
    first, second = read(path).features
    assert isinstance(first, Problem)
    assert isinstance(second, Problem)
    assert (first.place, second.place) == ("line 2", "line 4")
    assert "cells where the first line has" in first.wrong
