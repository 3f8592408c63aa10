"""Conversations that nobody uses any more are forgotten, though nobody opens them."""

from __future__ import annotations

from datetime import timedelta

import httpx
from dbos import DBOS

from channels import retention
from madoguchi.clock import system_clock
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import eventually


def last_seen(talk: Talk, days_ago: float) -> None:
    with transaction() as session:
        row = session.get_one(ConversationRow, talk.id)
        row.last_seen_at = system_clock() - timedelta(days=days_ago)


def test_an_unused_conversation_is_erased_here_and_at_rasa(gateway: Gateway) -> None:
    old, recent = gateway.talk(), gateway.talk()
    old.say("名前は佐藤です")
    recent.say("こんにちは")
    last_seen(old, settings().conversation_days + 1)
    last_seen(recent, settings().conversation_days - 1)
    DBOS.trigger_schedule(retention.NAME)
    eventually(lambda: gateway.peer.erased == [old.id])
    history = old.http.get(f"{old.url}/messages", headers=old.headers)
    assert history.status_code == httpx.codes.UNAUTHORIZED
    assert ("resident", "こんにちは") in recent.texts()
