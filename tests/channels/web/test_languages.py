"""The web API in the resident's language: answers, history, stream and what is said meanwhile."""

from __future__ import annotations

from madoguchi.messages import TextMessage
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import turn_answer
from tests.channels.web.event_stream import opened

JAPANESE = "最初の質問です。"


def begin(gateway: Gateway, language: str) -> Talk:
    response = gateway.http.post(
        "/api/v1/conversations", json={"ward": "shibuya", "language": language}
    )
    assert response.status_code == 201, response.text
    started = response.json()
    return Talk(gateway.http, started["id"], started["token"], started["messages"])


def test_the_greeting_answer_and_history_are_in_the_language(gateway: Gateway) -> None:
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text=JAPANESE))
    talk = begin(gateway, "zh")
    assert talk.greeting[0]["language"] == "zh-Hans"
    (answer,) = talk.say("你好")["messages"]
    assert (answer["language"], answer["translated_by"]) == ("zh-Hans", "curated")
    assert answer["original"] == JAPANESE
    assert talk.history()["messages"][-1]["message"] == answer


def test_traditional_chinese_is_not_answered_in_simplified(gateway: Gateway) -> None:
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text=JAPANESE))
    (answer,) = begin(gateway, "zh-Hant").say("你好")["messages"]
    assert (answer["language"], answer["text"]) == ("zh-Hant", "這是第一個問題。")


def test_the_stream_and_the_transcript_show_the_same(gateway: Gateway) -> None:
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text=JAPANESE))
    talk = begin(gateway, "en")
    (answer,) = talk.say("Hello")["messages"]
    with opened(gateway.base, talk.url, talk.headers, after=2) as stream:
        event = stream.next("message")
    assert event.data["message"] == answer
    written = gateway.http.get(f"{talk.url}/transcript", headers=talk.headers).text
    assert answer["text"] in written
    assert f"（{JAPANESE}）" in written


def test_a_language_that_is_asked_for_is_kept_and_shown_at_once(gateway: Gateway) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text=JAPANESE), intent="set_language", language="ko"
    )
    talk = begin(gateway, "ja")
    (answer,) = talk.say("한국어로")["messages"]
    assert answer["language"] == "ko"
    assert talk.history()["messages"][0]["message"]["language"] == "ko", "the greeting as well"
