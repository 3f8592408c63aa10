"""The model is trained anew when what it is made from changes, and not otherwise."""

from __future__ import annotations

import io
import shutil
import stat
from pathlib import Path

import pytest
from rich.console import Console

from madoguchi.running import model
from madoguchi.settings import ROOT, Settings, settings

FILES = {
    "config.yml": "language: ja\n",
    "domain.yml": "intents: [greet]\n",
    "bot/uv.lock": "version = 1\n",
    "bot/nlu/ginza.py": "pass\n",
    "nlu_data/nlu/greet.yml": "nlu: []\n",
    "nlu_data/nlu/deep/moving.yml": "nlu: []\n",
    "nlu_data/rules/greet.yml": "rules: []\n",
    "nlu_data/stories/greet.yml": "stories: []\n",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small checkout."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_a_change_of_what_is_learnt_changes_the_fingerprint(content: Path, name: str) -> None:
    before = model.fingerprint(content)
    (content / name).write_text(FILES[name] + "# more\n", encoding="utf-8")
    assert model.fingerprint(content) != before


def test_a_new_a_removed_and_a_renamed_file_change_it(content: Path) -> None:
    seen = {model.fingerprint(content)}
    added = content / "nlu_data" / "nlu" / "waste.yml"
    added.write_text("nlu: []\n", encoding="utf-8")
    seen.add(model.fingerprint(content))
    added.rename(added.with_name("rubbish.yml"))
    seen.add(model.fingerprint(content))
    added.with_name("rubbish.yml").unlink()
    (content / "nlu_data/nlu/greet.yml").unlink()
    seen.add(model.fingerprint(content))
    assert len(seen) == 4


def test_text_that_moves_from_one_file_to_the_next_changes_it(content: Path) -> None:
    first, second = content / "nlu_data/nlu/a.yml", content / "nlu_data/nlu/b.yml"
    first.write_text("one", encoding="utf-8")
    second.write_text("two", encoding="utf-8")
    before = model.fingerprint(content)
    first.write_text("onet", encoding="utf-8")
    second.write_text("wo", encoding="utf-8")
    assert model.fingerprint(content) != before


@pytest.mark.parametrize(
    "name",
    [
        "README.md", "catalogue/procedures/moving-in.yml", "nlu_data/tests/greet.yml",
        "nlu_data/nlu/notes.txt", "endpoints.yml", "credentials.yml", "actions/resident.py",
        "bot/channel.py", "bot/tracker_store.py",
    ],
)  # fmt: skip
def test_nothing_else_changes_it(content: Path, name: str) -> None:
    before = model.fingerprint(content)
    (content / name).parent.mkdir(parents=True, exist_ok=True)
    (content / name).write_text("anything", encoding="utf-8")
    assert model.fingerprint(content) == before


def test_it_does_not_depend_on_where_the_checkout_lies_or_when_it_was_made(
    content: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(content, elsewhere, copy_function=shutil.copy)
    assert model.fingerprint(elsewhere) == model.fingerprint(content)


@pytest.fixture
def own_folder(tmp_path: Path) -> Settings:
    return settings().model_copy(update={"data_dir": tmp_path / "var"})


def rasa(tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a real program in the place of Rasa's Python."""
    program = tmp_path / "python"
    program.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(model, "BOT_PYTHON", program)


WRITE_A_MODEL = """
while [ $# -gt 0 ]; do
  case "$1" in --out) out=$2;; --fixed-model-name) name=$2;; esac
  shift
done
echo training >> "$out/runs"
echo model > "$out/$name.tar.gz"
"""


def test_training_happens_once_for_the_same_content(
    own_folder: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa(tmp_path, WRITE_A_MODEL, monkeypatch)
    shown = io.StringIO()
    trained = model.train(own_folder, Console(file=shown))
    assert trained == model.model_path(own_folder)
    assert trained.read_text("utf-8") == "model\n"
    assert "Trained the model in" in shown.getvalue()
    assert model.train(own_folder, Console(file=shown)) == trained
    assert (trained.parent / "runs").read_text("utf-8") == "training\n"


@pytest.mark.parametrize("script", ["echo no such intent; exit 1", "exit 0"])
def test_a_failed_training_names_its_log_and_leaves_no_model(
    own_folder: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    rasa(tmp_path, script, monkeypatch)
    with pytest.raises(model.TrainingError, match=r"training\.log"):
        model.train(own_folder, Console(file=io.StringIO()))
    assert not model.model_path(own_folder).exists()


def test_rasa_gets_its_secrets_by_variable_and_stays_on_this_machine(own_folder: Settings) -> None:
    environment = model.bot_environment(own_folder)
    assert environment["MADOGUCHI_BOT_TOKEN"] == own_folder.resolved_bot_token
    assert environment["MADOGUCHI_TRACKER_KEYS"] == ",".join(own_folder.resolved_encryption_keys)
    assert environment["MADOGUCHI_ACTIONS_URL"] == "http://127.0.0.1:5055/webhook"
    assert environment["SANIC_HOST"] == "127.0.0.1"
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"


def test_the_content_of_this_checkout_has_a_fingerprint() -> None:
    assert len(model.fingerprint(ROOT)) == 16
