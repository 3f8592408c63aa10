"""The conversation API: start, message, history, what was thought of it, erase."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from channels import conversation, erasure, turn_workflow
from channels.bot import BotUnavailableError
from channels.gateway_parts import Parts, client_address
from channels.incoming import Incoming, checked
from channels.problems import PROBLEM_RESPONSES
from channels.web import feedback
from channels.web.access import PREFIX, Conversation, PartsOf
from channels.web.outbound import answer
from channels.web.schema import (
    MAX_SEQ,
    Answer,
    ConversationStarted,
    Feedback,
    History,
    HistoryItem,
    NewConversation,
    NewMessage,
)
from channels.web.transcript import written
from madoguchi.clock import JST

router = APIRouter(prefix=PREFIX, tags=["conversations"], responses=PROBLEM_RESPONSES)


@router.post("", status_code=201)
def start(body: NewConversation, request: Request, parts: PartsOf) -> ConversationStarted:
    """Begin a conversation."""
    parts.limits.anonymous(client_address(request))
    parts.check_ward(body.ward, "body.ward")
    started = conversation.start(
        parts.catalogue,
        parts.clock,
        channel="web",
        ward_id=body.ward or parts.settings.ward,
        language="zh-Hans" if body.language == "zh" else body.language,
    )
    return ConversationStarted(id=started.id, token=started.token, messages=list(started.messages))


@router.post("/{id}/messages")
async def send(body: NewMessage, row: Conversation, parts: PartsOf) -> Answer:
    """Say something; the same ``client_message_id`` twice answers the same, once."""
    parts.limits.message(row.id)
    incoming = checked(Incoming(body.client_message_id, body.text, body.postback))
    turn = await asyncio.to_thread(conversation.remember, row.id, incoming, parts.clock)
    in_time = await turn_workflow.answered_in_time(turn)
    reply = await asyncio.to_thread(answer, turn.id, row.id, parts.catalogue, in_time)
    if reply.erased:
        await erase_everywhere(row.id, parts)
    return reply.answer


@router.get("/{id}/messages")
async def messages(
    row: Conversation, parts: PartsOf, after: Annotated[int, Query(ge=0, le=MAX_SEQ)] = 0
) -> History:
    """The history behind ``after`` (a ``seq``)."""
    found = await asyncio.to_thread(_history, row.id, parts, after)
    if await asyncio.to_thread(erasure.is_due, row.id):
        # The wish was answered later than its request lasted; here the resident reads that.
        await erase_everywhere(row.id, parts)
    return found


def _history(conversation_id: str, parts: Parts, after: int) -> History:
    entries = conversation.history(conversation_id, after)
    return History(
        messages=[HistoryItem.model_validate(asdict(entry)) for entry in entries],
        state=conversation.state(conversation_id, parts.catalogue),
        pending=conversation.has_pending(conversation_id),
    )


@router.get("/{id}/transcript", response_class=PlainTextResponse)
def transcript(row: Conversation, parts: PartsOf) -> PlainTextResponse:
    """The whole conversation as text, to keep."""
    now = parts.clock()
    text = written(
        conversation.history(row.id, 0),
        conversation.ward_of(row.id, parts.catalogue),
        row.language,
        now,
    )
    name = f"madoguchi-{now.astimezone(JST):%Y-%m-%d}.txt"
    return PlainTextResponse(
        text, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@router.post("/{id}/feedback", status_code=204)
def rate(body: Feedback, row: Conversation, parts: PartsOf) -> Response:
    """Say whether an answer helped; saying it again replaces what was said."""
    parts.limits.message(row.id)
    feedback.keep(row.id, body.seq, body.helpful, body.reason)
    return Response(status_code=204)


@router.delete("/{id}", status_code=204)
async def erase(row: Conversation, parts: PartsOf) -> Response:
    """Erase everything that was said; submitted applications stay with the ward."""
    await erase_everywhere(row.id, parts)
    return Response(status_code=204)


async def erase_everywhere(conversation_id: str, parts: Parts) -> None:
    """Erase a conversation here and at Rasa."""
    await asyncio.to_thread(erasure.erase, conversation_id)
    try:
        await parts.bot.erase(conversation_id)
    except BotUnavailableError:
        # Our data is gone; Rasa's encrypted events expire by themselves, or go with the next try.
        await turn_workflow.erase_later(conversation_id)
