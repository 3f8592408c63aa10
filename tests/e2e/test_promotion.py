"""A better model becomes live, and goes back, while residents go on talking."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from madoguchi.curation import gold
from madoguchi.curation.evaluation import Stories, Tried, Understood
from madoguchi.running import model

from .stack import ANSWER_SECONDS, Resident, Stack, begin

CANDIDATE = "00000000c0ffee00"
QUESTIONS = ("転入届に必要なものは？", "粗大ごみの手数料はいくらですか", "住民票の写しがほしい")


@dataclass
class Crowd:
    """Residents who ask without a pause; how their turns ended."""

    answered: int = 0
    failed: list[str] = field(default_factory=list)
    slowest_s: float = 0.0


@contextmanager
def crowd(stack: Stack, size: int = 2) -> Iterator[Crowd]:
    """Residents who talk until the end of the block."""
    outcome, over = Crowd(), threading.Event()

    def talk() -> None:
        with httpx.Client(base_url=stack.base, timeout=ANSWER_SECONDS) as client:
            resident = begin(stack, client, "shibuya")
            while not over.is_set():
                for question in QUESTIONS:
                    body = {"text": question, "client_message_id": uuid4().hex}
                    answer = resident.post(body)
                    outcome.slowest_s = max(outcome.slowest_s, answer.elapsed.total_seconds())
                    if answer.status_code != httpx.codes.OK or answer.json()["pending"]:
                        outcome.failed.append(f"{answer.status_code} {answer.text[:200]}")
                    outcome.answered += 1

    threads = [threading.Thread(target=talk) for _ in range(size)]
    for thread in threads:
        thread.start()
    yield outcome
    over.set()
    for thread in threads:
        thread.join()


def running_model(stack: Stack) -> str:
    port = stack.environment["MADOGUCHI_BOT_PORT"]
    ready = httpx.get(f"http://127.0.0.1:{port}/webhooks/gateway/ready", timeout=30)
    return str(ready.json()["model"])


@pytest.fixture
def candidate(stack: Stack) -> str:
    """The live model once more under another name, evaluated: training another takes minutes."""
    folder = stack.data_dir / "models"
    live = model.fingerprint()
    shutil.copy(folder / f"{live}.tar.gz", folder / f"{CANDIDATE}.tar.gz")
    note = {"release": model.release()}
    for fingerprint in (live, CANDIDATE):
        (folder / f"{fingerprint}.json").write_text(json.dumps(note), encoding="utf-8")
    (folder / "candidate").write_text(CANDIDATE, encoding="ascii")
    as_tried(folder / "evaluations", live, CANDIDATE)
    evaluated = stack.mado("evaluate", "--candidate", "--json")
    assert evaluated.returncode == 0, evaluated.stderr
    assert json.loads(evaluated.stdout)["measures"]["routing_top_1"] > 0.5
    return live


def as_tried(folder: Path, *fingerprints: str) -> None:
    """What trying the models gave; that itself is tested in tests/test_bot_environment.py."""
    wanted = gold.load()
    found = Tried(
        utterances=[Understood(intent=intent, confidence=0.9) for _, intent in wanted.utterances],
        stories=Stories(passed=1, total=1, failed=[]),
    )
    folder.mkdir()
    for fingerprint in fingerprints:
        kept = folder / f"{fingerprint}-{wanted.key}.json"
        kept.write_text(found.model_dump_json(), encoding="utf-8")


@pytest.mark.timeout(600)
def test_a_model_is_promoted_and_rolled_back_in_the_middle_of_an_application(
    stack: Stack, candidate: str
) -> None:
    with httpx.Client(base_url=stack.base, timeout=ANSWER_SECONDS) as client:
        resident = begin(stack, client, "nerima")
        resident.say("転出届を申請したいです。名前は佐藤美咲です")
        assert field_of(resident) == "name_kana"
        with crowd(stack) as talked:
            promoted = stack.mado("promote")
            assert promoted.returncode == 0, promoted.stderr
            assert f"{CANDIDATE} is live and answers now" in promoted.stdout
            assert running_model(stack) == CANDIDATE
            resident.say("さとうみさき")
            assert field_of(resident) == "birth_date"
            back = stack.mado("rollback")
            assert back.returncode == 0, back.stderr
            assert seconds(back.stdout) < 10
            assert running_model(stack) == candidate
            resident.say("平成3年4月2日")
            assert field_of(resident) == "phone"
        assert talked.failed == []
        assert talked.answered > len(QUESTIONS)

        # What is live is also what a Rasa that has died is started with again.
        assert stack.mado("rollback").returncode == 0
        os.kill(stack.pid("rasa"), signal.SIGKILL)
        stack.wait_until_ready()
        assert running_model(stack) == CANDIDATE
        assert stack.mado("rollback").returncode == 0
        assert running_model(stack) == candidate
        resident.say("090-1234-5678")
        assert field_of(resident) == "email"


def field_of(resident: Resident) -> str:
    return str(resident.last.get("field"))


def seconds(shown: str) -> float:
    found = re.search(r"([\d.]+) s\)", shown)
    assert found, shown
    return float(found[1])
