"""``POST /channels/line/{ward}/webhook``: LINE calls, we write down what it brings and say 200."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from linebot.v3.webhook import SignatureValidator

from channels.gateway_parts import Parts
from channels.line import inbound
from channels.line.accounts import Account, account_of
from channels.line.inbox import KEPT, Arrival, Inbox, resident_key
from channels.problems import PROBLEM_RESPONSES, UnknownWardError
from madoguchi.errors import InvalidValueError, MadoguchiError

router = APIRouter(prefix="/channels/line", tags=["line"], responses=PROBLEM_RESPONSES)

ALL_WARDS = "all"
"""In place of a ward: the account speaks for all wards, and residents are asked for theirs."""

MAX_BODY_BYTES = 1024 * 1024

log = structlog.get_logger()


class BadSignatureError(MadoguchiError):
    """The body was not signed with the account's channel secret."""


@router.post("/{ward}/webhook")
async def receive(ward: str, request: Request) -> Response:
    """What LINE's platform calls. 200 once every event is on disk; the answers follow."""
    parts: Parts = request.app.state.parts
    if ward != ALL_WARDS and ward not in parts.catalogue.wards:
        raise UnknownWardError("path.ward", [ALL_WARDS, *sorted(parts.catalogue.wards)])
    account = account_of(parts.settings.line, ward)
    body = await request.body()
    _check_signature(account, body, request.headers.get("x-line-signature", ""))
    inbox: Inbox = request.app.state.line_inbox
    now = parts.clock()
    await inbox.put(
        [
            arrival
            for event in _events(body)
            if (arrival := _arrival(event, account, ward, now)) is not None
        ]
    )
    return Response(status_code=200)


def _check_signature(account: Account, body: bytes, signature: str) -> None:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is None or not SignatureValidator(account.channel_secret).validate(text, signature):
        log.warning("line_signature_is_wrong", account=account.name)
        raise BadSignatureError(
            "bad-signature", "X-Line-Signature does not fit the body and the channel secret."
        )


def _events(body: bytes) -> list[Any]:
    try:
        events = json.loads(body)["events"]
    except (ValueError, KeyError, TypeError, RecursionError):
        events = None
    if not isinstance(events, list):
        raise InvalidValueError("not-a-webhook", "The body must be JSON with a list of events.")
    return events


def _arrival(event: Any, account: Account, ward: str, now: datetime) -> Arrival | None:
    """None for what has no id, and for what is so old that its id may be forgotten: a replay."""
    id_ = inbound.event_id(event)
    if id_ is None or _is_too_old(event.get("timestamp"), now):
        log.info("line_event_ignored", account=account.name, known=id_ is not None)
        return None
    user = inbound.user_id(event)
    return Arrival(
        id=id_,
        account=account.name,
        ward=None if ward == ALL_WARDS else ward,
        resident=None if user is None else resident_key(account.name, user),
        event=event,
        received_at=now,
    )


def _is_too_old(timestamp: Any, now: datetime) -> bool:
    """By LINE's clock, in milliseconds. One in the future tells nothing: ours is used instead."""
    if not isinstance(timestamp, int):
        return True
    try:
        return now - datetime.fromtimestamp(timestamp / 1000, UTC) > KEPT
    except (OverflowError, OSError, ValueError):
        return True
