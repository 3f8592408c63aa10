"""Text messages to callers who have agreed: kept until the bridge has sent them, then erased.

A workflow's inputs are stored in the open, so it is given the message's id alone.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import uuid4

import structlog
from dbos import DBOS, SetWorkflowID

from channels.voice.telephone.bridge import Bridge, BridgeError
from madoguchi.settings import VoiceSettings, settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import TextMessageRow

_PATIENCE_SECONDS = 3600.0
"""A message that comes later than this surprises more than it helps."""

log = structlog.get_logger()


def is_possible(voice: VoiceSettings) -> bool:
    """Whether text messages can be sent at all."""
    return voice.sms_url is not None


async def send(conversation_id: str, number: str, text: str, now: datetime) -> None:
    """Promise to send a text message."""
    id_ = await asyncio.to_thread(_keep, conversation_id, number, text, now)
    with SetWorkflowID(f"text-message:{id_}"):
        await DBOS.start_workflow_async(send_text_message, id_)


@DBOS.workflow()
async def send_text_message(id_: str) -> None:
    """Have the bridge send a message, and forget it."""
    await hand_to_bridge(id_)


@DBOS.step()
async def hand_to_bridge(id_: str) -> None:
    """One step: the bridge knows the id of a message that it has sent already."""
    kept = await asyncio.to_thread(_kept, id_)
    if kept is None:
        return  # sent, or erased with its conversation
    voice = settings().voice
    if voice.sms_url is not None and voice.bridge_secret is not None:
        bridge = Bridge(str(voice.sms_url), voice.bridge_secret.get_secret_value())
        number, text = kept
        try:
            await bridge.ask({"id": id_, "to": number, "text": text}, _PATIENCE_SECONDS)
        except BridgeError as error:
            log.error("text_message_failed", id=id_, error=str(error))
        else:
            log.info("text_message_sent", id=id_)
    await asyncio.to_thread(_forget, id_)


def _keep(conversation_id: str, number: str, text: str, now: datetime) -> str:
    row = TextMessageRow(
        id=str(uuid4()), conversation_id=conversation_id, number=number, text=text, created_at=now
    )
    with transaction() as session:
        session.add(row)
    return row.id


def _kept(id_: str) -> tuple[str, str] | None:
    with transaction() as session:
        row = session.get(TextMessageRow, id_)
        return None if row is None else (str(row.number), str(row.text))


def _forget(id_: str) -> None:
    with transaction() as session:
        row = session.get(TextMessageRow, id_)
        if row is not None:
            session.delete(row)
