"""``./mado languages translate`` and ``correct``, with real packages."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from madoguchi.errors import MadoguchiError
from madoguchi.languages.cli import app
from madoguchi.languages.machine import machine
from madoguchi.settings import ROOT

runner = CliRunner()


@pytest.fixture(autouse=True)
def _packages(clean_database: Path) -> None:
    folder = clean_database.parent / "language-models" / "argos"
    folder.mkdir(parents=True)
    for name in ("ja_en", "en_ja"):
        with zipfile.ZipFile(ROOT / f"tests/data/argos/{name}.argosmodel") as archive:
            archive.extractall(folder)
    machine.engine.cache_clear()


def test_a_text_is_translated_and_a_correction_holds() -> None:
    pair = ["--from", "ja", "--to", "en"]
    first = runner.invoke(app, ["translate", "分かりました。", *pair])
    assert first.output == "I understand.\n"
    assert runner.invoke(app, ["correct", "分かりました。", "I see.", *pair]).exit_code == 0
    again = runner.invoke(app, ["translate", "分かりました。", *pair, "--json"])
    assert json.loads(again.output) == {
        "text": "I see.", "source": "ja", "target": "en", "complete": True,
    }  # fmt: skip


def test_what_the_gate_refuses_is_said() -> None:
    text = "隣の猫が夜中に屋根でうるさく鳴いて、昨日からまったく眠れません。"
    result = runner.invoke(app, ["translate", text, "--from", "ja", "--to", "en"])
    assert text in result.output
    assert "Not all sentences" in result.output


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["translate", "はい。", "--from", "ja", "--to", "ko"], "Installed: en-ja, ja-en"),
        (["correct", "はい。", "네.", "--from", "ja", "--to", "ko"], "ja into ko"),
        (["correct", "はい。", " ", "--from", "ja", "--to", "en"], "better is empty"),
        (["correct", "", "Yes.", "--from", "ja", "--to", "en"], "text is empty"),
    ],
)
def test_what_cannot_be_done_is_explained(command: list[str], message: str) -> None:
    with pytest.raises(MadoguchiError, match=message):
        runner.invoke(app, command, catch_exceptions=False)
