"""Calls as a provider streams them, with real recognisers and voices, and a real bridge."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs
from websockets.exceptions import ConnectionClosed, InvalidStatus

from channels.voice.telephone import access, calls, inbound
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.conversations import continuation_code
from madoguchi.forms import application
from madoguchi.languages.strings import text
from madoguchi.messages import ChoicesMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import CallRow, ConversationRow, TextMessageRow
from madoguchi.voice.manners import retries
from tests.channels.conftest import Gateway
from tests.channels.rasa_peer import Server, eventually, turn_answer
from tests.channels.voice.caller import RATE, SILENCE, TOKEN, Caller, sound_of, spoken
from tests.channels.voice.telephone.bridge_peer import SECRET, BridgePeer

NUMBER = "+819012345678"
PUBLIC_URL = "https://madoguchi.example.jp"
AUTH_TOKEN = "the-auth-token-of-an-account"
REQUEST = spoken("引っ越しの手続きを教えてください。")


@pytest.fixture(scope="module")
def _bridge() -> Iterator[tuple[BridgePeer, int]]:
    peer = BridgePeer()
    server = Server(peer.app())
    yield peer, server.port
    server.stop()


@pytest.fixture
def bridge(_bridge: tuple[BridgePeer, int]) -> BridgePeer:
    peer = _bridge[0]
    peer.statuses, peer.orders, peer.texts = [], [], []
    return peer


@pytest.fixture(scope="module")
def channel_settings(_bridge: tuple[BridgePeer, int]) -> dict[str, str]:
    base = f"http://127.0.0.1:{_bridge[1]}"
    return {
        "PUBLIC_URL": PUBLIC_URL,
        "VOICE__MOST_SESSIONS": "2",
        "VOICE__TELEPHONE_TOKEN": TOKEN,
        "VOICE__TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "VOICE__CONTROL_URL": f"{base}/calls",
        "VOICE__SMS_URL": f"{base}/texts",
        "VOICE__BRIDGE_SECRET": SECRET,
    }


@pytest.fixture
def caller(gateway: Gateway, bridge: BridgePeer) -> Iterator[Caller]:
    call = Caller.dial(gateway.base)
    yield call
    call.socket.close()


@pytest.fixture
def server_log() -> Iterator[list[str]]:
    """What the server itself logs."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


def say_so(key: str, **values: str) -> str:
    return text("ja", f"voice.{key}", **values)


def greeted(caller: Caller, **parameters: Any) -> None:
    caller.begin(**parameters)
    caller.hear_words(say_so("begin_how"))


def asked(gateway: Gateway, caller: Caller, **parameters: Any) -> None:
    """Greeted in Japanese, and understood."""
    caller.begin(**parameters)
    caller.hear_words(say_so("begin_how"))
    caller.say(REQUEST)
    eventually(lambda: len(gateway.peer.turns) == 1, 60)


def is_closed(caller: Caller, seconds: float = 30.0) -> bool:
    with pytest.raises(ConnectionClosed):
        caller.listen(lambda: False, seconds)
    return True


def conversation_of_last_call() -> str:
    with transaction() as session:
        newest = select(ConversationRow.id).where(ConversationRow.channel == "voice")
        found = session.scalar(newest.order_by(ConversationRow.created_at.desc()))
    assert found is not None
    return found


def choice(*labels: str) -> ChoicesMessage:
    return ChoicesMessage.model_validate(
        {
            "text": "どちらですか。",
            "choices": [{"label": label, "postback": f"procedure:{label}"} for label in labels],
        }
    )


def open_form(gateway: Gateway) -> None:
    """Have Rasa's side open an application in the conversation that speaks next."""

    def answering(turn: dict[str, Any]) -> Any:
        with transaction() as session:
            outcome = application.begin(
                session, catalogue(), conversation_id=turn["sender"], message_id=turn["message_id"],
                procedure_id="road-damage-report", ward_id="shibuya", opening="",
                now=system_clock(),
            )  # fmt: skip
        return turn_answer(*outcome.messages)

    gateway.peer.answering = answering


def test_a_caller_is_greeted_heard_and_answered(gateway: Gateway, caller: Caller) -> None:
    asked(gateway, caller)
    assert "教えて" in gateway.peer.said[0]
    assert gateway.peer.turns[0]["metadata"]["ward"] == "shibuya"
    assert len(caller.hear()) > RATE // 2


def test_who_speaks_is_not_spoken_to(gateway: Gateway, caller: Caller) -> None:
    caller.is_slow = True
    caller.begin()
    caller.hear()
    caller.say(REQUEST)
    caller.listen(lambda: caller.clears == 1)
    eventually(lambda: gateway.peer.turns, 60)  # else the next test's Rasa would be asked


def test_keys_choose(gateway: Gateway, caller: Caller) -> None:
    gateway.peer.answering = lambda turn: turn_answer(choice("moving-in", "moving-out"))
    asked(gateway, caller)
    caller.hear_words("どちらですか。\n1番、moving-in。\n2番、moving-out。")
    caller.press("2")
    eventually(lambda: len(gateway.peer.turns) == 2)
    assert gateway.peer.turns[1]["entities"] == {"procedure": "moving-out"}


