"""What is told without being asked reaches a resident of LINE by a push, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from channels.line import news
from madoguchi.clock import system_clock
from madoguchi.conversations import turns
from madoguchi.inquiries import answering, inquiry
from madoguchi.messages import TextMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, LineResidentRow, TellingRow
from tests.channels.conftest import Gateway
from tests.channels.line.handling import handled, nothing_waits, texts
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.resident import Resident
from tests.channels.rasa_peer import eventually

pytestmark = pytest.mark.usefixtures("nothing_rejected")


def conversation_of(resident: Resident) -> str:
    handled(resident)
    with transaction() as session:
        rows = session.scalars(select(LineResidentRow)).all()
        (found,) = [row for row in rows if row.user_id == resident.user_id]
        assert found.conversation_id is not None
        return found.conversation_id


def tell(conversation_id: str, text: str) -> None:
    with transaction() as session:
        turns.tell(session, conversation_id, TextMessage(text=text), system_clock)


def test_what_staff_answers_is_pushed_in_their_name(
    resident: Resident, line_peer: LinePeer
) -> None:
    resident.say("引っ越し")
    talk = conversation_of(resident)
    with transaction() as session:
        asked = inquiry.send(
            session, conversation_id=talk, message_id="m", ward="shibuya", language="ja",
            text="土曜日に出せますか。", now=system_clock(),
        )  # fmt: skip
    answering.answer(asked.number, "土曜日は受け付けていません。", "佐藤", system_clock)
    got = texts(resident.wait_for(3))
    assert got[1] == f"質問（番号 {asked.number}）に、職員から回答がありました。"
    assert got[2] == "職員　佐藤\n土曜日は受け付けていません。"
    assert len(line_peer.calls_to("/v2/bot/message/push")) == 2
    eventually(nothing_waits)
    assert len(resident.messages) == 3


def test_it_waits_while_the_gateway_is_down_and_then_comes_once(
    resident: Resident, gateway: Gateway
) -> None:
    resident.say("引っ越し")
    talk = conversation_of(resident)
    eventually(nothing_waits)
    gateway.server.stop()
    tell(talk, "状況が変わりました。")
    with transaction() as session:
        assert len(session.scalars(select(TellingRow)).all()) == 1
    gateway.restart()
    assert texts(resident.wait_for(2))[1] == "状況が変わりました。"
    with transaction() as session:
        assert session.scalars(select(TellingRow)).all() == []


def test_whoever_has_blocked_the_account_is_not_called(
    resident: Resident, line_peer: LinePeer
) -> None:
    resident.say("引っ越し")
    talk = conversation_of(resident)
    resident.unfollow()
    handled(resident)
    tell(talk, "状況が変わりました。")
    eventually(lambda: news.collect(system_clock) == 0)
    eventually(nothing_waits)
    assert line_peer.calls_to("/v2/bot/message/push") == []


def test_the_web_is_not_called(gateway: Gateway) -> None:
    tell(gateway.talk().id, "状況が変わりました。")
    with transaction() as session:
        assert session.scalars(select(TellingRow)).all() == []


def test_what_is_erased_before_it_was_pushed_is_not(resident: Resident) -> None:
    resident.say("引っ越し")
    talk = conversation_of(resident)
    with transaction() as session:
        turns.tell(session, talk, TextMessage(text="まだ秘密です。"), system_clock)
        row = session.get(ConversationRow, talk)
        session.delete(row)
    eventually(lambda: news.collect(system_clock) == 0)
    eventually(nothing_waits)
    assert len(resident.messages) == 1
