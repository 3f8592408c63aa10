"""The channel over real HTTP: text stays text, buttons are certain, only the gateway comes in.

The agent is the one thing that is not Rasa's: it reads ``/intent{...}`` as Rasa does, knows a few
words, and lets the "actions" say what they were given.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from types import SimpleNamespace
from typing import Any, AsyncIterator, Dict, List, Text, Tuple

import aiohttp
import pytest
import pytest_asyncio
from bot.channel import FULL_WIDTH_SLASH, GatewayInput, typed_text
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.training_data.message import Message
from sanic import Sanic

TOKEN = "the-token"
WORDS = {"期限": "ask_deadline", "こんにちは": "greet", "はい": "affirm", "消して": "delete_data"}
DOMAIN = Domain.from_yaml(
    "intents: [greet, affirm, ask_deadline, delete_data, set_ward, restart]\nentities: [ward]"
)


class Agent:
    """Understands as Rasa does where a message is an intent payload, and a few words otherwise."""

    def __init__(self) -> None:
        self.ready = True
        self.handled: List[UserMessage] = []
        self.parsed: List[Text] = []
        self.failure: Any = None
        self.processor = SimpleNamespace(
            parse_message=self.parse_message, model_filename="0123456789abcdef.tar.gz",
            model_path="0123456789abcdef.tar.gz",
        )
        self.tracker_store: Any = SimpleNamespace(
            _tracker_store=SimpleNamespace(erase=self.erase, unsay=self.unsay)
        )
        self.lock_store = InMemoryLockStore()
        self.erased: List[Text] = []
        self.unsaid: List[Tuple[Text, Text]] = []

    def is_ready(self) -> bool:
        return self.ready

    def erase(self, sender_id: Text) -> int:
        self.erased.append(sender_id)
        return 7

    def unsay(self, sender_id: Text, message_id: Text) -> int:
        self.unsaid.append((sender_id, message_id))
        return 2

    async def parse_message(self, message: UserMessage) -> Dict[Text, Any]:
        text = message.text or ""
        self.parsed.append(text)
        if text.startswith("/"):  # as rasa.core.processor does, by the regex message handler
            read = YAMLStoryReader.unpack_regex_message(Message.build(text=text), domain=DOMAIN)
            return {"text": text, "intent_ranking": [], **read.as_dict()}
        intent = next((name for word, name in WORDS.items() if word in text), "nlu_fallback")
        found = {"name": intent, "confidence": 0.9}
        return {"text": text, "intent": found, "intent_ranking": [found], "entities": []}

    async def handle_message(self, message: UserMessage) -> None:
        if self.failure is not None:
            raise self.failure
        self.handled.append(message)
        await message.output_channel.send_custom_json(
            message.sender_id, {"message": {"kind": "text", "text": message.text}}
        )


@pytest.fixture
def agent() -> Agent:
    return Agent()


@pytest_asyncio.fixture
async def rasa(agent: Agent) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of a Sanic server with the channel, as the gateway speaks to it."""
    Sanic.test_mode = True  # else it takes its own source apart, which works once a process
    app = Sanic(f"rasa-{id(agent)}", configure_logging=False)
    app.ctx.agent = agent

    async def never(message: UserMessage) -> None:
        raise AssertionError("the channel speaks to the agent itself")

    app.blueprint(GatewayInput(TOKEN).blueprint(never), url_prefix="/webhooks/gateway")
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    await server.startup()
    port = listener.getsockname()[1]
    async with aiohttp.ClientSession(
        f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {TOKEN}"}
    ) as session:
        yield session
    server.close()
    await server.wait_closed()


async def say(rasa: aiohttp.ClientSession, text: Text, **more: Any) -> Dict[Text, Any]:
    body = {"sender": "s", "message_id": "s:1", "text": text, "metadata": {"ward": "nerima"}, **more}
    async with rasa.post("/webhooks/gateway/webhook", json=body) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def test_a_turn_comes_back_with_what_was_said_and_understood(
    rasa: aiohttp.ClientSession, agent: Agent
) -> None:
    answer = await say(rasa, "期限はいつですか")
    assert answer == {
        "messages": [
            {
                "recipient_id": "s",
                "custom": {"message": {"kind": "text", "text": "期限はいつですか"}},
            }
        ],
        "intent": "ask_deadline",
        "confidence": 0.9,
        "model": "0123456789abcdef",
    }
    (message,) = agent.handled
    assert (message.sender_id, message.message_id) == ("s", "s:1")
    assert message.metadata == {"ward": "nerima"}
    assert message.input_channel == "gateway"


@pytest.mark.parametrize(
    "typed",
    [
        "/affirm",
        "  /affirm",
        "\n\t/affirm",
        "\u3000/affirm",
        '/set_ward{"ward": "nerima"}',
        "/restart",
        "/delete_data",
        "//affirm",
        "こんにちは。/delete_data",
        "こんにちは。 /delete_data",
        "こんにちは、/delete_data",
        "こんにちは\n/delete_data",
        "こんにちは！/restart",
    ],
)
async def test_a_typed_intent_payload_is_text_wherever_it_stands(
    rasa: aiohttp.ClientSession, agent: Agent, typed: Text
) -> None:
    answer = await say(rasa, typed)
    assert answer["intent"] in ("greet", "nlu_fallback")
    assert answer["confidence"] < 1.0
    assert not any(text.startswith("/") for text in agent.parsed)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/affirm", FULL_WIDTH_SLASH + "affirm"),
        ("//affirm", FULL_WIDTH_SLASH + "/affirm"),
        (" 転入届 ", "転入届"),
        ("1/2通", "1/2通"),
        ("", ""),
    ],
)
def test_only_a_leading_slash_is_changed(typed: Text, text: Text) -> None:
    assert typed_text(typed) == text


