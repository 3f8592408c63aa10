"""A browser's voice connection, with real recognisers and voices.

Vosk's Korean is the fastest, but hears little of synthetic speech: it stands where it does not
matter what exactly is understood. Whisper's Japanese understands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from channels.voice import browser as browser_channel
from madoguchi.messages import TextMessage
from madoguchi.voice.audio import Resampler
from madoguchi.voice.recognition.recognisers import recogniser
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import eventually, turn_answer
from tests.channels.voice.browser_peer import RATE, SILENCE, BrowserPeer, spoken


@pytest.fixture(scope="module")
def channel_settings() -> dict[str, str]:
    return {"VOICE__MOST_SESSIONS": "2"}


@pytest.fixture(scope="module")
def question() -> bytes:
    return spoken("전입신고는 어디에서 하나요", "ko")


@pytest.fixture
def talk(gateway: Gateway) -> Talk:
    return begun(gateway, "ko")


def begun(gateway: Gateway, language: str) -> Talk:
    started = gateway.http.post(
        "/api/v1/conversations", json={"ward": "shibuya", "language": language}
    ).json()
    return Talk(gateway.http, started["id"], started["token"], started["messages"])


@pytest.fixture
def browser(gateway: Gateway) -> Iterator[BrowserPeer]:
    peer = BrowserPeer.open(gateway.base)
    yield peer
    peer.socket.close()


def converse(browser: BrowserPeer, talk: Talk, **more: Any) -> None:
    browser.start(talk.id, talk.token, **more)
    ready = browser.wait_for_type("ready")
    assert ready == {"type": "ready", "language": "ko", "listens": True, "speaks": True}


def has_sound(browser: BrowserPeer) -> Callable[[dict[str, Any]], bool]:
    return lambda message: message["type"] == "speech" and browser.sound[message["mark"]] != b""


def final(message: dict[str, Any]) -> bool:
    return message["type"] == "caption" and bool(message["final"])


def test_what_is_said_is_captioned_asked_and_answered_aloud(
    gateway: Gateway, browser: BrowserPeer
) -> None:
    talk = begun(gateway, "ja")
    browser.start(talk.id, talk.token)
    browser.wait_for_type("speech")  # the greeting
    browser.say(spoken("引っ越しの手続きを教えてください。", "ja"))
    assert "教えて" in browser.wait_for(final)["text"]
    eventually(lambda: len(gateway.peer.turns) == 1)
    speech = browser.wait_for_type("speech")
    assert len(browser.sound[speech["mark"]]) > 0.3 * 2 * speech["rate"]
    assert [role for role, _ in talk.texts()] == ["resident", "assistant"]


def test_captions_come_while_it_is_said(browser: BrowserPeer, talk: Talk, question: bytes) -> None:
    converse(browser, talk)
    browser.say(question)
    browser.wait_for(final)
    partial = [one for one in browser.messages if one["type"] == "caption" and not one["final"]]
    assert partial


def test_who_speaks_is_not_spoken_to(
    gateway: Gateway, browser: BrowserPeer, talk: Talk, question: bytes
) -> None:
    browser.is_slow = True  # the greeting is never played to its end
    converse(browser, talk)
    browser.wait_for_type("speech")
    browser.say(question)
    browser.wait_for_type("clear")


def test_dictation_is_captioned_and_nothing_more(
    gateway: Gateway, browser: BrowserPeer, talk: Talk, question: bytes
) -> None:
    converse(browser, talk, mode="dictate")
    browser.say(question)
    browser.wait_for(final)
    browser.tell(type="stop")
    with pytest.raises(ConnectionClosed):
        browser.wait_for_type("speech", 10)
    assert gateway.peer.turns == []


def test_letting_go_of_the_button_ends_what_is_said(
    browser: BrowserPeer, talk: Talk, question: bytes
) -> None:
    converse(browser, talk, mode="dictate")
    browser.say(question[: -len(SILENCE) * 2])
    browser.tell(type="talk", on=False)
    assert browser.wait_for(final)["text"]


def test_other_rates_are_understood(browser: BrowserPeer, talk: Talk, question: bytes) -> None:
    converse(browser, talk, mode="dictate", sample_rate=44_100)
    resampler = Resampler(RATE, 44_100)
    browser.say(resampler.feed(question) + resampler.finish())
    assert browser.wait_for(final)["text"]


def test_frames_may_end_within_a_sample(browser: BrowserPeer, talk: Talk, question: bytes) -> None:
    converse(browser, talk, mode="dictate")
    for start in range(0, len(question), 1_281):
        browser.socket.send(question[start : start + 1_281])
    assert browser.wait_for(final)["text"]


def test_an_answer_to_typed_words_is_spoken_too(
    gateway: Gateway, browser: BrowserPeer, talk: Talk
) -> None:
    converse(browser, talk)
    browser.wait_for_type("speech")
    talk.say("전입신고")
    browser.wait_for_type("speech")


def test_what_is_only_to_be_read_comes_without_sound(browser: BrowserPeer, talk: Talk) -> None:
    converse(browser, talk, aloud=False)
    greeting = browser.wait_for_type("speech")
    assert greeting["text"]
    assert browser.sound[greeting["mark"]] == b""
    browser.tell(type="aloud", on=True)
    talk.say("전입신고")
    assert browser.sound[browser.wait_for(has_sound(browser))["mark"]]


def test_a_language_without_a_voice_is_written(gateway: Gateway, browser: BrowserPeer) -> None:
    talk = begun(gateway, "tl")
    browser.start(talk.id, talk.token)
    assert browser.wait_for_type("ready")["speaks"] is False
    greeting = browser.wait_for_type("speech")
    assert (browser.sound[greeting["mark"]], bool(greeting["text"])) == (b"", True)
    browser.tell(type="quiet")
    browser.tell(type="sing")
    browser.wait_for_type("problem")  # it is still there


def test_who_comes_back_is_not_greeted_again(browser: BrowserPeer, talk: Talk) -> None:
    converse(browser, talk, resumes=True)
    assert (
        browser.wait_for_type("speech")["text"] is None
    )  # the last answer, which is on the screen


def test_empty_frames_keep_the_connection(
    browser: BrowserPeer, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_channel, "QUIET_SECONDS", 1.0)
    converse(browser, talk, mode="dictate")
    for _ in range(8):
        browser.socket.send(b"")
        time.sleep(0.25)
    browser.tell(type="sing")
    browser.wait_for_type("problem")  # it is still there
    with pytest.raises(ConnectionClosed):  # and now nothing comes any more
        browser.wait_for_type("ready", 10)


def test_another_language_is_listened_to_and_spoken(
    gateway: Gateway, browser: BrowserPeer, talk: Talk
) -> None:
    converse(browser, talk)
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="ここからは英語でご案内します。"), language="en"
    )
    talk.say("English please")
    ready = browser.wait_for_type("ready")
    assert ready["language"] == "en"
    assert ready["listens"] == (recogniser("en") is not None)


@pytest.mark.parametrize(
    ("first", "field"),
    [
        ({"type": "start"}, "conversation"),
        ({"type": "stop"}, "type"),
        ({"type": "sing"}, "type"),
        ({"type": "start", "conversation": "x", "token": "y", "consent": False}, "consent"),
        (
            {"type": "start", "conversation": "x", "token": "y", "consent": True,
             "sample_rate": 4_000},
            "sample_rate",
        ),
    ],
)  # fmt: skip
def test_a_wrong_beginning_is_refused_with_the_field(
    browser: BrowserPeer, first: dict[str, Any], field: str
) -> None:
    browser.tell(**first)
    problem = browser.wait_for_type("problem")
    assert problem["code"] == "invalid-start"
    assert field in problem["errors"][0]["field"]
    with pytest.raises(ConnectionClosed):
        browser.wait_for_type("ready")


def test_sound_before_the_start_is_refused(browser: BrowserPeer) -> None:
    browser.say(b"\0" * 640)
    assert browser.wait_for_type("problem")["code"] == "invalid-start"


def test_a_token_of_somebody_else_is_refused(
    gateway: Gateway, browser: BrowserPeer, talk: Talk
) -> None:
    browser.start(talk.id, gateway.talk().token)
    assert browser.wait_for_type("problem")["code"] == "unknown-conversation"


@pytest.mark.parametrize("rubbish", ["", "{", "[]", '{"type":"talk"}', '{"type":"start"}', "話す"])
def test_rubbish_is_told_and_costs_nothing(
    browser: BrowserPeer, talk: Talk, question: bytes, rubbish: str
) -> None:
    converse(browser, talk, mode="dictate")
    browser.socket.send(rubbish)
    assert browser.wait_for_type("problem")["code"] == "invalid-message"
    browser.say(question)
    browser.wait_for(final)


def test_a_frame_that_is_too_long_ends_it(browser: BrowserPeer, talk: Talk) -> None:
    converse(browser, talk)
    browser.socket.send(b"\0" * 70_000)
    assert browser.wait_for_type("problem")["code"] == "frame-too-long"


def test_sound_faster_than_speech_ends_it(browser: BrowserPeer, talk: Talk) -> None:
    converse(browser, talk, sample_rate=8_000)
    with suppress(ConnectionClosed):
        for _ in range(1_000):
            browser.socket.send(b"\1\2" * 30_000)
    with pytest.raises(ConnectionClosed):
        browser.wait_for_type("ready", 20)


def test_over_the_limit_is_refused_and_a_free_line_taken(
    gateway: Gateway, browser: BrowserPeer, talk: Talk
) -> None:
    converse(browser, talk)
    second = BrowserPeer.open(gateway.base)
    second.start(talk.id, talk.token)
    second.wait_for_type("ready")
    third = BrowserPeer.open(gateway.base)
    assert third.wait_for_type("problem")["code"] == "busy"
    second.tell(type="stop")
    with pytest.raises(ConnectionClosed):
        second.wait_for_type("problem", 10)
    fourth = BrowserPeer.open(gateway.base)
    fourth.start(talk.id, talk.token)
    fourth.wait_for_type("ready")
    for peer in (third, fourth):
        peer.socket.close()


def test_it_ends_with_the_conversation(browser: BrowserPeer, talk: Talk) -> None:
    converse(browser, talk)
    assert talk.http.delete(talk.url, headers=talk.headers).status_code == 204
    with pytest.raises(ConnectionClosed):
        browser.wait_for_type("problem", 10)


def test_no_sound_and_no_word_is_kept(
    gateway: Gateway, browser: BrowserPeer, talk: Talk, question: bytes
) -> None:
    converse(browser, talk, mode="dictate")
    browser.say(question)
    heard = browser.wait_for(final)["text"]
    stored = gateway.stored_bytes()
    assert question[RATE : RATE + 2_000] not in stored
    assert heard.encode() not in stored
