"""Models are trained once for the same content; a process that ends is named with its log."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from benchmarks.intents import models
from benchmarks.intents.evaluate import Parse
from benchmarks.intents.generate import Span
from benchmarks.intents.models import Asked, IntentModelError, train

PIPELINE = [{"name": "SpacyNLP", "model": "ja_ginza"}]
NLU = {"version": "3.1", "nlu": [{"intent": "ask_fee", "examples": "- いくら\n"}]}

WRITE_A_MODEL = """
while [ $# -gt 0 ]; do
  case "$1" in --out) out=$2;; --fixed-model-name) name=$2;; esac
  shift
done
echo trained >> "$out/../runs"
echo model > "$out/$name.tar.gz"
"""
ANSWER = """
echo '[]'
while read -r line; do
  echo '[{"intent": "ask_fee", "confidence": 0.9, "seconds": 0.01,'\
 '"entities": [{"name": "item", "start": 0, "end": 3}]}]'
done
"""


def put_in_the_place_of_rasa(
    folder: Path, script: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    program = folder / "python"
    program.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(models, "BOT_PYTHON", program)
    return dict(os.environ)


def test_a_model_is_trained_once_for_the_same_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = put_in_the_place_of_rasa(tmp_path, WRITE_A_MODEL, monkeypatch)
    trained = train(tmp_path / "models", PIPELINE, NLU, environment)
    assert trained.read_text(encoding="utf-8") == "model\n"
    assert train(tmp_path / "models", PIPELINE, NLU, environment) == trained
    assert (trained.parents[1] / "runs").read_text(encoding="utf-8") == "trained\n"
    other = [{"name": "SpacyNLP", "model": "another"}]
    assert train(tmp_path / "models", other, NLU, environment) != trained


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_a_failed_training_names_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    environment = put_in_the_place_of_rasa(tmp_path, script, monkeypatch)
    with pytest.raises(IntentModelError, match=r"training\.log"):
        train(tmp_path / "models", PIPELINE, NLU, environment)


def test_what_a_model_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = put_in_the_place_of_rasa(tmp_path, ANSWER, monkeypatch)
    with Asked(tmp_path / "model.tar.gz", environment) as asked:
        for _ in range(2):
            assert asked.parse(["いくら"]) == [
                Parse("ask_fee", 0.9, frozenset({Span("item", 0, 3)}), 0.01)
            ]


@pytest.mark.parametrize("script", ["exit 1", "echo '[]'; read -r line; exit 1"])
def test_a_model_that_has_stopped_names_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    environment = put_in_the_place_of_rasa(tmp_path, script, monkeypatch)
    with (
        Asked(tmp_path / "model.tar.gz", environment) as asked,
        pytest.raises(IntentModelError, match=r"asked\.log"),
    ):
        asked.parse(["いくら"])
