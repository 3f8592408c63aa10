"""Which messages belong to a question that is being written to staff."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from channels import conversation, erasure, inquiry_steps
from channels.bot import message_id_at_bot
from channels.incoming import Incoming
from madoguchi.answers import inquiries as words
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock, system_clock
from madoguchi.inquiries import asking, draft, inquiry
from madoguchi.inquiries.asking import Step
from madoguchi.messages import Message
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ReviewRow
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import turn_answer

QUESTION = "受付番号 7K4M-92QX-BR32 の件で、書類を直せますか。"


class Writing:
    """A conversation in Nerima, taken step by step as gateway and action server do."""

    def __init__(self, catalogue: Catalogue, clock: Clock) -> None:
        self.catalogue, self.clock = catalogue, clock
        self.id = conversation.start(
            catalogue, clock, channel="web", ward_id="nerima", language="ja"
        ).id
        self.count = 0

    def message(
        self, text: str | None = None, postback: str | None = None, *, heard: str | None = None
    ) -> str | None:
        """Say or press something; which step it was."""
        self.count += 1
        incoming = Incoming(f"m-{self.count}", text, postback, heard=heard)
        turn = conversation.remember(self.id, incoming, self.clock)
        step = inquiry_steps.step_of(turn, self.clock)
        messages: tuple[Message, ...] = () if step is None else self.take(step, text or "")
        conversation.keep_answer(turn.id, messages, {"intent": "handover"}, self.clock)
        return step

    def take(self, step: str, text: str) -> tuple[Message, ...]:
        """What the action does with the step."""
        taken = Step(
            self.id, message_id_at_bot(self.id, f"m-{self.count}"), step, text, "ja", self.clock()
        )
        with transaction() as session:
            if step == "write":
                return asking.begin(session, taken, self.catalogue.ward("nerima"))
            return asking.go_on(session, self.catalogue, taken)

    def sent(self) -> list[str]:
        """The questions that were sent."""
        with transaction() as session:
            return [each.text for each in inquiry.listed(session)]


@pytest.fixture
def writing(clean_database: object, catalogue: Catalogue, clock: Clock) -> Writing:
    return Writing(catalogue, clock)


def test_the_next_words_are_the_question_whatever_they_look_like(writing: Writing) -> None:
    assert writing.message("転入届") is None
    assert writing.message(postback="inquiry:write") == "write"
    assert writing.message(QUESTION) == "question"
    assert writing.message("はい、送ってください") == "send"
    assert writing.sent() == [QUESTION]
    assert writing.message("はい") is None


def test_it_survives_a_look_at_the_language_and_an_emergency(writing: Writing) -> None:
    writing.message(postback="inquiry:write")
    assert writing.message("火事です") is None
    assert writing.message("English please") is None
    assert writing.message(postback="language:en") is None
    assert writing.message(QUESTION) == "question"


def test_whoever_presses_something_else_has_left_it(writing: Writing) -> None:
    writing.message(postback="inquiry:write")
    assert writing.message(postback="procedure:moving-in") is None
    assert writing.message("手数料は？") is None


def test_words_past_the_summary_are_for_the_assistant_and_a_later_yes_sends_nothing(
    writing: Writing,
) -> None:
    writing.message(postback="inquiry:write")
    writing.message(QUESTION)
    with transaction() as session:
        written = draft.load(session, writing.id)
    assert written is not None
    assert writing.message("転入届に必要なものは") is None
    assert writing.message("はい") is None
    assert writing.sent() == []
    assert writing.message(postback=f"inquiry:send:{written.revision}") is not None
    assert writing.sent() == [QUESTION]


@pytest.mark.parametrize("words", ["はい", "送ってください", "やめます"])
def test_a_voice_neither_sends_a_question_nor_throws_it_away(writing: Writing, words: str) -> None:
    writing.message(postback="inquiry:write")
    assert writing.message(QUESTION, heard=QUESTION) == "question"
    assert writing.message(words, heard=words) == "press"
    assert writing.sent() == []
    pressed, summary = [entry.message for entry in conversation.history(writing.id, 0)[-2:]]
    assert "ボタンを押してください" in pressed["text"]
    assert summary["rows"][0]["value"] == QUESTION
    assert writing.message(postback=summary["choices"][0]["postback"]) is not None
    assert writing.sent() == [QUESTION]


def test_a_voice_may_leave_before_there_is_a_question(writing: Writing) -> None:
    writing.message(postback="inquiry:write")
    assert writing.message("やめます", heard="やめます") == "cancel"


def test_the_same_message_is_the_same_step_again(writing: Writing) -> None:
    writing.message(postback="inquiry:write")
    writing.message(QUESTION)
    turn = conversation.remember(writing.id, Incoming("m-2", QUESTION), writing.clock)
    assert inquiry_steps.step_of(turn, writing.clock) == "question"


def test_a_question_that_is_taken_back_is_gone_everywhere(writing: Writing) -> None:
    writing.message(postback="inquiry:write")
    writing.message(QUESTION)
    assert erasure.unsay(writing.id, "m-2")
    with transaction() as session:
        assert draft.load(session, writing.id) is None
    assert QUESTION not in str(conversation.history(writing.id, 0))


def test_a_question_that_was_sent_and_taken_back_is_withdrawn(writing: Writing) -> None:
    writing.message(postback="inquiry:write")
    writing.message(QUESTION)
    writing.message("はい")
    assert erasure.unsay(writing.id, "m-2")
    assert writing.sent() == [""]
    assert QUESTION not in str(conversation.history(writing.id, 0))


def test_the_action_is_told_the_step_and_the_reviewer_gets_no_words(
    gateway: Gateway, talk: Talk, catalogue: Catalogue
) -> None:
    ward = catalogue.ward("shibuya")

    def answering(turn: dict[str, Any]) -> Any:
        step = Step(
            turn["sender"], turn["message_id"], turn["metadata"]["inquiry"], turn["text"], "ja",
            system_clock(),
        )  # fmt: skip
        with transaction() as session:
            if step.step == "write":
                return turn_answer(*asking.begin(session, step, ward), intent="handover")
            return turn_answer(*asking.go_on(session, catalogue, step), intent="handover")

    gateway.peer.answering = answering
    response = talk.post(postback="inquiry:write")
    assert response.status_code == 200, response.text
    gateway.restart()
    answer = talk.say(QUESTION)
    assert answer["messages"][0]["kind"] == "summary"
    asked = gateway.peer.turns[-1]
    assert (asked["intent"], asked["metadata"]["inquiry"]) == ("handover", "question")
    with transaction() as session:
        reviewed = session.scalars(
            select(ReviewRow).where(ReviewRow.conversation_id == talk.id)
        ).all()
        states = [row.text_state for row in reviewed]
    assert states == ["masked", "withheld"]
    assert answer["messages"][0]["rows"][0]["field"] == words.FIELD
