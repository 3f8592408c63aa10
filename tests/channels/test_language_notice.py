"""Residents who write in another language: answered all the same, asked once, never in a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from channels import conversation
from madoguchi.answers import emergency
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import system_clock
from madoguchi.forms import application
from madoguchi.languages import switching
from madoguchi.messages import TextMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import DraftRow
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import turn_answer

ENGLISH = "Where do I register my new address?"
VIETNAMESE = "Tôi muốn đăng ký địa chỉ mới ở đâu?"
TAGALOG = "Paano po ako magpaparehistro ng bagong tirahan?"
THAI = "ฉันต้องการย้ายบ้าน"


def buttons(message: dict[str, Any]) -> list[str]:
    return [choice["postback"] for choice in message.get("choices", ())]


def language(talk: Talk) -> str:
    return conversation.language_of(talk.id)


def test_the_first_sentence_is_answered_in_its_language_at_once(
    gateway: Gateway, talk: Talk
) -> None:
    notice, answer = talk.say(ENGLISH)["messages"]
    assert "I will answer in English" in notice["text"]
    assert "English でご案内します" in notice["text"]
    assert buttons(notice) == ["language:ja"]
    assert answer["text"] == f"You mean 「{ENGLISH}」."
    assert language(talk) == "en"
    assert gateway.peer.turns[0]["metadata"]["language"] == "en"


def test_tagalog_is_answered_in_tagalog(talk: Talk) -> None:
    notice, answer = talk.say(TAGALOG)["messages"]
    assert "Sasagot ako sa Tagalog" in notice["text"]
    assert (answer["language"], answer["translated_by"]) == ("tl", "curated")
    assert language(talk) == "tl"


def test_a_ward_or_a_greeting_first_decides_nothing(talk: Talk) -> None:
    for text in ("Shibuya", "OK", "はい", "山田太郎"):
        assert len(talk.say(text)["messages"]) == 1
    assert language(talk) == "ja"


def test_later_it_is_asked_once_for_each_language_and_nothing_is_lost(talk: Talk) -> None:
    talk.say("引っ越しの手続きを教えてください")
    question, answer = talk.say(ENGLISH)["messages"]
    assert question["text"].splitlines() == [
        "Shall I go on in English?",
        "English でご案内を続けますか。",
    ]
    assert buttons(question) == ["language:en", "language:ja"]
    assert answer["text"] == f"「{ENGLISH}」ですね。"
    assert language(talk) == "ja"
    assert len(talk.say(ENGLISH)["messages"]) == 1, "who goes on has said no"
    assert buttons(talk.say(VIETNAMESE)["messages"][0]) == ["language:vi", "language:ja"]
    assert len(talk.say(VIETNAMESE)["messages"]) == 1


def test_who_has_chosen_a_language_by_button_is_asked(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="はい。"),
        intent="set_language",
        language="ko" if turn["metadata"]["pressed"] else None,
    )
    talk.post(postback="language:ko")
    assert buttons(talk.say(ENGLISH)["messages"][0]) == ["language:en", "language:ko"]
    assert language(talk) == "ko"


def test_words_that_choose_a_language_are_not_answered_with_the_question(
    gateway: Gateway, talk: Talk
) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="はい。"), intent="set_language", language="en"
    )
    assert len(talk.say("Can you please speak English with me?")["messages"]) == 1
    assert language(talk) == "en"


def test_nothing_stands_before_the_emergency_numbers(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        emergency.message(turn["text"]), intent="emergency"
    )
    (alarm,) = talk.say("There is a fire in my house")["messages"]
    assert "119" in alarm["text"]


def test_a_language_that_is_not_ours_is_answered_once_with_those_that_are(talk: Talk) -> None:
    shown, _ = talk.say(THAI)["messages"]
    assert shown["text"].startswith("I cannot answer in this language yet.")
    assert "この言葉では、まだお答えできません。" in shown["text"]
    assert buttons(shown)[:3] == ["language:ja", "language:ja-easy", "language:en"]
    assert len(talk.say(THAI)["messages"]) == 1
    assert language(talk) == "ja"


def test_a_language_without_answers_is_offered_and_says_so(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switching, "is_spoken", lambda language: language != "tl")
    question, _ = talk.say(TAGALOG)["messages"]
    assert "Magpapatuloy ba tayo sa Tagalog?" in question["text"]
    assert language(talk) == "ja"


def test_the_same_message_again_says_the_same(talk: Talk) -> None:
    first = talk.say(ENGLISH, client_message_id="m-1")
    assert talk.say(ENGLISH, client_message_id="m-1")["messages"] == first["messages"]


@pytest.fixture
def in_form(talk: Talk, catalogue: Catalogue) -> Callable[[str], None]:
    """Opens an application that waits for this field."""

    def begin(field: str) -> None:
        now: datetime = system_clock()
        with transaction() as session:
            outcome = application.begin(
                session,
                catalogue,
                conversation_id=talk.id,
                message_id="b",
                procedure_id="moving-out",
                ward_id="shibuya",
                opening="",
                now=now,
            )
            row = session.get(DraftRow, talk.id)
            assert row is not None
            draft = outcome.draft.model_copy(update={"asking": field})
            row.state = {**row.state, "draft": draft.model_dump(mode="json")}

    return begin


@pytest.mark.parametrize("field", ["name", "name_kana", "address", "household_head", "members"])
def test_an_answer_in_ones_own_words_never_counts(
    talk: Talk, in_form: Callable[[str], None], field: str
) -> None:
    in_form(field)
    assert len(talk.say(ENGLISH)["messages"]) == 1
    assert language(talk) == "ja"


def test_in_an_application_it_is_asked_and_the_application_goes_on(
    talk: Talk, in_form: Callable[[str], None]
) -> None:
    in_form("moving_date")
    question, _ = talk.say(ENGLISH)["messages"]
    assert buttons(question) == ["language:en", "language:ja"]
    assert language(talk) == "ja"
    with transaction() as session:
        draft = application.open_draft(session, talk.id)
    assert draft is not None
    assert draft.asking == "moving_date"
