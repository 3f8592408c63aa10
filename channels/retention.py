"""Forgetting: conversations that nobody uses any more are erased, here and at Rasa."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import structlog
from dbos import DBOS

from channels import conversation
from channels.turn_workflow import ask_to_erase
from madoguchi.clock import system_clock
from madoguchi.settings import settings

NAME = "forget-expired"

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
        await asyncio.to_thread(conversation.expired, settings().conversation_days, system_clock)
    )


@DBOS.step()
async def erase_here(conversation_id: str) -> None:
    """One step: erasing twice is harmless."""
    await asyncio.to_thread(conversation.erase, conversation_id)


async def schedule() -> None:
    """Have it done every hour; called once DBOS is launched."""
    await DBOS.apply_schedules_async(
        [
            {
                "schedule_name": NAME,
                "workflow_fn": forget_expired,
                "schedule": "17 * * * *",
            }
        ]
    )
