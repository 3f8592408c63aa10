"""The client of Rasa, alone against the peer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.responses import JSONResponse

from channels.bot import BotClient, BotReply, BotUnavailableError, TurnFailedError, actions_answer
from madoguchi.messages import TextMessage
from tests.channels.rasa_peer import TOKEN, RasaPeer, free_port, turn_answer


@pytest.fixture(scope="module")
def _peer() -> Iterator[RasaPeer]:
    peer = RasaPeer(free_port())
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def peer(_peer: RasaPeer) -> RasaPeer:
    _peer.reset()
    return _peer


def ask(peer: RasaPeer, token: str = TOKEN) -> tuple[BotReply | Exception, bool]:
    """The reply or what was raised, and whether the client takes Rasa to be down."""

    async def turn() -> tuple[BotReply | Exception, bool]:
        client = BotClient(f"http://127.0.0.1:{peer.port}", token)
        try:
            return await client.ask(
                sender="s", message_id="s:1", text="転入届", intent=None, entities=None, metadata={}
            ), client.is_down
        except BotUnavailableError as error:
            return error, client.is_down
        finally:
            await client.close()

    return asyncio.run(turn())


def test_a_turn_is_read_with_its_notes(peer: RasaPeer) -> None:
    peer.answering = lambda turn: turn_answer(TextMessage(text="はい。"), procedure="moving-in")
    reply, down = ask(peer)
    assert isinstance(reply, BotReply)
    assert reply.messages == (TextMessage(text="はい。"),)
    assert (reply.intent, reply.confidence) == ("ask_overview", 0.87654321)
    assert reply.noted["procedure"] == "moving-in"
    assert not down


@pytest.mark.parametrize(
    ("body", "status", "error", "is_down"),
    [
        ({"error": "no model"}, 503, BotUnavailableError, True),
        ({"messages": [], "intent": "greet", "confidence": 1.0}, 200, TurnFailedError, True),
        # These concern one turn: nobody else needs to hear of an outage.
        ({"error": "the turn failed"}, 500, TurnFailedError, False),
        ({"messages": 5}, 200, TurnFailedError, False),
        ("rubbish", 200, TurnFailedError, False),
    ],
)
def test_what_is_no_answer_is_an_error(
    peer: RasaPeer, body: Any, status: int, error: type[Exception], is_down: bool
) -> None:
    peer.answering = lambda turn: JSONResponse(body, status)
    raised, down = ask(peer)
    assert type(raised) is error
    assert down is is_down


def test_another_token_is_refused(peer: RasaPeer) -> None:
    raised, _ = ask(peer, token="another")
    assert isinstance(raised, BotUnavailableError)
    assert peer.turns == []


def test_a_rasa_that_does_not_listen_is_an_outage(peer: RasaPeer) -> None:
    peer.stop()
    raised, down = ask(peer)
    assert type(raised) is BotUnavailableError
    assert down


def test_what_was_said_is_in_no_error(peer: RasaPeer) -> None:
    peer.answering = lambda turn: JSONResponse({"messages": [{"text": "佐藤"}], "intent": 1}, 200)
    raised, _ = ask(peer)
    assert "佐藤" not in repr(raised)
    assert "転入届" not in repr(raised)


@pytest.mark.parametrize(("model", "up", "ready"), [(True, True, True), (False, True, False)])
def test_it_knows_whether_rasa_is_ready(peer: RasaPeer, model: bool, up: bool, ready: bool) -> None:
    peer.has_model = model

    async def check() -> bool:
        client = BotClient(f"http://127.0.0.1:{peer.port}", TOKEN)
        found = await client.is_ready()
        await client.close()
        return found

    assert asyncio.run(check()) is ready
    peer.stop()
    assert asyncio.run(check()) is False


def test_it_knows_whether_the_actions_answer(peer: RasaPeer) -> None:
    url = f"http://127.0.0.1:{peer.port}"
    assert asyncio.run(actions_answer(url)) is True
    peer.actions_are_up = False
    assert asyncio.run(actions_answer(url)) is False
    peer.stop()
    assert asyncio.run(actions_answer(url)) is False
