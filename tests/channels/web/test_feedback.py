"""What a resident says of an answer is kept with the record of its turn."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select

from madoguchi.clock import system_clock
from madoguchi.conversations import turns
from madoguchi.messages import Button, ChoicesMessage, TextMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ReviewRow
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import turn_answer


def rate(talk: Talk, **body: Any) -> httpx.Response:
    return talk.http.post(f"{talk.url}/feedback", headers=talk.headers, json=body)


def kept(talk: Talk) -> list[tuple[str | None, str | None]]:
    """Feedback and reason of every turn."""
    query = select(ReviewRow).where(ReviewRow.conversation_id == talk.id).order_by(ReviewRow.id)
    with transaction() as session:
        return [(row.feedback, row.feedback_reason) for row in session.scalars(query)]


def test_it_is_kept_with_the_turn_that_the_answer_is_for(talk: Talk) -> None:
    talk.say("転入届")
    talk.say("転出届")
    assert rate(talk, seq=3, helpful=False, reason="unclear").status_code == 204
    assert rate(talk, seq=5, helpful=True).status_code == 204
    assert kept(talk) == [("not_helpful", "unclear"), ("helpful", None)]


def test_every_message_of_an_answer_stands_for_the_answer(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="一"), TextMessage(text="二")
    )
    talk.say("転入届")
    assert rate(talk, seq=4, helpful=True).status_code == 204
    assert kept(talk) == [("helpful", None)]


def test_said_again_it_is_replaced(talk: Talk) -> None:
    talk.say("転入届")
    for _ in range(2):
        assert rate(talk, seq=3, helpful=False, reason="wrong").status_code == 204
        assert kept(talk) == [("not_helpful", "wrong")]
    rate(talk, seq=3, helpful=False)
    assert kept(talk) == [("not_helpful", None)]
    rate(talk, seq=3, helpful=True, reason="wrong")
    assert kept(talk) == [("helpful", None)], "what helped has no reason why it did not"


def test_it_outweighs_what_the_next_turn_seems_to_say(gateway: Gateway, talk: Talk) -> None:
    button = Button(label="転入届", postback="procedure:moving-in")
    none = Button(label="この中にはない", postback="none")
    gateway.peer.answering = lambda turn: turn_answer(
        ChoicesMessage(text="どれですか。", choices=(button, none))
    )
    talk.say("届出")
    rate(talk, seq=3, helpful=False, reason="missing")
    talk.post(postback="procedure:moving-in")
    assert kept(talk)[0] == ("not_helpful", "missing")
    with transaction() as session:
        first = session.scalars(
            select(ReviewRow).where(ReviewRow.conversation_id == talk.id).order_by(ReviewRow.id)
        ).first()
        assert first is not None
        assert first.chosen == "moving-in"


@pytest.mark.parametrize("seq", [99, 2**31 - 1])
def test_an_unknown_message_is_not_found(talk: Talk, seq: int) -> None:
    response = rate(talk, seq=seq, helpful=True)
    assert (response.status_code, response.json()["code"]) == (404, "unknown-message")


def test_a_place_in_another_conversation_is_not_found(gateway: Gateway, talk: Talk) -> None:
    other = gateway.talk()
    other.say("転入届")
    assert rate(talk, seq=3, helpful=False).status_code == 404
    assert kept(other) == [(None, None)]


def test_only_answers_can_be_rated(talk: Talk) -> None:
    talk.say("転入届")
    with transaction() as session:
        turns.tell(session, talk.id, TextMessage(text="お知らせです。"), system_clock)
    for seq in (1, 2, 4):  # the greeting, the resident's own, and news
        response = rate(talk, seq=seq, helpful=True)
        assert (response.status_code, response.json()["code"]) == (422, "not-an-answer")
        assert "seq" in response.json()["detail"]
    assert kept(talk) == [(None, None)]


def test_an_answer_whose_record_is_no_more_is_not_found(talk: Talk) -> None:
    talk.say("転入届")
    with transaction() as session:
        session.execute(delete(ReviewRow).where(ReviewRow.conversation_id == talk.id))
    assert rate(talk, seq=3, helpful=True).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"helpful": True}, "body.seq"),
        ({"seq": 0, "helpful": True}, "body.seq"),
        ({"seq": "x", "helpful": True}, "body.seq"),
        ({"seq": 3}, "body.helpful"),
        ({"seq": 3, "helpful": "perhaps"}, "body.helpful"),
        ({"seq": 3, "helpful": False, "reason": "boring"}, "body.reason"),
        ({"seq": 3, "helpful": False, "text": "佐藤"}, "body.text"),
    ],
)
def test_what_does_not_fit_names_its_field(talk: Talk, body: dict[str, Any], field: str) -> None:
    response = rate(talk, **body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


def test_without_the_token_nobody_rates(talk: Talk) -> None:
    talk.say("転入届")
    response = talk.http.post(f"{talk.url}/feedback", json={"seq": 3, "helpful": True})
    assert response.status_code == 401
    assert kept(talk) == [(None, None)]
