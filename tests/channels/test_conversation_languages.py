"""What is stored is Japanese; what is shown is the conversation's language, as it is then."""

from __future__ import annotations

from datetime import datetime

import pytest

from channels import conversation
from channels.conversation import Started
from channels.incoming import Incoming
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.conversations import turns
from madoguchi.forms import application
from madoguchi.languages.strings import text
from madoguchi.messages import Button, ChoicesMessage, TextMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, TurnRow

pytestmark = pytest.mark.usefixtures("clean_database")

ASKED = ChoicesMessage(
    text="どの手続きのことでしょうか。",
    choices=(Button(label="転入届", postback="procedure:moving-in"),),
)
FREE = TextMessage(text="ここだけの自由な文章です。")


@pytest.fixture
def english(clean_database: object, catalogue: Catalogue, clock: Clock) -> Started:
    return conversation.start(catalogue, clock, channel="web", ward_id="nerima", language="en")


def switch(started: Started, language: str) -> None:
    with transaction() as session:
        row = session.get(ConversationRow, started.id)
        assert row is not None
        row.language = language


def shown(started: Started) -> list[str]:
    return [str(entry.message["text"]) for entry in conversation.history(started.id, 0)]


def test_the_greeting_is_in_the_language_that_was_asked_for(english: Started) -> None:
    (greeting,) = english.messages
    assert greeting.language == "en"
    assert "Nerima City" in greeting.text
    assert shown(english) == [greeting.text]


def test_what_is_stored_stays_japanese_so_that_another_choice_shows_at_once(
    english: Started,
) -> None:
    with transaction() as session:
        stored = [row.content for row in session.query(TurnRow)]
    assert [content["language"] for content in stored] == ["ja"]
    assert "練馬区" in stored[0]["text"]
    in_english = shown(english)
    switch(english, "vi")
    (vietnamese,) = conversation.history(english.id, 0)
    assert vietnamese.message["language"] == "vi"
    assert vietnamese.message["original"] == stored[0]["text"]
    switch(english, "ja")
    assert shown(english) == [stored[0]["text"]]
    switch(english, "en")
    assert shown(english) == in_english


def test_the_answer_that_changes_the_language_is_already_in_it(
    english: Started, clock: Clock
) -> None:
    turn = conversation.remember(english.id, Incoming("m-1", "한국어로"), clock)
    assert conversation.asked(turn) == ("한국어로", "set_language", {})
    conversation.keep_answer(turn.id, (ASKED,), {"language": "ko"}, clock)
    (answer,) = conversation.answer_to(turn)
    assert answer.language == "ko"
    assert answer.original == ASKED.text


def test_a_pressed_button_is_called_as_it_was_shown_and_typed_words_stay(
    english: Started, clock: Clock
) -> None:
    turn = conversation.remember(english.id, Incoming("m-1", "転入届"), clock)
    conversation.keep_answer(turn.id, (ASKED,), {}, clock)
    pressed = conversation.remember(
        english.id, Incoming("m-2", postback="procedure:moving-in"), clock
    )
    assert conversation.asked(pressed)[0] == "転入届", "Rasa is asked in Japanese"
    residents = [
        entry.message["text"]
        for entry in conversation.history(english.id, 0)
        if entry.role == "resident"
    ]
    assert residents == ["転入届", "Moving-in notification"]


def test_each_answer_says_once_what_is_only_in_japanese(english: Started, clock: Clock) -> None:
    for id_ in ("m-1", "m-2"):
        turn = conversation.remember(english.id, Incoming(id_, "a"), clock)
        conversation.keep_answer(turn.id, (FREE, FREE), {}, clock)
    notice = text("en", "languages.in_japanese")
    assert shown(english)[1:] == ["a", f"{notice}\n{FREE.text}", FREE.text] * 2


def test_news_is_translated_and_a_persons_words_are_not(english: Started, clock: Clock) -> None:
    with transaction() as session:
        turns.tell(session, english.id, TextMessage(text="最初の質問です。"), clock)
        by_staff = TextMessage(text="最初の質問です。", author="窓口係")
        turns.tell(session, english.id, by_staff, clock)
    news, letter = (entry.message for entry in conversation.history(english.id, 1))
    assert news["language"] == "en"
    notice = text("en", "languages.in_japanese")
    assert (letter["language"], letter["text"]) == ("ja", f"{notice}\n最初の質問です。")


def test_the_open_application_is_named_in_the_language(
    english: Started, catalogue: Catalogue, clock: Clock
) -> None:
    now: datetime = clock()
    with transaction() as session:
        application.begin(
            session,
            catalogue,
            conversation_id=english.id,
            message_id="m-1",
            procedure_id="moving-out",
            ward_id="nerima",
            opening="",
            now=now,
        )
    progress = conversation.state(english.id, catalogue)["application"]
    assert progress["title"] == "Moving-out notification"


@pytest.mark.parametrize("command", ["/language", "言語", "语言"])
def test_the_command_to_choose_a_language_is_beyond_doubt(
    english: Started, clock: Clock, command: str
) -> None:
    turn = conversation.remember(english.id, Incoming("m-1", command), clock)
    assert conversation.asked(turn) == (command, "set_language", {})
