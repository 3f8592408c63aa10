"""A Vietnamese resident asks, Japanese staff answers, and each reads their own language.

The machine is the real engine with the tiny packages of ``tests/data/argos``, which know sentences
like these; parts of Madoguchi die in between.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from madoguchi.settings import ROOT

from .stack import ANSWER_SECONDS, Resident, Stack, begin, start_stack

PACKAGES = sorted((ROOT / "tests/data/argos").glob("*.argosmodel"))
QUESTION = "Chồng tôi đi thay có được không?"
ANSWER = "ご家族が代わりに来ることもできます。"
FAQ = "ID,質問,回答\nfee,手数料はいくらですか。,手数料はかかりません。\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Stack]:
    """Processes of this test alone, for it kills one; with the packages, and a FAQ."""
    assert PACKAGES
    models = tmp_path / "language-models" / "argos"
    models.mkdir(parents=True)
    for package in PACKAGES:
        shutil.copy(package, models)
    running = start_stack(tmp_path)
    yield running
    if running.process.poll() is None:
        assert running.stop() == 0


@pytest.mark.timeout(600)  # the gateway starts three times, and each command once
def test_a_question_to_staff_and_back(office: Stack, tmp_path: Path) -> None:
    with httpx.Client(base_url=office.base, timeout=ANSWER_SECONDS) as client:
        resident = begin(office, client, "nerima", "vi")
        resident.press_postback("handover")
        resident.press_postback("inquiry:write")
        assert resident.last["language"] == "vi"
        os.kill(office.pid("gateway"), signal.SIGKILL)
        office.wait_until_ready()

        resident.say(QUESTION)
        assert resident.last["kind"] == "summary"
        assert [row["value"] for row in resident.last["rows"]] == [QUESTION]
        send = next(b for b in resident.buttons() if b["postback"].startswith("inquiry:send"))
        assert not json.loads(mado(office, "inquiries", "list", "--json"))
        resident.press_postback(send["postback"])

        (asked,) = json.loads(mado(office, "inquiries", "list", "--ward", "nerima", "--json"))
        assert asked["number"] in resident.shown()
        read = json.loads(mado(office, "inquiries", "show", asked["number"], "--json"))["question"]
        assert (read["original"], read["is_machine"]) == (QUESTION, True)
        assert read["is_complete"], read
        assert "夫" in read["japanese"]
        shown = mado(office, "inquiries", "show", asked["number"])
        assert shown.index("機械翻訳") < shown.index("原文（Tiếng Việt）") < shown.index(QUESTION)

        seen = resident.history()[-1]["seq"]
        with events(client, resident, seen) as lines:
            mado(office, "inquiries", "answer", asked["number"], ANSWER, "--name", "佐藤")
            streamed = [message_in(lines), message_in(lines)]
        told = [entry["message"] for entry in resident.history(seen)]
        assert streamed == told
        before, letter = told
        assert (before["language"], before["translated_by"]) == ("vi", "curated")
        assert asked["number"] in before["text"]
        assert (letter["author"], letter["original"]) == ("佐藤", ANSWER)
        assert (letter["language"], letter["translated_by"]) == ("vi", "machine")
        assert "Người nhà cũng có thể đến thay." in letter["text"]

        os.kill(office.pid("gateway"), signal.SIGKILL)
        office.wait_until_ready()
        assert resident.history(seen)[-1]["message"] == letter
        an_answer_of_the_faq_in_english(office, client, tmp_path)


def an_answer_of_the_faq_in_english(office: Stack, client: httpx.Client, folder: Path) -> None:
    """It is marked, too, with the Japanese behind it."""
    path = folder / "faq.csv"
    path.write_text(FAQ, encoding="utf-8")
    mado(office, "faq", "import", str(path), "--ward", "nerima")
    resident = begin(office, client, "nerima", "en")
    resident.press_postback("faq:nerima:fee")
    resident.wait_for_history("There is no fee.")  # the machine may have needed its time
    answer = resident.history()[-1]["message"]
    assert (answer["language"], answer["translated_by"]) == ("en", "machine")
    assert "手数料はかかりません。" in answer["original"]


def mado(office: Stack, *arguments: str) -> str:
    done = office.mado(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def events(client: httpx.Client, resident: Resident, after: int) -> Iterator[Iterator[str]]:
    """The lines of the conversation's event stream behind ``after``."""
    path = f"/api/v1/conversations/{resident.id}/events"
    with client.stream("GET", path, headers=resident.headers, params={"after": after}) as response:
        assert response.status_code == httpx.codes.OK
        yield response.iter_lines()


def message_in(lines: Iterator[str]) -> dict[str, object]:
    """The next message of the stream."""
    for line in lines:
        if line.startswith("data: ") and '"role"' in line:
            message: dict[str, object] = json.loads(line.removeprefix("data: "))["message"]
            return message
    raise AssertionError("the stream ended")