async def test_of_several_sentences_the_one_that_wants_something_decides(
    rasa: aiohttp.ClientSession, agent: Agent
) -> None:
    answer = await say(rasa, "こんにちは。転入届の期限はいつですか。")
    assert answer["intent"] == "ask_deadline"
    assert agent.handled[0].parse_data["wish"] == "転入届の期限はいつですか。"
    assert agent.handled[0].text == "こんにちは。転入届の期限はいつですか。"


async def test_a_pressed_button_is_certain_and_the_words_are_not_read(
    rasa: aiohttp.ClientSession, agent: Agent
) -> None:
    answer = await say(rasa, "転入届", intent="set_ward", entities={"ward": "nerima"})
    assert (answer["intent"], answer["confidence"]) == ("set_ward", 1.0)
    assert agent.parsed == []
    (message,) = agent.handled
    assert message.parse_data["entities"] == [
        {"entity": "ward", "value": "nerima", "start": 0, "end": 0, "extractor": "button"}
    ]


async def test_a_button_needs_no_entities(rasa: aiohttp.ClientSession, agent: Agent) -> None:
    answer = await say(rasa, "", intent="affirm", entities=None)
    assert answer["intent"] == "affirm"
    assert agent.handled[0].parse_data["entities"] == []


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", TOKEN, "Basic x", "Bearer \u00e9"])
async def test_nobody_but_the_gateway_comes_in(
    rasa: aiohttp.ClientSession, agent: Agent, header: Text
) -> None:
    for method, path in (
        ("POST", "/webhooks/gateway/webhook"),
        ("DELETE", "/webhooks/gateway/conversations/s"),
        ("PUT", "/webhooks/gateway/model"),
    ):
        async with rasa.request(
            method, path, headers={"Authorization": header}, json={"text": "a"}
        ) as response:
            assert response.status == 401
    assert agent.handled == agent.erased == []


async def test_without_a_model_it_says_so(rasa: aiohttp.ClientSession, agent: Agent) -> None:
    agent.ready = False
    async with rasa.get("/webhooks/gateway/ready") as response:
        assert (response.status, await response.json()) == (503, {"ready": False, "model": None})
    body = {"sender": "s", "message_id": "1", "text": "a"}
    async with rasa.post("/webhooks/gateway/webhook", json=body) as response:
        assert response.status == 503
    agent.ready = True
    async with rasa.get("/webhooks/gateway/ready") as response:
        assert response.status == 200
        assert await response.json() == {"ready": True, "model": "0123456789abcdef"}


async def test_it_warms_up_once_before_it_is_ready(
    rasa: aiohttp.ClientSession, agent: Agent
) -> None:
    for _ in range(3):
        async with rasa.get("/webhooks/gateway/ready") as response:
            assert response.status == 200
    assert len(agent.parsed) == 1


async def test_a_failed_turn_is_told_and_logged_without_words(
    rasa: aiohttp.ClientSession, agent: Agent, caplog: pytest.LogCaptureFixture
) -> None:
    agent.failure = RasaException("佐藤美咲 said something")
    body = {"sender": "s", "message_id": "1", "text": "佐藤美咲です"}
    with caplog.at_level(logging.DEBUG):
        async with rasa.post("/webhooks/gateway/webhook", json=body) as response:
            assert response.status == 500
            assert "佐藤" not in await response.text()
    failed = [json.loads(r.message) for r in caplog.records if r.message.startswith("{")]
    assert {"event": "turn_failed", "error": "RasaException"} in failed
    assert "佐藤" not in caplog.text


async def test_erasing_reaches_the_store_under_rasas_wrappers(
    rasa: aiohttp.ClientSession, agent: Agent
) -> None:
    async with rasa.delete("/webhooks/gateway/conversations/abc-123") as response:
        assert (response.status, await response.json()) == (200, {"events": 7})
    assert agent.erased == ["abc-123"]


async def test_one_message_is_unsaid_after_the_turn_that_is_under_way(
    rasa: aiohttp.ClientSession, agent: Agent
) -> None:
    path = "/webhooks/gateway/conversations/abc-123/messages/abc-123:line-5"
    async with agent.lock_store.lock("abc-123"):
        waiting = asyncio.ensure_future(rasa.delete(path))
        await asyncio.sleep(0.2)
        assert agent.unsaid == []
    response = await waiting
    assert (response.status, await response.json()) == (200, {"events": 2})
    assert agent.unsaid == [("abc-123", "abc-123:line-5")]


async def test_the_gateway_may_change_the_model(rasa: aiohttp.ClientSession) -> None:
    path = "/webhooks/gateway/model"
    async with rasa.put(path, json={"model": "0123456789abcdef"}) as response:
        assert (response.status, await response.json()) == (200, {"model": "0123456789abcdef"})
    async with rasa.put(path, json={"model": "ffffffffffffffff"}) as response:
        assert response.status == 404
        assert "ffffffffffffffff" in (await response.json())["error"]


@pytest.mark.parametrize("credentials", [None, {}, {"token": ""}, {"token": None}])
def test_without_a_token_the_channel_does_not_open(credentials: Any) -> None:
    with pytest.raises(RasaException):
        GatewayInput.from_credentials(credentials)


def test_the_token_comes_from_the_credentials() -> None:
    assert GatewayInput.from_credentials({"token": "x"}).token == "x"
    assert GatewayInput.name() == "gateway"
