"""Outages: a polite word at once, the message kept, the answer when everything is back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from channels import turn_workflow
from madoguchi.messages import TextMessage
from madoguchi.settings import settings
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import Answering, echo, eventually, turn_answer

POLITE = "申し訳ありません。ただいま応答に時間がかかっています。"
PHONE = "渋谷区役所（電話 03-3463-1211）"


def answered(talk: Talk, text: str) -> Callable[[], bool]:
    """Whether the history holds this answer."""
    return lambda: ("assistant", text) in talk.texts()


def failing_then(first: Response, times: int) -> Answering:
    """Fails so often, then echoes."""
    left = [first] * times

    def answer(turn: dict[str, Any]) -> Response:
        return left.pop() if left else echo(turn)

    return answer


def test_while_rasa_is_away_the_resident_gets_the_wards_phone(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.stop()
    answer = talk.say("転入届")
    (message,) = answer["messages"]
    assert message["text"].startswith(POLITE)
    assert PHONE in message["text"]
    assert "保存しました" in message["text"]
    assert answer["pending"] is True
    assert answer["understanding"]["intent"] is None
    assert talk.texts() == [("resident", "転入届")], "the message is kept, the apology is not"
    assert talk.history()["pending"] is True


def test_without_a_ward_the_apology_names_no_phone(gateway: Gateway) -> None:
    gateway.peer.stop()
    (message,) = gateway.talk(None).say("転入届")["messages"]
    assert "お住まいの区の区役所へお電話ください。" in message["text"]


def test_when_rasa_is_back_everything_is_answered_in_order_and_once(
    gateway: Gateway, talk: Talk
) -> None:
    gateway.peer.stop()
    for text in ("一", "二"):
        assert talk.say(text, client_message_id=text.encode().hex())["pending"] is True
    gateway.peer.start()
    eventually(lambda: not talk.history()["pending"])
    assert gateway.peer.said == ["一", "二"]
    assert [text for role, text in talk.texts() if role == "assistant"] == [
        "「一」ですね。",
        "「二」ですね。",
    ]
    again = talk.say("一", client_message_id="一".encode().hex())
    assert (again["messages"][0]["text"], again["pending"]) == ("「一」ですね。", False)
    assert gateway.peer.said == ["一", "二"]


def test_an_outage_of_a_moment_is_not_noticed(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.answering = failing_then(JSONResponse({"error": "no model is loaded"}, 503), 1)
    answer = talk.say("転入届")
    assert answer["messages"][0]["text"] == "「転入届」ですね。"
    assert gateway.peer.said == ["転入届"] * 2


def test_a_slow_answer_is_waited_for(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.delay_s = 0.8
    assert talk.say("転入届")["messages"][0]["text"] == "「転入届」ですね。"


def test_an_answer_slower_than_patience_follows_later(
    gateway: Gateway, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = settings().model_copy(update={"turn_timeout_seconds": 0.6})
    monkeypatch.setattr(turn_workflow, "settings", lambda: impatient)
    gateway.peer.delay_s = 1.2
    assert talk.say("転入届")["pending"] is True
    eventually(answered(talk, "「転入届」ですね。"))
    assert gateway.peer.said == ["転入届"], "patience ends, the work does not start over"


RUBBISH: dict[str, Response] = {
    "no JSON": PlainTextResponse("<html>"),
    "empty": Response(b""),
    "a list": JSONResponse([]),
    "null": JSONResponse(None),
    "no messages": JSONResponse({"intent": "greet", "confidence": 1.0}),
    "messages null": JSONResponse({"messages": None, "intent": "greet", "confidence": 1.0}),
    "messages of text": JSONResponse({"messages": ["hi"], "intent": "greet", "confidence": 1.0}),
    "an unknown kind": JSONResponse(
        {"messages": [{"custom": {"message": {"kind": "dance", "text": "x"}}}],
         "intent": "greet", "confidence": 1.0}
    ),
    "no intent": JSONResponse({"messages": [{"text": "x"}], "confidence": 1.0}),
    "confidence of text": JSONResponse(
        {"messages": [{"text": "x"}], "intent": "greet", "confidence": "high"}
    ),
    "nothing said": JSONResponse({"messages": [], "intent": "greet", "confidence": 1.0}),
    "a failed turn": JSONResponse({"error": "the turn failed"}, 500),
}  # fmt: skip


@pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH)
def test_a_turn_that_only_gets_rubbish_is_given_up_and_blocks_nothing(
    gateway: Gateway, talk: Talk, monkeypatch: pytest.MonkeyPatch, rubbish: Response
) -> None:
    monkeypatch.setattr(turn_workflow, "MOST_FAILURES", 2)
    gateway.peer.answering = lambda turn: rubbish
    answer = talk.say("転入届")
    if answer["pending"]:  # the second try came a little later than the resident's moment
        eventually(lambda: not talk.history()["pending"])
        answer = talk.say("転入届", client_message_id=_first_id(talk))
    (message,) = answer["messages"]
    assert "うまくお答えできませんでした" in message["text"]
    assert PHONE in message["text"]
    assert answer["understanding"]["intent"] == "turn_failed"
    assert gateway.peer.said == ["転入届"] * 2
    gateway.peer.answering = echo
    assert talk.say("転出届")["messages"][0]["text"] == "「転出届」ですね。"


def _first_id(talk: Talk) -> str:
    from sqlalchemy import select

    from madoguchi.storage.database import transaction
    from madoguchi.storage.tables import TurnRow

    with transaction() as session:
        query = select(TurnRow.client_message_id).where(
            TurnRow.conversation_id == talk.id, TurnRow.seq == 2
        )
        return str(session.scalar(query))


def test_while_the_action_server_is_away_the_turn_waits_for_it(
    gateway: Gateway, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_workflow, "MOST_FAILURES", 1)
    silent = JSONResponse({"messages": [], "intent": "greet", "confidence": 1.0})
    gateway.peer.answering = lambda turn: silent
    gateway.peer.actions_are_up = False
    answer = talk.say("転入届")
    assert answer["pending"] is True
    assert PHONE in answer["messages"][0]["text"]
    gateway.peer.answering, gateway.peer.actions_are_up = echo, True
    eventually(answered(talk, "「転入届」ですね。"))


def test_a_wrong_token_between_gateway_and_rasa_is_an_outage(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.answering = failing_then(JSONResponse({"error": "token"}, 401), 3)
    assert talk.say("転入届")["pending"] is True
    eventually(answered(talk, "「転入届」ですね。"))


def test_rasa_that_never_comes_back_does_not_block_the_conversation(
    gateway: Gateway, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = settings().model_copy(update={"bot_retry_seconds": 0.5})
    monkeypatch.setattr(turn_workflow, "settings", lambda: short)
    gateway.peer.stop()
    talk.say("転入届")
    eventually(lambda: not talk.history()["pending"])
    assert "うまくお答えできませんでした" in talk.texts()[-1][1]
    gateway.peer.start()
    assert talk.say("転出届")["messages"][0]["text"] == "「転出届」ですね。"


def test_a_restart_of_the_gateway_takes_up_what_it_promised(gateway: Gateway) -> None:
    gateway.peer.stop()
    talk = gateway.talk()
    assert talk.say("転入届")["pending"] is True
    gateway.restart()
    gateway.peer.start()
    eventually(answered(talk, "「転入届」ですね。"))
    assert gateway.peer.said == ["転入届"]


def test_what_is_erased_while_rasa_is_away_is_erased_there_later(
    gateway: Gateway, talk: Talk
) -> None:
    gateway.peer.stop()
    talk.say("佐藤美咲です")
    assert talk.http.delete(talk.url, headers=talk.headers).status_code == 204
    gateway.peer.start()
    eventually(lambda: gateway.peer.erased == [talk.id])
    time.sleep(0.2)
    assert gateway.peer.said == [], "nobody asks about an erased message"


def test_a_turn_that_says_nothing_but_notes_something_is_answered(
    gateway: Gateway, talk: Talk
) -> None:
    gateway.peer.answering = lambda turn: turn_answer(intent="repeat")
    answer = talk.say("もう一度")
    assert (answer["messages"], answer["pending"]) == ([], False)


def test_responses_of_the_domain_are_text_and_choices(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.answering = lambda turn: JSONResponse(
        {
            "messages": [
                {"recipient_id": talk.id, "text": "こんにちは。"},
                {"text": "どうしますか。", "buttons": [{"title": "ヘルプ", "payload": "/help"}]},
            ],
            "intent": "greet",
            "confidence": 1,
        }
    )
    first, second = talk.say("こんにちは")["messages"]
    assert first == TextMessage(text="こんにちは。").model_dump(mode="json")
    assert second["choices"] == [{"label": "ヘルプ", "postback": "help"}]
    assert talk.post(postback="help").status_code == 200