def test_a_star_says_it_again(caller: Caller) -> None:
    greeted(caller)
    caller.press("*")
    caller.hear_words(say_so("begin_how"))


def test_a_caller_is_connected_with_a_summary(bridge: BridgePeer, caller: Caller) -> None:
    greeted(caller)
    caller.press("0")
    caller.hear_words(say_so("connecting"))
    assert is_closed(caller)
    (order,) = bridge.orders
    assert (order["call"], order["action"]) == ("CA42", "transfer")
    assert order["number"] == catalogue().ward("shibuya").office.phone
    assert "音声案内" in order["summary"]


def test_a_bridge_that_stumbles_is_asked_again(bridge: BridgePeer, caller: Caller) -> None:
    bridge.statuses = [503, 503]
    greeted(caller)
    caller.press("0")
    assert is_closed(caller)
    assert [order["action"] for order in bridge.orders] == ["transfer"] * 3


def test_who_cannot_be_connected_is_told_the_number(bridge: BridgePeer, caller: Caller) -> None:
    bridge.statuses = [404]
    greeted(caller)
    caller.press("0")
    number = catalogue().ward("shibuya").office.phone
    caller.hear_words(say_so("not_connected"))
    caller.hear_words(say_so("call_number", number=number))
    caller.hear_words(say_so("receipt_again", number=number))
    caller.hear_words(say_so("what_else"))


def test_silence_ends_the_call(
    bridge: BridgePeer, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "SILENCE_SECONDS", 0.2)
    greeted(caller)
    caller.hear_words(say_so("are_you_there"))
    caller.hear_words(say_so("goodbye"))
    assert is_closed(caller)
    assert [order["action"] for order in bridge.orders] == ["hangup"]


def test_a_call_ends_after_its_time(
    bridge: BridgePeer, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "MOST_SECONDS", 0.5)
    caller.begin()
    caller.hear_words(say_so("time_is_up"))
    assert is_closed(caller)
    assert [order["action"] for order in bridge.orders] == ["hangup"]


def test_a_provider_that_never_says_stop_is_let_go(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "QUIET_SECONDS", 0.5)
    caller.is_slow = True
    caller.begin()
    assert is_closed(caller)


def test_an_application_can_be_gone_on_with_by_the_code_that_was_sent(
    gateway: Gateway, bridge: BridgePeer, caller: Caller
) -> None:
    open_form(gateway)
    asked(gateway, caller, **{"from": NUMBER})
    caller.hear_words(say_so("continuation_send"))
    caller.press("1")
    eventually(lambda: len(bridge.texts) == 1)
    (sent,) = bridge.texts
    assert sent["to"] == NUMBER
    code = sent["text"].split("番号は ")[1].split(" ")[0]
    assert continuation_code.find(code)
    assert f"{PUBLIC_URL}/?ward=shibuya&lang=ja#continue={code}" in sent["text"].splitlines()
    assert set(sound_of(say_so("continuation", code=code))) <= set(caller.heard)
    eventually(_no_text_messages)
    assert code.encode() not in gateway.stored_bytes()


def _no_text_messages() -> bool:
    with transaction() as session:
        return session.scalar(select(TextMessageRow.id)) is None


def test_a_code_is_only_spoken_where_the_number_is_withheld(
    gateway: Gateway, bridge: BridgePeer, caller: Caller
) -> None:
    open_form(gateway)
    asked(gateway, caller, **{"from": "anonymous"})
    caller.hear_words(catalogue().procedures["road-damage-report"].form.fields[0].question)
    offered = sound_of(say_so("continuation_send"))[0]
    assert offered not in caller.heard
    with transaction() as session:
        assert calls.number_of(session, conversation_of_last_call()) is None


def test_who_calls_again_is_asked_whether_to_go_on(gateway: Gateway, caller: Caller) -> None:
    number = "+819087654321"
    open_form(gateway)
    asked(gateway, caller, **{"from": number})
    caller.hear_words(say_so("continuation_send"))
    caller.socket.close()  # the call drops
    gateway.peer.reset()
    again = Caller.dial(gateway.base)
    number_as_written: dict[str, Any] = {"from": "090-8765-4321"}
    again.begin(**number_as_written)
    again.hear_words(say_so("continuation_ask"))
    again.press("1")
    eventually(lambda: len(gateway.peer.turns) == 1)
    assert gateway.peer.turns[0]["intent"] == "start_application"
    assert continuation_code.find(gateway.peer.said[0])
    again.socket.close()


def test_numbers_are_unreadable_and_forgotten_after_a_day(gateway: Gateway, caller: Caller) -> None:
    number = "+819011112222"
    greeted(caller, **{"from": number})
    assert number[1:].encode() not in gateway.stored_bytes()
    with transaction() as session:
        assert calls.number_of(session, conversation_of_last_call()) == number
        calls.forget(session, system_clock() + calls.KEPT)
        assert session.scalar(select(CallRow.number)) is None


