"""``./mado shelters`` as staff type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from madoguchi.cli import app
from madoguchi.errors import MadoguchiError, NotFoundError
from madoguchi.shelters.features import ShelterFileError
from tests.madoguchi.shelters.files import as_csv, shelter, site, write

pytestmark = pytest.mark.usefixtures("clean_database")


def mado(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["shelters", *map(str, arguments)], env={"COLUMNS": "160"})


def listed(ward: str = "nerima") -> str:
    return mado("list", "--ward", ward).stdout


def test_files_are_imported_listed_and_imported_again(tmp_path: Path) -> None:
    files = [write(tmp_path, site(1), name="e.json"), write(tmp_path, shelter(1), name="s.json")]
    result = mado("import", *files, "--as-of", "令和8年4月1日")
    assert result.exit_code == 0, result.output
    assert "Imported" in result.stdout
    shown = listed()
    assert "練馬区（2）" in shown
    assert "みどり公園" in shown
    assert "earthquake, fire" in shown
    assert "指定緊急避難場所: 2026-04-01" in shown
    again = mado("import", *files, "--as-of", "2026-04-01").stdout
    assert again.count("│         1 │") == 2  # unchanged, of either kind


def test_a_dry_run_shows_the_change_and_makes_none(tmp_path: Path) -> None:
    result = mado("import", write(tmp_path, site(1), site(2)), "--dry-run")
    assert result.exit_code == 0, result.output
    assert "指定緊急避難場所 │     2 │" in result.stdout
    assert "Nothing was changed" in result.stdout
    assert "There is nothing of nerima" in listed()


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    elsewhere = site(3, 都道府県名及び市町村名="北海道札幌市")
    path = as_csv(tmp_path, site(1), site(2, name=""), elsewhere)
    result = mado("import", path)
    assert result.exit_code == 0, result.output
    assert f"Left out: {path}: line 3, 施設・場所名: is empty. Accepted: a text." in result.stderr
    assert "1 entries are of other municipalities" in result.stdout
    assert "Without --as-of" in result.stdout
    assert "練馬区（1）" in listed()
    assert "of an unknown day" in listed()


def test_one_file_that_is_none_stops_all_of_them(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"type":', encoding="utf-8")
    result = mado("import", write(tmp_path, site(1)), broken)
    assert isinstance(result.exception, ShelterFileError)
    assert "broken.json: line 1 is no JSON" in result.exception.message
    assert "There is nothing of nerima" in listed()


def test_files_of_which_nothing_can_be_used_replace_nothing(tmp_path: Path) -> None:
    assert mado("import", write(tmp_path, site(1))).exit_code == 0
    none = tmp_path / "none.json"
    none.write_text(json.dumps({"type": "unavailable", "name": "東京都練馬区"}), encoding="utf-8")
    result = mado("import", none, write(tmp_path, site(1, at=None), name="broken.json"))
    assert isinstance(result.exception, ShelterFileError)
    assert "Nothing was changed" in result.exception.message
    assert "none.json: 東京都練馬区 has published no such data" in result.stdout
    assert "feature 1, geometry: is missing" in result.stderr
    assert "練馬区（1）" in listed()


@pytest.mark.parametrize("day", ["2999-01-01", "なし", "2026-13-01"])
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, day: str) -> None:
    result = mado("import", write(tmp_path, site(1)), "--as-of", day)
    assert isinstance(result.exception, MadoguchiError)
    assert day in result.exception.message
    assert "There is nothing of nerima" in listed()


def test_the_nearest_places_are_shown_with_their_distance(tmp_path: Path) -> None:
    flood = site(2, name="高台公園", at=(139.65, 35.745), hazards=("洪水",))
    mado("import", write(tmp_path, site(1), flood))
    near = mado("near", "35.735", "139.65").stdout
    assert near.index("みどり公園") < near.index("高台公園")
    assert "1,112" in near
    only = mado("near", "35.735", "139.65", "--hazard", "flood").stdout
    assert "みどり公園" not in only
    assert "高台公園" in only
    assert "There is no such place" in mado("near", "35", "139", "--hazard", "tsunami").stdout


def test_what_cannot_be_is_refused() -> None:
    assert isinstance(mado("near", "95", "139").exception, MadoguchiError)
    assert mado("near", "35", "139", "--hazard", "war").exit_code == 2
    assert isinstance(mado("list", "--ward", "osaka").exception, NotFoundError)
