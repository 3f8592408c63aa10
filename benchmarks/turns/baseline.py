"""The baseline: a bot as Rasa's own tutorial makes it, of our NLU data and our pipeline's settings.

Rasa's ``rest`` channel, its in-memory tracker store, one rule an intent, fixed ``utter_`` answers:
no action server, no gateway, nothing kept.
"""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import yaml
from rich.console import Console

from benchmarks.intents.baseline import stock_pipeline
from benchmarks.turns.processes import family, processor_seconds
from madoguchi.errors import MadoguchiError
from madoguchi.running.model import BOT_PYTHON
from madoguchi.running.supervisor import Child
from madoguchi.settings import ROOT

_FALLBACK_INTENT = "nlu_fallback"
_ANSWER = "お問い合わせありがとうございます。くわしくは区役所の窓口でご案内いたします。"
_POLICIES = [{"name": "MemoizationPolicy"}, {"name": "RulePolicy"}]


class BaselineError(MadoguchiError):
    """The baseline could not be trained; the message names its log."""


def stock_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Our pipeline of Rasa's own components, with Rasa's own policies as they come."""
    kept = {key: config[key] for key in ("recipe", "language")}
    own = {"pipeline": stock_pipeline(config), "policies": _POLICIES}
    return {**kept, "assistant_id": "stock", **own}


def stock_domain(domain: Mapping[str, Any]) -> dict[str, Any]:
    """Our intents and entities, and one fixed answer to each intent; no slots, forms or actions."""
    ours = domain.get("responses", {})
    entities = [_name(entity) for entity in domain.get("entities", [])]
    return {
        "version": "3.1",
        "intents": [_name(intent) for intent in domain["intents"]],
        "entities": entities,
        "responses": {
            _answer_to(intent): _texts(ours.get(_answer_to(intent))) for intent in _intents(domain)
        },
        "session_config": {
            "session_expiration_time": 60,
            "carry_over_slots_to_new_session": False,
        },
    }


def stock_rules(domain: Mapping[str, Any]) -> dict[str, Any]:
    """A rule for every intent, and for what was not understood."""
    return {
        "version": "3.1",
        "rules": [
            {"rule": intent, "steps": [{"intent": intent}, {"action": _answer_to(intent)}]}
            for intent in _intents(domain)
        ],
    }


def _intents(domain: Mapping[str, Any]) -> list[str]:
    named = [_name(intent) for intent in domain["intents"]]
    return list(dict.fromkeys([*named, _FALLBACK_INTENT]))


def _answer_to(intent: str) -> str:
    return f"utter_{intent}"


def _name(entry: str | Mapping[str, Any]) -> str:
    return entry if isinstance(entry, str) else next(iter(entry))


def _texts(responses: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return [{"text": each["text"]} for each in responses or () if "text" in each] or [
        {"text": _ANSWER}
    ]


def train(cache: Path, console: Console, environment: Mapping[str, str]) -> Path:
    """The baseline's model, trained in ``cache`` unless one of the same content lies there.

    Raises:
        BaselineError: if Rasa cannot train it.

    """
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    files = {
        "config.yml": stock_config(config),
        "domain.yml": stock_domain(domain),
        "rules.yml": stock_rules(domain),
    }
    contents = {name: yaml.safe_dump(data, allow_unicode=True) for name, data in files.items()}
    nlu = ROOT / "nlu_data" / "nlu"
    folder = cache / f"stock-{_fingerprint(contents, nlu)}"
    model = folder / "model.tar.gz"
    if model.exists():
        return model
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    command = [
        str(BOT_PYTHON), "-m", "rasa", "train", "--config", str(folder / "config.yml"),
        "--domain", str(folder / "domain.yml"), "--data", str(nlu), str(folder / "rules.yml"),
        "--out", str(folder), "--fixed-model-name", "new",
    ]  # fmt: skip
    started = time.monotonic()
    log = folder / "training.log"
    with log.open("w", encoding="utf-8") as output, console.status("") as status:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            while process.poll() is None:
                seconds = time.monotonic() - started
                status.update(f"Training the stock bot (once, a few minutes): {seconds:.0f} s")
                time.sleep(0.3)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=20)
    fresh = folder / "new.tar.gz"
    if process.returncode != 0 or not fresh.exists():
        raise BaselineError("training-failed", f"Rasa could not train the stock bot. See {log}.")
    fresh.rename(model)
    return model


def _fingerprint(contents: Mapping[str, str], nlu: Path) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(contents.items()):
        digest.update(f"{name}\0{content}\0".encode())
    for path in sorted(nlu.glob("**/*.yml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update((ROOT / "bot" / "uv.lock").read_bytes())
    return digest.hexdigest()[:16]


def child(model: Path, folder: Path, port: int, environment: Mapping[str, str]) -> Child:
    """The process of the baseline; its files go to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    (folder / "endpoints.yml").write_text("", encoding="utf-8")
    command = [
        str(BOT_PYTHON), "-m", "rasa", "run", "--model", str(model),
        "--interface", "127.0.0.1", "--port", str(port), "--quiet",
        "--credentials", str(folder / "credentials.yml"),
        "--endpoints", str(folder / "endpoints.yml"),
    ]  # fmt: skip
    return Child("baseline", command, environment, folder, folder / "baseline.log")


class StockBot:
    """The running baseline."""

    name = "baseline"

    def __init__(self, client: httpx.AsyncClient, pid: int) -> None:
        self._client = client
        self._pid = pid
        self._begun = 0

    async def begin(self, ward: str | None) -> StockConversation:
        """Rasa makes a tracker at the first message; it knows nothing of wards."""
        self._begun += 1
        return StockConversation(self._client, f"resident-{self._begun}")

    def processor_seconds(self) -> dict[str, float]:
        """See ``Bot``."""
        return {"baseline": processor_seconds(family(self._pid))}


class StockConversation:
    """A conversation over Rasa's ``rest`` channel."""

    def __init__(self, client: httpx.AsyncClient, sender: str) -> None:
        self._client = client
        self._sender = sender

    async def say(self, text: str) -> bool:
        """See ``Conversation``."""
        response = await self._client.post(
            "/webhooks/rest/webhook", json={"sender": self._sender, "message": text}
        )
        return response.status_code == httpx.codes.OK and bool(response.json())
