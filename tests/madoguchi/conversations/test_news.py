"""Whoever listens hears of what is committed, and of nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from channels import conversation, erasure
from channels.conversation import Started
from channels.incoming import Incoming
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.conversations import news, turns
from madoguchi.messages import TextMessage
from madoguchi.storage import database
from madoguchi.storage.database import transaction


@pytest.fixture
def started(clean_database: object, catalogue: Catalogue, clock: Clock) -> Started:
    return conversation.start(catalogue, clock, channel="web", ward_id="shibuya", language="ja")


def test_every_message_and_the_end_are_heard_of(started: Started, clock: Clock) -> None:
    heard: list[str] = []
    with news.heard_by(heard.append):
        turn = conversation.remember(started.id, Incoming("1", text="転入届"), clock)
        assert heard == [started.id]
        conversation.keep_answer(turn.id, (TextMessage(text="はい。"),), {"intent": "x"}, clock)
        assert heard == [started.id] * 2
        erasure.erase(started.id)
        assert heard == [started.id] * 3


def test_nothing_is_heard_before_it_is_there(started: Started, clock: Clock) -> None:
    lengths: list[int] = []
    with (
        news.heard_by(lambda id_: lengths.append(len(conversation.history(id_, 0)))),
        transaction() as session,
    ):
        turns.tell(session, started.id, TextMessage(text="お知らせです。"), clock)
        assert lengths == []
    assert lengths == [2]


def test_what_is_rolled_back_is_not_heard_of(started: Started, clock: Clock) -> None:
    heard: list[str] = []
    with news.heard_by(heard.append), Session(database.engine()) as session:
        turns.tell(session, started.id, TextMessage(text="お知らせです。"), clock)
        session.rollback()
    assert heard == []
    assert len(conversation.history(started.id, 0)) == 1


def test_who_has_stopped_listening_hears_nothing(started: Started, clock: Clock) -> None:
    heard: list[str] = []
    with news.heard_by(heard.append):
        pass
    with transaction() as session:
        turns.tell(session, started.id, TextMessage(text="お知らせです。"), clock)
    assert heard == []
