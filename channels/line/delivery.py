"""Brings an answer to a resident once: by the reply token where that still works, else by a push.

A push bears a key by which LINE knows it again. A reply does not, so it is noted before it is
tried: when a later try finds the token spent, and it cannot have expired yet, the first one has
arrived.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from linebot.v3.messaging import Message as LineMessage
from prometheus_client import Counter, Gauge
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_result,
    stop_before_delay,
    wait_exponential,
)

from channels.line import sending, threads
from channels.line.accounts import Account
from channels.line.sending import Outcome, Sent
from madoguchi.clock import JST, Clock
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow

log = structlog.get_logger()

TOKEN_LIFE = timedelta(seconds=50)
"""How long a reply token is sure to work: LINE says one minute from the webhook."""

RETRY_SECONDS = 6 * 3600.0
"""How long a push is tried: LINE knows a retry key for 24 hours."""

_KEYS = uuid.UUID("2f1d0f2e-6f0e-4c52-9a43-6d7b1c6f5a11")
"""The namespace of our retry keys (RFC 9562, version 5): any UUID will do, but always the same."""

ANSWER, APOLOGY = "answer", "apology"
"""What is sent for an event."""

_BEGUN, _LATE = "begun", "sent_late"
_REPLY, _PUSH = "reply", "push"
_TRY_AGAIN = (Outcome.TRY_AGAIN, Outcome.UNKNOWN)
_BACKING_OFF = wait_exponential(multiplier=0.5, max=60)

QUOTA_REACHED = Gauge(
    "madoguchi_line_quota_reached", "1 while an account's month is used up", ["account"]
)
DELIVERIES = Counter(
    "madoguchi_line_deliveries_total", "Calls that bring answers to LINE", ["via", "outcome"]
)


@dataclass(frozen=True)
class Envelope:
    """To whom an answer goes. ``token`` None: there is nothing to reply to."""

    seq: int
    event_id: str
    ward: str | None
    account: Account
    user_id: str | None
    token: str | None
    received_at: datetime


async def deliver(
    envelope: Envelope, batches: Sequence[Sequence[LineMessage]], part: str, clock: Clock
) -> bool:
    """Send every batch, in order; whether all of them arrived.

    ``part`` is ``ANSWER`` or ``APOLOGY``, so that each is sent once for the event.
    The calls and what became of them stand in the event's ``deliveries``.
    """
    for number, batch in enumerate(batches):
        name = f"{part}:{number}"
        calls = await threads.work(_calls, envelope.seq)
        if any(call["part"] == name and call["outcome"] == Outcome.SENT for call in calls):
            continue
        if await _reply(envelope, batch, name, calls, clock):
            continue
        if envelope.user_id is None or not await _push(envelope, batch, name, clock):
            return False
    return True


async def _reply(
    envelope: Envelope,
    batch: Sequence[LineMessage],
    name: str,
    calls: Sequence[dict[str, Any]],
    clock: Clock,
) -> bool:
    """Reply, if the token is there for that; False where it must be pushed."""
    token = envelope.token
    tried = [call for call in calls if call["via"] == _REPLY]
    if token is None or any(call["part"] != name for call in tried):
        return False
    if not tried:
        if _has_expired(envelope, clock):
            return False
        await threads.work(_note, envelope, name, _REPLY, _BEGUN, clock)
    insisted = await _insist(
        lambda: sending.reply(envelope.account, token, batch), TOKEN_LIFE.total_seconds()
    )
    outcome = insisted.last.outcome
    may_have_arrived = bool(tried) or insisted.before_unknown
    if outcome is Outcome.TOKEN_SPENT and may_have_arrived and not _has_expired(envelope, clock):
        outcome = Outcome.SENT
    await threads.work(_note, envelope, name, _REPLY, outcome, clock, insisted.last)
    return outcome is Outcome.SENT


def _has_expired(envelope: Envelope, clock: Clock) -> bool:
    return clock() - envelope.received_at > TOKEN_LIFE


async def _push(envelope: Envelope, batch: Sequence[LineMessage], name: str, clock: Clock) -> bool:
    key = str(uuid.uuid5(_KEYS, f"{envelope.event_id}:{name}"))
    user_id = str(envelope.user_id)
    insisted = await _insist(
        lambda: sending.push(envelope.account, user_id, batch, key), RETRY_SECONDS
    )
    outcome = insisted.last.outcome
    await threads.work(_note, envelope, name, _PUSH, outcome, clock, insisted.last)
    return outcome is Outcome.SENT


@dataclass(frozen=True)
class _Insisted:
    last: Sent
    before_unknown: bool
    """Whether a try before the last may have been done."""


async def _insist(call: Callable[[], Sent], seconds: float) -> _Insisted:
    """Try again while LINE asks for that, and no longer than so many seconds, waiting included."""
    sent = Sent(Outcome.TRY_AGAIN)
    unknown = False
    trying = AsyncRetrying(
        retry=retry_if_result(lambda found: found.outcome in _TRY_AGAIN),
        wait=_wait,
        stop=stop_before_delay(seconds),
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else sent,
    )

    async def once() -> Sent:
        nonlocal sent, unknown
        unknown |= sent.outcome is Outcome.UNKNOWN
        sent = await threads.call(call)
        return sent

    return _Insisted(await trying(once), unknown)


def _wait(state: RetryCallState) -> float:
    """Seconds: what LINE asks for, else more and more."""
    sent: Sent | None = state.outcome.result() if state.outcome else None
    if sent is not None and sent.wait_seconds is not None:
        return sent.wait_seconds
    return _BACKING_OFF(state)


def has_arrived(seq: int, part: str) -> bool:
    """Whether this part of the event's answer (``answer:0`` is the first batch) was sent."""
    return any(call["part"] == part and call["outcome"] == Outcome.SENT for call in _calls(seq))


