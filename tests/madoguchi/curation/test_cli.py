"""The commands as staff type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from madoguchi import cli
from madoguchi.clock import Clock
from madoguchi.curation import applying
from madoguchi.errors import InvalidValueError, NotFoundError
from tests.madoguchi.curation.test_review import add

pytestmark = pytest.mark.usefixtures("clean_database")


def mado(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["review", *arguments])


def test_from_the_list_to_the_files_that_are_learnt(
    clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = add(clock(), "渋谷区でソファの引き取りを頼みたい", confidence=0.2, procedure=None)
    add(clock(), "転入届")
    (one,) = json.loads(mado("list", "--uncertain", "--json").stdout)
    assert (one["id"], one["text"]) == (id_, "渋谷区でソファの引き取りを頼みたい")
    assert one["at"].startswith("2026-11-24T01:00:00")

    labelled = mado("label", str(id_), "--intent", "start_application", "--procedure",
                    "bulky-waste", "--entity", "ward=渋谷区", "--by", "佐々木")  # fmt: skip
    assert labelled.exit_code == 0, labelled.output
    file = tmp_path / "reviewed.jsonl"
    assert mado("export", str(file)).exit_code == 0
    (example,) = map(json.loads, file.read_text("utf-8").splitlines())
    assert example["reviewed_by"] == "佐々木"
    assert example["entities"] == [{"entity": "ward", "start": 0, "end": 3}]

    monkeypatch.setattr(applying.apply, "__defaults__", (tmp_path,))
    (tmp_path / "nlu_data" / "nlu").mkdir(parents=True)
    assert mado("apply", str(file)).exit_code == 0
    learnt = (tmp_path / "nlu_data" / "nlu" / "reviewed.yml").read_text("utf-8")
    assert "- [渋谷区](ward)でソファの引き取りを頼みたい" in learnt
    asked = (tmp_path / "catalogue" / "questions" / "reviewed" / "ja.yml").read_text("utf-8")
    assert "bulky-waste" in asked
    assert json.loads(mado("list", "--uncertain", "--json").stdout) == []


def test_the_list_says_why_a_turn_is_there(clock: Clock) -> None:
    add(clock(), "引っ越し", feedback="none_of_these", confidence=0.5)
    result = mado("list")
    assert result.exit_code == 0
    for words in ("引っ越し", "ask_overview 0.50", "moving-in 0.98", "feedback none_of_these"):
        assert words in result.output


def test_mistakes_are_named() -> None:
    assert isinstance(mado("list", "--ward", "osaka").exception, NotFoundError)
    assert isinstance(mado("label", "1", "--by", "佐々木").exception, NotFoundError)
    wrong = mado("label", "1", "--by", "佐々木", "--entity", "ward").exception
    assert isinstance(wrong, InvalidValueError)
    assert "NAME=WORDS" in wrong.message
