"""What is told without having been asked stands in the conversation like any answer."""

from __future__ import annotations

import pytest

from channels import conversation, erasure
from channels.conversation import Started
from channels.incoming import Incoming
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.clock import Clock
from madoguchi.conversations import turns
from madoguchi.errors import NotFoundError
from madoguchi.messages import QuestionMessage, TextMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ReviewRow

NEWS = TextMessage(text="書類が届きました。", author="渋谷区 佐々木")


@pytest.fixture
def started(clean_database: object, catalogue: Catalogue, clock: Clock) -> Started:
    return conversation.start(catalogue, clock, channel="web", ward_id="shibuya", language="ja")


def test_news_stand_behind_the_last_message_with_their_author(
    started: Started, clock: Clock
) -> None:
    with transaction() as session:
        assert turns.tell(session, started.id, NEWS, clock) == 2
    (entry,) = conversation.history(started.id, 1)
    assert (entry.seq, entry.role) == (2, "assistant")
    assert entry.message["text"] == NEWS.text
    assert entry.message["author"] == "渋谷区 佐々木"


def test_news_are_nobodys_answer(started: Started, clock: Clock) -> None:
    turn = conversation.remember(started.id, Incoming("1", text="転入届"), clock)
    with transaction() as session:
        turns.tell(session, started.id, NEWS, clock)
    assert conversation.has_pending(started.id)
    conversation.keep_answer(turn.id, (TextMessage(text="はい。"),), {"intent": "x"}, clock)
    assert [message.text for message in conversation.answer_to(turn)] == ["はい。"]


def test_news_between_a_question_and_its_answer_do_not_hide_what_was_asked(
    started: Started, clock: Clock
) -> None:
    question = QuestionMessage(
        text="お名前は？", field="name", field_kind=FieldKind.NAME, label="お名前", required=True
    )
    first = conversation.remember(started.id, Incoming("1", text="転入届を出したい"), clock)
    conversation.keep_answer(first.id, (question,), {"intent": "start_application"}, clock)
    with transaction() as session:
        turns.tell(session, started.id, NEWS, clock)
    second = conversation.remember(started.id, Incoming("2", text="佐藤美咲"), clock)
    conversation.keep_answer(second.id, (question,), {"intent": "inform"}, clock)
    with transaction() as session:
        row = session.query(ReviewRow).filter_by(turn_id=second.id).one()
        assert row.asked_field == FieldKind.NAME


def test_an_erased_conversation_is_told_nothing(started: Started, clock: Clock) -> None:
    erasure.erase(started.id)
    with transaction() as session:
        assert turns.tell(session, started.id, NEWS, clock) is None


def test_a_resident_cannot_add_to_an_erased_conversation(started: Started, clock: Clock) -> None:
    erasure.erase(started.id)
    with pytest.raises(NotFoundError) as raised, transaction() as session:
        turns.append(session, started.id, "resident", {"kind": "text", "text": "a"}, clock)
    assert raised.value.code == "unknown-conversation"
