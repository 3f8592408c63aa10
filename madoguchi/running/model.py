"""The Rasa model: trained when what it is made from has changed, and not otherwise."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from madoguchi.errors import MadoguchiError
from madoguchi.settings import ROOT, Settings

BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
_INPUTS = ("config.yml", "domain.yml", "bot/uv.lock")
_EXPECTED_SECONDS = 150
"""About how long training takes on two cores; only the progress bar uses it."""


class TrainingError(MadoguchiError):
    """Rasa could not train; the message names its log."""


def fingerprint(root: Path = ROOT) -> str:
    """A hash of everything that the model is made from (16 hex digits)."""
    digest = hashlib.sha256()
    for path in inputs(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def release(root: Path = ROOT) -> str:
    """A hash of what a model is made from besides the utterances of ``nlu_data/nlu``.

    A model of another release was made for other code: other intents, actions, rules or components.
    """
    digest = hashlib.sha256()
    for path in inputs(root):
        name = path.relative_to(root).as_posix()
        if not name.startswith("nlu_data/nlu/"):
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def inputs(root: Path) -> Iterator[Path]:
    """The files that a model is made from."""
    for name in _INPUTS:
        if (root / name).exists():
            yield root / name
    # Our components decide what is learnt and how it is stored; the rest of bot/ only runs it.
    yield from sorted((root / "bot" / "nlu").glob("**/*.py"))
    for folder in ("nlu", "rules", "stories"):
        yield from sorted((root / "nlu_data" / folder).glob("**/*.yml"))


def model_path(settings: Settings) -> Path:
    """Where the model for the present content lies, trained or not."""
    return settings.data_dir / "models" / f"{fingerprint()}.tar.gz"


def train(settings: Settings, console: Console) -> Path:
    """The model for the present content, trained now if it is missing.

    Raises:
        TrainingError: if Rasa fails.

    """
    path = model_path(settings)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    log = settings.data_dir / "logs" / "training.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(BOT_PYTHON), "-m", "rasa", "train",
        "--config", "config.yml", "--domain", "domain.yml",
        "--data", "nlu_data/nlu", "nlu_data/rules", "nlu_data/stories",
        "--out", str(path.parent), "--fixed-model-name", f"new-{path.name.removesuffix('.tar.gz')}",
    ]  # fmt: skip
    started = time.monotonic()
    with (
        log.open("w", encoding="utf-8") as output,
        Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
        ) as progress,
    ):
        task = progress.add_task("Training the model", total=_EXPECTED_SECONDS)
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=bot_environment(settings),
        )
        try:
            while process.poll() is None:
                elapsed = time.monotonic() - started
                # The bar slows down towards its end rather than claim to be done too early.
                done = _EXPECTED_SECONDS * (1 - 2.7 ** (-1.5 * elapsed / _EXPECTED_SECONDS))
                progress.update(task, completed=done)
                time.sleep(0.3)
        except BaseException:
            process.terminate()
            process.wait(timeout=20)
            raise
        progress.update(task, completed=_EXPECTED_SECONDS)
    fresh = path.with_name(f"new-{path.name}")
    if process.returncode != 0 or not fresh.exists():
        raise TrainingError("training-failed", f"Rasa could not train the model. See {log}.")
    note = {"release": release()}
    path.with_name(f"{fingerprint()}.json").write_text(json.dumps(note) + "\n", encoding="utf-8")
    fresh.rename(path)
    console.print(f"Trained the model in {time.monotonic() - started:.0f} s.")
    return path


def bot_environment(settings: Settings) -> dict[str, str]:
    """The environment of Rasa's processes: secrets by variable, quiet and offline."""
    keys = ",".join(settings.resolved_encryption_keys)
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "MADOGUCHI_BOT_TOKEN": settings.resolved_bot_token,
        "MADOGUCHI_ACTIONS_URL": f"{settings.actions_url}/webhook",
        "MADOGUCHI_TRACKER_DATABASE_URL": settings.resolved_tracker_database_url,
        "MADOGUCHI_TRACKER_KEYS": keys,
        "MADOGUCHI_TRACKER_DAYS": str(settings.conversation_days),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "FORCE_JSON_LOGGING": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "SANIC_HOST": "127.0.0.1",
    }
