"""Forgetting: conversations that nobody uses any more are erased, here and at Rasa."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog
from dbos import DBOS

from channels import erasure
from channels.line import inbox
from channels.turn_workflow import ask_to_erase
from channels.voice.telephone import calls
from madoguchi.clock import system_clock
from madoguchi.conversations import continuation
from madoguchi.curation import record
from madoguchi.forms import attachments
from madoguchi.settings import settings
from madoguchi.storage.database import transaction

NAME = "forget-expired"
NAME_OF_REVIEWS = "forget-reviews"
NAME_OF_LINE_EVENTS = "forget-line-events"
NAME_OF_ATTACHMENTS = "forget-attachments"
NAME_OF_CALLS = "forget-calls"

ATTACHMENTS_WAIT = timedelta(days=1)
"""How long a file is kept that no answer refers to."""

log = structlog.get_logger()


@DBOS.workflow()
async def forget_expired(scheduled_at: datetime, context: Any) -> None:
    """Erase what has expired; every hour, since an office server may be off at night."""
    ids = await find_expired()
    for conversation_id in ids:
        await erase_here(conversation_id)
    # Only then: while Rasa is away this waits, and nobody's data here may wait with it.
    for conversation_id in ids:
        await ask_to_erase(conversation_id)
    if ids:
        log.info("conversations_expired", count=len(ids))


@DBOS.step()
async def find_expired() -> list[str]:
    """The conversations that were not used for ``conversation_days``."""
    return list(
        await asyncio.to_thread(erasure.expired, settings().conversation_days, system_clock)
    )


@DBOS.step()
async def erase_here(conversation_id: str) -> None:
    """One step: erasing twice is harmless."""
    await asyncio.to_thread(erasure.expire, conversation_id)


@DBOS.workflow()
async def forget_reviews(scheduled_at: datetime, context: Any) -> None:
    """Erase the records for review of turns that lie longer back than ``review_days``."""
    await erase_reviews()


@DBOS.step()
async def erase_reviews() -> None:
    """One step: erasing twice is harmless."""
    await asyncio.to_thread(_erase_reviews)


def _erase_reviews() -> None:
    with transaction() as session:
        count = record.expire(session, system_clock() - timedelta(days=settings().review_days))
    if count:
        log.info("reviews_expired", count=count)


@DBOS.workflow()
async def forget_line_events(scheduled_at: datetime, context: Any) -> None:
    """Erase LINE's event ids that no redelivery can bring any more."""
    await erase_line_events()


@DBOS.step()
async def erase_line_events() -> None:
    """One step: erasing twice is harmless."""
    await asyncio.to_thread(inbox.forget, system_clock() - inbox.KEPT)


@DBOS.workflow()
async def forget_attachments(scheduled_at: datetime, context: Any) -> None:
    """Erase the files that were given and then not used in any answer."""
    await erase_attachments()


@DBOS.step()
async def erase_attachments() -> None:
    """One step: erasing twice is harmless."""
    await asyncio.to_thread(_erase_attachments)


def _erase_attachments() -> None:
    with transaction() as session:
        count = attachments.forget(session, system_clock() - ATTACHMENTS_WAIT)
    if count:
        log.info("attachments_expired", count=count)


@DBOS.workflow()
async def forget_calls(scheduled_at: datetime, context: Any) -> None:
    """Erase callers' numbers and the continuation codes that are over."""
    await erase_calls()


@DBOS.step()
async def erase_calls() -> None:
    """One step: erasing twice is harmless."""
    await asyncio.to_thread(_erase_calls)


def _erase_calls() -> None:
    now = system_clock()
    with transaction() as session:
        count = calls.forget(session, now)
        continuation.forget(session, now)
    if count:
        log.info("calls_expired", count=count)


async def schedule() -> None:
    """Have it done every hour; called once DBOS is launched."""
    await DBOS.apply_schedules_async(
        [
            {
                "schedule_name": NAME,
                "workflow_fn": forget_expired,
                "schedule": "17 * * * *",
            },
            {
                "schedule_name": NAME_OF_REVIEWS,
                "workflow_fn": forget_reviews,
                "schedule": "27 * * * *",
            },
            {
                "schedule_name": NAME_OF_LINE_EVENTS,
                "workflow_fn": forget_line_events,
                "schedule": "37 * * * *",
            },
            {
                "schedule_name": NAME_OF_ATTACHMENTS,
                "workflow_fn": forget_attachments,
                "schedule": "47 * * * *",
            },
            {
                "schedule_name": NAME_OF_CALLS,
                "workflow_fn": forget_calls,
                "schedule": "57 * * * *",
            },
        ]
    )
