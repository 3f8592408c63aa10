from __future__ import annotations

import json
import re
from typing import Any

import pytest
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.models import UnknownEvent
from linebot.v3.webhooks import Event, MembershipContent, MessageContent, ModuleContent, Source

from tests.channels.line.events import BOT_ID, EVENTS, body_of, sign, ulid

SECRET = "channel-secret"


def kinds_of(model: Any) -> set[str]:
    """The kinds that the SDK tells apart."""
    return set(getattr(model, f"_{model.__name__}__discriminator_value_class_map"))


@pytest.mark.parametrize("name", EVENTS)
def test_the_sdk_reads_every_event(name: str) -> None:
    body = body_of(EVENTS[name], destination=BOT_ID)
    [parsed] = WebhookParser(SECRET).parse(body.decode(), sign(body, SECRET))
    assert parsed.type == EVENTS[name]["type"]
    assert parsed.webhook_event_id == EVENTS[name]["webhookEventId"]
    assert isinstance(parsed, UnknownEvent) == (name == "of the future")


@pytest.mark.parametrize("name", [name for name in EVENTS if name != "of the future"])
def test_the_sdk_knows_every_property(name: str) -> None:
    understood = Event.from_dict(EVENTS[name]).to_dict()
    assert json.loads(json.dumps(understood)) == EVENTS[name]


def test_there_is_an_event_of_every_kind_that_the_sdk_knows() -> None:
    events = list(EVENTS.values())
    assert kinds_of(Event) <= {event["type"] for event in events}
    assert kinds_of(MessageContent) == {e["message"]["type"] for e in events if "message" in e}
    assert kinds_of(Source) == {e["source"]["type"] for e in events if "source" in e}
    assert kinds_of(ModuleContent) == {e["module"]["type"] for e in events if "module" in e}
    assert kinds_of(MembershipContent) == {
        e["membership"]["type"] for e in events if "membership" in e
    }


def test_a_changed_body_does_not_fit_its_signature() -> None:
    body = body_of(EVENTS["text"], destination=BOT_ID)
    with pytest.raises(InvalidSignatureError):
        WebhookParser(SECRET).parse(body.decode() + " ", sign(body, SECRET))


def test_event_ids_are_ulids_in_order_of_time() -> None:
    earlier, later = ulid(1_692_251_666_727), ulid(1_692_251_666_728)
    assert re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", earlier)
    # Also the example of the ULID specification: 1469918176385 is 01ARYZ6S41.
    assert ulid(1_469_918_176_385)[:10] == "01ARYZ6S41"
    assert earlier < later
