"""``./mado faq`` as staff type it. The vectors are made by the real models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from madoguchi.cli import app
from madoguchi.errors import MadoguchiError, NotFoundError
from madoguchi.faq.rows import FaqFileError

pytestmark = pytest.mark.usefixtures("clean_database")

GOOD = "id,質問,回答\n1,ごみの日は？,水曜日です。\n2,図書館の休館日は？,月曜日です。\n"


def mado(*arguments: str, ward: str = "shibuya") -> Result:
    return CliRunner().invoke(app, ["faq", *arguments, "--ward", ward])


def written(folder: Path, text: str) -> str:
    path = folder / "faq.csv"
    path.write_text(text, encoding="cp932")
    return str(path)


def listed() -> list[str]:
    return [line.split("\t")[0] for line in mado("list").stdout.splitlines()]


def test_a_dry_run_shows_the_change_and_makes_none(tmp_path: Path) -> None:
    result = mado("import", written(tmp_path, GOOD), "--dry-run")
    assert result.exit_code == 0, result.output
    assert "Shift_JIS" in result.stdout
    assert "+ 1  ごみの日は？" in result.stdout
    assert "2 added, 0 changed, 0 unchanged, 0 removed" in result.stdout
    assert listed() == []


def test_a_file_is_imported_listed_and_imported_again(tmp_path: Path) -> None:
    assert mado("import", written(tmp_path, GOOD)).exit_code == 0
    assert listed() == ["1", "2"]
    assert "Nothing changes" in mado("import", written(tmp_path, GOOD)).stdout
    exported = tmp_path / "again.jsonl"
    exported.write_text(mado("list", "--json").stdout, encoding="utf-8")
    assert json.loads(exported.read_text(encoding="utf-8").splitlines()[0])["id"] == "1"
    assert "2 unchanged" in mado("import", str(exported)).stdout
    assert (tmp_path / "search").is_dir()


def test_a_broken_row_stops_everything_unless_it_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD + "3,公園は？,=1+1\n")
    stopped = mado("import", path)
    assert isinstance(stopped.exception, FaqFileError)
    assert "row 4, answer" in stopped.stderr
    assert listed() == []
    assert mado("import", path, "--skip-broken").exit_code == 0
    assert listed() == ["1", "2"]


def test_removing_most_entries_wants_a_word_more(tmp_path: Path) -> None:
    many = "".join(f"{n},質問その{n}は？,回答{n}です。\n" for n in range(60))
    assert mado("import", written(tmp_path, "id,質問,回答\n" + many)).exit_code == 0
    refused = mado("import", written(tmp_path, GOOD))
    assert isinstance(refused.exception, FaqFileError)
    assert "--yes" in refused.exception.message
    assert len(listed()) == 60
    assert mado("import", written(tmp_path, GOOD), "--yes").exit_code == 0
    assert len(listed()) == 2


def test_entries_are_removed_by_id_or_all(tmp_path: Path) -> None:
    mado("import", written(tmp_path, GOOD))
    assert mado("remove", "1").exit_code == 0
    assert listed() == ["2"]
    assert isinstance(mado("remove", "9").exception, NotFoundError)
    assert isinstance(mado("remove").exception, MadoguchiError)
    assert mado("remove", "--all").exit_code == 0
    assert listed() == []


def test_an_unknown_ward_is_refused(tmp_path: Path) -> None:
    result = mado("import", written(tmp_path, GOOD), ward="osaka")
    assert isinstance(result.exception, NotFoundError)
