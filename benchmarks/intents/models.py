"""Models of a pipeline: trained on a part of the NLU data, asked in a process of their own."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml

from benchmarks.intents.baseline import OURS
from benchmarks.intents.evaluate import Parse
from benchmarks.intents.generate import Span
from madoguchi.errors import MadoguchiError
from madoguchi.running.model import BOT_PYTHON
from madoguchi.settings import ROOT


class IntentModelError(MadoguchiError):
    """A model could not be trained or asked; the message names its log."""


def train(
    folder: Path, pipeline: Sequence[Mapping[str, Any]], nlu: Mapping[str, Any],
    environment: Mapping[str, str],
) -> Path:  # fmt: skip
    """The model of a pipeline and an NLU file's content, trained unless ``folder`` has it.

    Raises:
        IntentModelError: if Rasa cannot train it.

    """
    config = {"recipe": "default.v1", "language": "ja", "assistant_id": "bench"}
    files = {
        "config.yml": yaml.safe_dump({**config, "pipeline": list(pipeline)}, allow_unicode=True),
        "nlu.yml": yaml.safe_dump(dict(nlu), allow_unicode=True, width=10_000),
    }
    is_ours = any(each["name"].startswith(OURS) for each in pipeline)
    own = folder / _fingerprint(files, (ROOT / "bot" / "nlu").glob("*.py") if is_ours else ())
    model = own / "model.tar.gz"
    if model.exists():
        return model
    own.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (own / name).write_text(content, encoding="utf-8")
    log = own / "training.log"
    command = [
        str(BOT_PYTHON), "-m", "rasa", "train", "nlu", "--config", str(own / "config.yml"),
        "--nlu", str(own / "nlu.yml"), "--out", str(own), "--fixed-model-name", "new",
    ]  # fmt: skip
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            command, cwd=own, env=dict(environment), stdout=output, stderr=subprocess.STDOUT
        )
    fresh = own / "new.tar.gz"
    if done.returncode != 0 or not fresh.exists():
        raise IntentModelError("training-failed", f"Rasa could not train a model. See {log}.")
    fresh.rename(model)
    return model


def _fingerprint(files: Mapping[str, str], components: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{content}\0".encode())
    for path in (ROOT / "bot" / "uv.lock", *sorted(components)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Asked:
    """A model in a process of its own, on one core. Ends with the ``with`` statement."""

    def __init__(self, model: Path, environment: Mapping[str, str]) -> None:
        self._log = (model.parent / "asked.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            [str(BOT_PYTHON), "-m", "benchmarks.intents.inside_rasa", str(model)],
            cwd=ROOT, env=dict(environment), text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
        )  # fmt: skip
        self._is_ready = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._process.terminate()
        self._process.communicate()
        self._log.close()

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        """The parses of the texts, in order.

        Raises:
            IntentModelError: if Rasa's process has ended.

        """
        if not self._is_ready:
            self._read()
            self._is_ready = True
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(list(texts)) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None
        return [
            Parse(
                each["intent"], each["confidence"],
                frozenset(Span(**entity) for entity in each["entities"]), each["seconds"],
            )
            for each in self._read()
        ]  # fmt: skip

    def _read(self) -> list[dict[str, Any]]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise self._ended()
        answer: list[dict[str, Any]] = json.loads(line)
        return answer

    def _ended(self) -> IntentModelError:
        return IntentModelError("not-answering", f"Rasa has stopped. See {self._log.name}.")
