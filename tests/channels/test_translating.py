"""A ward's FAQ in a resident's language: in time, or behind the answer, or in Japanese."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from channels import translating
from madoguchi.answers import faq
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.faq.entry import FaqEntry
from madoguchi.languages.machine import machine
from madoguchi.languages.strings import text
from madoguchi.messages import TextMessage
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import eventually, turn_answer
from tests.madoguchi.languages.dictionary_engine import DictionaryEngine

NOTICE = text("en", "languages.machine")
IN_JAPANESE = text("en", "languages.in_japanese")


class SlowEngine(DictionaryEngine):
    """Waits for ``go`` before each translation from Japanese."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__("ja", "en", words)
        self.go = threading.Event()

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        assert self.go.wait(20)
        return super().translate(sentences, source, target)


_names = iter("赤青黄緑黒白紫桃銀金")


@pytest.fixture
def entry() -> FaqEntry:
    """An entry that no other test asks about: what is remembered is the module's."""
    name = next(_names)
    return FaqEntry(
        "x", f"{name}い花を見ることはできますか", f"{name}い花は春に見ることができます。"
    )


@pytest.fixture
def engine(entry: FaqEntry, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowEngine]:
    made = SlowEngine(
        {
            entry.question: "Is it possible to see the flowers there?",
            entry.answer: "The flowers can be seen in spring.",
        }
    )
    monkeypatch.setattr(machine, "engine", lambda: made)
    # The gate's model is read from the disk at the first sentence, which takes a busy machine long.
    monkeypatch.setattr(translating, "PATIENCE_SECONDS", 20.0)
    yield made
    made.go.set()


@pytest.fixture
def talk(gateway: Gateway, catalogue: Catalogue, entry: FaqEntry) -> Talk:
    """A conversation in English; whatever is asked, the FAQ answers."""
    ward = catalogue.ward("nerima")

    def answering(turn: dict[str, Any]) -> Any:
        if turn["text"] == "English":
            return turn_answer(TextMessage(text="はい。"), intent="set_language", language="en")
        return turn_answer(faq.answer(entry, ward), aspect="faq")

    gateway.peer.answering = answering
    started = gateway.http.post("/api/v1/conversations", json={"ward": "nerima", "language": "en"})
    body = started.json()
    return Talk(gateway.http, body["id"], body["token"], body["messages"])


def said(talk: Talk) -> list[dict[str, Any]]:
    return [one["message"] for one in talk.history()["messages"] if one["role"] == "assistant"]


def test_in_time_it_is_the_answer(talk: Talk, engine: SlowEngine) -> None:
    engine.go.set()
    (answer,) = talk.say("Flowers?")["messages"]
    assert answer["text"].startswith(NOTICE)
    assert "The flowers can be seen" in answer["text"]
    assert (answer["language"], answer["translated_by"]) == ("en", "machine")
    asked = len(engine.asked)
    assert talk.say("Again?")["messages"] == [answer]
    assert len(engine.asked) == asked, "it is remembered"


def test_too_late_it_comes_behind_the_japanese_once(
    talk: Talk, engine: SlowEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translating, "PATIENCE_SECONDS", 0.1)
    (answer,) = talk.say("Flowers?")["messages"]
    assert answer["text"].startswith(IN_JAPANESE)
    assert answer["choices"][-1]["postback"] == "handover"
    engine.go.set()
    eventually(lambda: len(said(talk)) == 3)
    assert [message["translated_by"] for message in said(talk)[1:]] == ["machine", "machine"]


def test_what_was_said_before_is_read_in_the_language_that_is_chosen(
    gateway: Gateway, talk: Talk, engine: SlowEngine
) -> None:
    engine.go.set()
    started = gateway.http.post("/api/v1/conversations", json={"ward": "nerima", "language": "ja"})
    body = started.json()
    japanese = Talk(gateway.http, body["id"], body["token"], body["messages"])
    (answer,) = japanese.say("花")["messages"]
    assert answer["language"] == "ja"
    assert engine.asked == []
    japanese.say("English")
    assert said(japanese)[1]["translated_by"] == "machine"


def test_a_machine_that_fails_leaves_it_japanese(
    talk: Talk, engine: SlowEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(sentences: Sequence[str], source: str, target: str) -> list[str]:
        raise OSError("the package is gone")

    monkeypatch.setattr(engine, "translate", fail)
    (answer,) = talk.say("Flowers?")["messages"]
    assert answer["text"].startswith(IN_JAPANESE)


def test_what_it_cannot_do_well_is_not_tried_again_at_once(
    gateway: Gateway, talk: Talk, engine: SlowEngine, catalogue: Catalogue
) -> None:
    engine.go.set()
    unknown = FaqEntry("y", "未知の質問ですか", "未知の答えです。")
    message = faq.answer(unknown, catalogue.ward("nerima"))
    gateway.peer.answering = lambda turn: turn_answer(message, aspect="faq")
    (answer,) = talk.say("?")["messages"]
    assert (answer["language"], answer["translated_by"]) == ("ja", None)
    assert answer["choices"][-1]["postback"] == "handover"
    tried = len(engine.asked)
    assert tried > 0
    talk.say("??")
    assert len(engine.asked) == tried
