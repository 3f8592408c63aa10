"""What only runs in Rasa's own environment (bot/.venv): its tests, its data, its conversations."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from madoguchi.curation import evaluation
from madoguchi.curation.gold import Gold
from madoguchi.running import model
from madoguchi.settings import ROOT, settings

DATA = ["--domain", "domain.yml", "--data", "nlu_data/nlu", "nlu_data/rules", "nlu_data/stories"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    if not model.BOT_PYTHON.exists():
        pytest.skip("bot/.venv is missing: ./mado test makes it")
    return subprocess.run(
        [str(model.BOT_PYTHON), "-m", *arguments],
        cwd=ROOT,
        env={**model.bot_environment(settings()), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


def test_the_channel_and_the_tracker_store() -> None:
    done = run("pytest", "-c", "bot/pyproject.toml", "--rootdir", ".", "tests/bot", "-q")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert re.search(r"\d+ passed", done.stdout)
    assert "skipped" not in done.stdout


def test_rasa_finds_nothing_wrong_with_its_data() -> None:
    done = run("rasa", "data", "validate", "--config", "config.yml", *DATA, "--fail-on-warnings")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


@pytest.mark.timeout(900)
def test_the_conversations_of_nlu_data_go_as_written(tmp_path: Path) -> None:
    stories = sum(
        text.count("- story:")
        for text in (path.read_text("utf-8") for path in ROOT.glob("nlu_data/tests/*.yml"))
    )
    assert stories >= 40
    trained = model.train(settings(), Console(stderr=True))
    run(
        "rasa", "test", "core", "--e2e", "--model", str(trained), "--stories", "nlu_data/tests",
        "--out", str(tmp_path),
    )  # fmt: skip
    failed = (tmp_path / "failed_test_stories.yml").read_text("utf-8")
    assert "story:" not in failed, failed
    assert "all good" in failed


def test_a_model_is_tried_on_utterances_and_stories(tmp_path: Path) -> None:
    if not model.BOT_PYTHON.exists():
        pytest.skip("bot/.venv is missing: ./mado test makes it")
    trained = model.train(settings(), Console(stderr=True))
    config = settings().model_copy(update={"data_dir": tmp_path})
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / trained.name).symlink_to(trained)
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "test_greet.yml").write_text(STORIES, encoding="utf-8")
    said = (("こんにちは", "greet"), ("こんにちは。転入届の期限はいつですか。", "ask_deadline"))
    gold = Gold(said, (), {}, stories, "k")
    found = evaluation.tried(config, model.fingerprint(), gold)
    assert [guess.intent for guess in found.utterances] == ["greet", "ask_deadline"]
    assert (found.stories.passed, found.stories.total) == (1, 2)
    assert found.stories.failed == ["It takes thanks for a greeting"]
    assert evaluation.tried(config, model.fingerprint(), gold) == found


STORIES = """\
version: "3.1"
stories:
  - story: A greeting
    steps:
      - user: |
          こんにちは
        intent: greet
      - action: action_courtesy
  - story: It takes thanks for a greeting
    steps:
      - user: |
          ありがとうございます
        intent: greet
      - action: action_courtesy
"""
