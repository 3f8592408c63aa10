"""Residents, against a small gateway over ASGI that keeps the HTTP contract."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from benchmarks.routing import residents
from benchmarks.routing.generate import Utterance
from benchmarks.routing.residents import Turn, ask_all

UNDERSTOOD = {
    "intent": "ask_fee",
    "confidence": 0.9,
    "procedure": "dog-registration",
    "aspect": "fee",
    "candidates": [{"procedure": "dog-registration", "score": 0.8}],
}
CARD = {
    "kind": "card",
    "title": "犬の登録",
    "text": "手数料です。",
    "rows": [{"label": "手数料", "value": "3,000円"}],
    "choices": [{"label": "申請する", "postback": "apply:dog-registration"}],
    "source": {"url": "https://example.org/dog"},
}


class SmallGateway:
    """Answers everything alike; some texts make it slow, busy or broken."""

    def __init__(self) -> None:
        self.begun: list[dict[str, Any]] = []
        self.heard: list[str] = []
        self.app = FastAPI()
        self.app.post("/api/v1/conversations", status_code=201)(self.start)
        self.app.post("/api/v1/conversations/{id}/messages")(self.say)

    async def start(self, request: Request) -> dict[str, Any]:
        self.begun.append(await request.json())
        return {"id": str(len(self.begun)), "token": f"token-{len(self.begun)}", "messages": []}

    async def say(self, id: str, request: Request) -> Response:
        assert request.headers["Authorization"] == f"Bearer token-{id}"
        text = (await request.json())["text"]
        self.heard.append(text)
        first = self.heard.count(text) == 1
        if text == "壊れる":
            return JSONResponse({"code": "internal"}, 500)
        if text == "混む" and first:
            return JSONResponse({"code": "too-many"}, 429, {"Retry-After": "0"})
        pending = text == "止まる" or (text == "遅い" and first)
        messages = [] if text == "黙る" else [CARD]
        return JSONResponse(
            {"messages": messages, "understanding": UNDERSTOOD, "state": {}, "pending": pending}
        )


@pytest.fixture
def gateway() -> SmallGateway:
    return SmallGateway()


def asked(gateway: SmallGateway, *said: Utterance, at_once: int = 2) -> tuple[Turn, ...]:
    async def run() -> tuple[Turn, ...]:
        transport = httpx.ASGITransport(gateway.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://small") as client:
            turns = await ask_all(client, said, "shibuya", at_once, lambda: done.append(1))
        assert len(done) == len(said)
        return turns

    done: list[int] = []
    return asyncio.run(run())


def utterance(text: str, lang: str | None = None) -> Utterance:
    return Utterance("said.tsv", 2, text, frozenset({"dog-registration"}), lang=lang)


def test_every_utterance_begins_a_conversation_of_its_own(gateway: SmallGateway) -> None:
    turns = asked(gateway, *(utterance(text) for text in ("一", "二", "三")))
    assert [turn.said.text for turn in turns] == ["一", "二", "三"]
    assert gateway.begun == [{"ward": "shibuya", "language": "ja"}] * 3


def test_what_was_understood_and_shown_is_kept(gateway: SmallGateway) -> None:
    (turn,) = asked(gateway, utterance("一"))
    assert (turn.intent, turn.procedure, turn.aspect) == ("ask_fee", "dog-registration", "fee")
    assert turn.candidates == (("dog-registration", 0.8),)
    assert turn.text == "犬の登録\n手数料です。\n手数料: 3,000円\n[申請する]"
    assert turn.sources == ("https://example.org/dog",)
    assert turn.failed is None


def test_the_page_is_in_the_residents_language_where_we_know_it(gateway: SmallGateway) -> None:
    asked(gateway, utterance("one", "en"), utterance("eins", "de"), at_once=1)
    assert [begun["language"] for begun in gateway.begun] == ["en", "ja"]


def test_an_answer_that_is_pending_is_asked_for_again(gateway: SmallGateway) -> None:
    (turn,) = asked(gateway, utterance("遅い"))
    assert gateway.heard == ["遅い"] * 2
    assert turn.failed is None
    assert turn.seconds >= 0.2


def test_a_limit_is_waited_for(gateway: SmallGateway) -> None:
    (turn,) = asked(gateway, utterance("混む"))
    assert (gateway.heard, turn.failed) == (["混む"] * 2, None)


def test_what_is_not_answered_has_failed(
    gateway: SmallGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(residents, "_PATIENCE", 0.3)
    turns = asked(gateway, *(utterance(text) for text in ("壊れる", "止まる", "黙る", "一")))
    assert [turn.failed for turn in turns] == [
        "HTTP 500",
        "no answer in time",
        "no message",
        None,
    ]