def note_late(seq: int, part: str, count: int, clock: Clock) -> None:
    """Keep that so many more messages of this part have gone with a later event's answer."""
    call = {"part": part, "via": _REPLY, "outcome": _LATE, "late": count, "at": _at(clock)}
    with transaction() as session:
        row = session.get(LineEventRow, seq)
        if row is not None:
            row.deliveries = [*row.deliveries, call]


def _at(clock: Clock) -> str:
    return clock().isoformat(timespec="seconds")


def _calls(seq: int) -> list[dict[str, Any]]:
    with transaction() as session:
        row = session.get(LineEventRow, seq)
        return [] if row is None else list(row.deliveries)


def _note(
    envelope: Envelope, part: str, via: str, outcome: str, clock: Clock, sent: Sent | None = None
) -> None:
    """Keep what became of a call, with LINE's id of it, which their support asks for."""
    call = {
        "part": part,
        "via": via,
        "outcome": str(outcome),
        "request_id": None if sent is None else sent.request_id,
        "status": None if sent is None else sent.status,
        "at": _at(clock),
    }
    with transaction() as session:
        row = session.get(LineEventRow, envelope.seq)
        if row is not None:
            row.deliveries = [*row.deliveries, call]
    if outcome != _BEGUN:
        DELIVERIES.labels(via, outcome).inc()
    if outcome == Outcome.REJECTED:
        log.error("line_delivery_failed", account=envelope.account.name, **call)
    if via == _PUSH and outcome in (Outcome.SENT, Outcome.QUOTA_REACHED):
        _watch_quota(envelope.account.name, outcome == Outcome.QUOTA_REACHED, clock)


_warned: dict[str, date] = {}
"""The day on which this process last warned of an account's limit."""


def _watch_quota(account: str, is_reached: bool, clock: Clock) -> None:
    """Show staff that the month's pushes are used up: on the metrics, and in the log once a day."""
    QUOTA_REACHED.labels(account).set(is_reached)
    today = clock().astimezone(JST).date()
    if is_reached and _warned.get(account) != today:
        _warned[account] = today
        log.warning("line_quota_reached", account=account)