def test_over_the_limit_callers_are_told_so_politely(gateway: Gateway, caller: Caller) -> None:
    greeted(caller)
    second = Caller.dial(gateway.base)
    greeted(second)
    third = Caller.dial(gateway.base)
    third.begin()
    third.hear_words(say_so("all_lines_busy"))
    third.hang_up()
    assert is_closed(third)
    second.hang_up()
    assert is_closed(second)
    fourth = Caller.dial(gateway.base)
    greeted(fourth)
    fourth.socket.close()


def test_a_hundred_at_once_are_each_answered(gateway: Gateway, bridge: BridgePeer) -> None:
    callers = [Caller.dial(gateway.base) for _ in range(100)]
    for each in callers:
        each.begin()
    greeting = sound_of(say_so("begin_how"))[0]
    busy = sound_of(say_so("all_lines_busy"))[0]
    for each in callers:
        each.listen(lambda each=each: greeting in each.heard or busy in each.heard, 60)  # type: ignore[misc]
    assert sum(greeting in each.heard for each in callers) == 2
    for each in callers:
        each.socket.close()
    assert gateway.http.get("/healthz").status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x"])
def test_a_wrong_token_is_refused(caller: Caller, token: str) -> None:
    caller.begin(token=token)
    with pytest.raises(ConnectionClosed) as closed:
        caller.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


def test_a_token_may_come_in_a_header(gateway: Gateway) -> None:
    caller = Caller.dial(gateway.base, Authorization=f"Bearer {TOKEN}")
    caller.begin(token="")
    caller.hear()
    caller.socket.close()


def test_what_twilio_has_signed_needs_no_token(gateway: Gateway) -> None:
    url = "wss://madoguchi.example.jp/channels/voice/telephone/shibuya"
    signed = {"X-Twilio-Signature": access.signature(AUTH_TOKEN, url)}
    caller = Caller.dial(gateway.base, **signed)
    caller.begin(token="")
    caller.hear()
    caller.socket.close()


@pytest.mark.parametrize(
    ("ward", "headers"),
    [
        ("atlantis", {}),
        ("shibuya", {"X-Twilio-Signature": "wrong"}),
        ("shibuya", {"Authorization": "Bearer wrong"}),
        ("shibuya", {"Authorization": "Bearer"}),
    ],
)
def test_what_is_wrong_from_the_start_is_not_accepted(
    gateway: Gateway, ward: str, headers: dict[str, str]
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        Caller.dial(gateway.base, ward, **headers)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "media",
    [
        {"encoding": "audio/x-mulaw", "sampleRate": 16000, "channels": 1},
        {"encoding": "audio/x-l16", "sampleRate": 8000, "channels": 1},
        {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 2},
    ],
)
def test_another_format_is_refused_by_name(caller: Caller, media: dict[str, Any]) -> None:
    caller.begin(media=media)
    with pytest.raises(ConnectionClosed) as closed:
        caller.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1003
    assert "mediaFormat" in closed.value.rcvd.reason


def test_sound_before_the_start_is_refused(caller: Caller) -> None:
    caller.say(SILENCE[: RATE // 50])
    assert is_closed(caller)


@pytest.mark.parametrize(
    "torn",
    ["", "{", "[]", '{"event":"media"}', '{"event":"media","media":{"payload":"A"}}', "もしもし",
     '{"event":"dtmf","dtmf":{"digit":"12"}}', '{"event":"sing"}',
     '{"event":"mark","mark":{"name":"x"}}'],
)  # fmt: skip
def test_torn_messages_cost_nobody_the_call(caller: Caller, torn: str) -> None:
    greeted(caller)
    caller.socket.send(torn)
    caller.socket.send(torn.encode() + b"\xff")
    caller.press("*")
    caller.hear_words(say_so("begin_how"))


def test_nothing_but_rubbish_ends_the_call(caller: Caller) -> None:
    greeted(caller)
    for _ in range(inbound.MOST_UNREADABLE):
        caller.socket.send("{")
    assert is_closed(caller)


def test_sound_faster_than_speech_ends_the_call(caller: Caller) -> None:
    greeted(caller)
    with pytest.raises(ConnectionClosed):  # noqa: PT012 - it may close while it is sent to
        for _ in range(100):
            caller.say(SILENCE)
        caller.listen(lambda: False, 30)


def test_nothing_said_or_heard_is_logged_or_kept(
    gateway: Gateway, caller: Caller, server_log: list[str]
) -> None:
    with capture_logs() as entries:
        asked(gateway, caller, **{"from": NUMBER})
        caller.hang_up()
        eventually(lambda: "call_ended" in [entry["event"] for entry in entries])
    logged = f"{entries} {server_log}"
    assert "turn_answered" in logged  # what is logged is seen here
    assert gateway.peer.said[0] not in logged
    assert NUMBER[1:] not in logged
    assert TOKEN not in logged
    assert REQUEST[RATE : RATE + 1_000] not in gateway.stored_bytes()
