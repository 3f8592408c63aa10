"""What a resident takes back is gone from everything that repeats it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from channels import conversation, erasure
from channels.bot import message_id_at_bot
from channels.incoming import Incoming
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.forms import application
from madoguchi.forms.turn import Turn
from madoguchi.messages import SummaryMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import DraftRow, TurnRow

pytestmark = pytest.mark.usefixtures("clean_database")

PLACE = "駅前の交差点"
ANSWERS = ("穴・陥没", PLACE, "いいえ", "深さ10センチ", "なし", "昨日", "いいえ", "いいえ")


@pytest.fixture
def talk(clean_database: object, catalogue: Catalogue, clock: Clock) -> str:
    """A conversation in which the report of road damage is filled in, up to its summary."""
    id_ = conversation.start(catalogue, clock, channel="line", ward_id="nerima", language="ja").id
    for number, words in enumerate(("道路の穴を通報したい", *ANSWERS)):
        turn = conversation.remember(id_, Incoming(f"line-{number}", words, None), clock)
        message = message_id_at_bot(id_, turn.client_message_id)
        with transaction() as session:
            if number == 0:
                outcome = application.begin(
                    session, catalogue, conversation_id=id_, message_id=message,
                    procedure_id="road-damage-report", ward_id="nerima", opening="", now=clock(),
                )  # fmt: skip
            else:
                answered = application.answer(
                    session, catalogue, conversation_id=id_, message_id=message,
                    turn=Turn(words, "inform", 0.9), now=clock(),
                )  # fmt: skip
                assert answered is not None
                outcome = answered
        conversation.keep_answer(turn.id, outcome.messages, {"intent": "inform"}, clock)
    assert isinstance(outcome.messages[-1], SummaryMessage)
    return id_


def everything() -> str:
    with transaction() as session:
        turns = [row.content for row in session.scalars(select(TurnRow).order_by(TurnRow.seq))]
        drafts = [row.state for row in session.scalars(select(DraftRow))]
        return json.dumps([turns, drafts], ensure_ascii=False)


def test_an_answer_is_gone_from_the_draft_and_from_every_summary(talk: str) -> None:
    assert everything().count(PLACE) >= 4
    assert erasure.unsay(talk, "line-2")
    assert PLACE not in everything()
    assert "深さ10センチ" in everything(), "the others stay"


def test_taking_back_twice_or_another_message_harms_nothing(talk: str) -> None:
    before = everything()
    assert not erasure.unsay(talk, "line-99")
    assert everything() == before
    erasure.unsay(talk, "line-2")
    once = everything()
    erasure.unsay(talk, "line-2")
    assert everything() == once


def test_an_action_that_was_still_at_work_leaves_nothing_either(
    talk: str, catalogue: Catalogue, clock: Clock
) -> None:
    conversation.remember(talk, Incoming("line-late", "場所を郵便局の前に訂正", None), clock)
    erasure.unsay(talk, "line-late")
    with transaction() as session:
        application.answer(
            session, catalogue, conversation_id=talk,
            message_id=message_id_at_bot(talk, "line-late"),
            turn=Turn("場所を郵便局の前に訂正", "correct_answer", 0.9), now=clock(),
        )  # fmt: skip
    assert "郵便局の前" in everything()
    erasure.unsay(talk, "line-late")
    assert "郵便局の前" not in everything()
