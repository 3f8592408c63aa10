"""LINE's call: signed or refused, on disk before 200, each event once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from channels.line.inbox import DONE
from channels.line.webhook import MAX_BODY_BYTES
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow
from tests.channels.conftest import Gateway
from tests.channels.line.conftest import SHARED, SHIBUYA
from tests.channels.rasa_peer import eventually

USER = "U" + "0123456789abcdef" * 2


def event(**parts: Any) -> dict[str, Any]:
    """An event that asks for nothing."""
    return {
        "type": "beacon",
        "mode": "active",
        "timestamp": int(time.time() * 1000),
        "source": {"type": "user", "userId": USER},
        "webhookEventId": uuid4().hex,
        "deliveryContext": {"isRedelivery": False},
        **parts,
    }


def body_of(*events: Any) -> bytes:
    return json.dumps({"destination": "U" + "f" * 32, "events": events}).encode()


def signature(body: bytes, secret: str = SHIBUYA.channel_secret) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def call(
    gateway: Gateway, body: bytes, ward: str = "shibuya", sign: str | None = None
) -> httpx.Response:
    headers = {"X-Line-Signature": signature(body) if sign is None else sign}
    return gateway.http.post(f"/channels/line/{ward}/webhook", content=body, headers=headers)


def stored(*ids: str) -> int:
    with transaction() as session:
        count = session.scalar(select(func.count()).where(LineEventRow.id.in_(ids)))
    return int(count or 0)


def all_stored() -> int:
    with transaction() as session:
        return int(session.scalar(select(func.count(LineEventRow.seq))) or 0)


def test_a_signed_event_is_on_disk_when_line_is_told_200_and_forgotten_when_done(
    gateway: Gateway,
) -> None:
    sent = event()
    assert call(gateway, body_of(sent)).status_code == 200
    assert stored(sent["webhookEventId"]) == 1

    def is_done() -> bool:
        with transaction() as session:
            row = session.scalar(
                select(LineEventRow).where(LineEventRow.id == sent["webhookEventId"])
            )
            return row is not None and row.status == DONE and row.event is None

    eventually(is_done)


@pytest.mark.parametrize("sign", ["", "rubbish", "é", signature(b"another body"), "A" * 10_000])
def test_a_wrong_signature_is_401_and_nothing_is_stored(gateway: Gateway, sign: str) -> None:
    before = all_stored()
    response = gateway.http.post(
        "/channels/line/shibuya/webhook",
        content=body_of(event()),
        headers={b"X-Line-Signature": sign.encode()},
    )
    assert response.status_code == 401
    assert response.json()["code"] == "bad-signature"
    assert all_stored() == before


def test_without_a_signature_or_with_another_account_s_it_is_401(gateway: Gateway) -> None:
    body = body_of(event())
    without = gateway.http.post("/channels/line/shibuya/webhook", content=body)
    assert without.status_code == 401
    assert call(gateway, body, sign=signature(body, SHARED.channel_secret)).status_code == 401
    assert call(gateway, body, "minato", signature(body)).status_code == 401
    assert call(gateway, body, "minato", signature(body, SHARED.channel_secret)).status_code == 200


def test_an_unknown_ward_is_told_which_there_are(gateway: Gateway) -> None:
    response = call(gateway, body_of(event()), "osaka")
    assert response.status_code == 422
    assert "shibuya" in response.json()["errors"][0]["problem"]


@pytest.mark.parametrize(
    "body", [b"", b"rubbish", b"[]", b"{}", b'{"events": 1}', b"[" * 100_000, b'"\xff"']
)
def test_what_is_no_webhook_is_refused(gateway: Gateway, body: bytes) -> None:
    response = call(gateway, body)
    assert response.status_code in (401, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_an_empty_list_of_events_is_line_s_way_to_test_the_webhook(gateway: Gateway) -> None:
    assert call(gateway, body_of()).status_code == 200


def test_a_body_over_the_limit_is_413(gateway: Gateway) -> None:
    body = body_of(event(padding="x" * MAX_BODY_BYTES))
    assert call(gateway, body).status_code == 413


def test_a_thousand_events_in_one_body_are_all_taken(gateway: Gateway) -> None:
    events = [event() for _ in range(1000)]
    assert call(gateway, body_of(*events)).status_code == 200
    assert (
        sum(stored(*[e["webhookEventId"] for e in events[n : n + 500]]) for n in (0, 500)) == 1000
    )


def test_what_is_delivered_again_is_stored_once(gateway: Gateway) -> None:
    sent = event()
    again = {**sent, "deliveryContext": {"isRedelivery": True}}
    for body in (body_of(sent), body_of(again), body_of(sent, again)):
        assert call(gateway, body).status_code == 200
    assert stored(sent["webhookEventId"]) == 1


@pytest.mark.parametrize(
    ("age_days", "taken"), [(29, 1), (31, 0), (-1, 1), (-100_000, 1)],
)  # fmt: skip
def test_an_old_body_that_is_replayed_is_not_taken_but_a_wrong_clock_is_forgiven(
    gateway: Gateway, age_days: int, taken: int
) -> None:
    sent = event(timestamp=int((time.time() - age_days * 86_400) * 1000))
    assert call(gateway, body_of(sent)).status_code == 200
    assert stored(sent["webhookEventId"]) == taken


@pytest.mark.parametrize(
    "broken", [1, None, [], {}, {"webhookEventId": 7}, {"webhookEventId": "x" * 300}]
)
def test_one_broken_event_does_not_hold_up_the_others(gateway: Gateway, broken: Any) -> None:
    good = event()
    assert call(gateway, body_of(broken, good)).status_code == 200
    assert stored(good["webhookEventId"]) == 1
