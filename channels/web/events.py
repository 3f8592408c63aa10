"""What happens in a conversation, as server-sent events while the connection is open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from channels import conversation, erasure
from channels.problems import MEDIA_TYPE, PROBLEM_RESPONSES, Problem
from channels.web.access import PREFIX, Conversation, PartsOf
from channels.web.inbound import erase_everywhere
from channels.web.schema import MAX_SEQ, HistoryItem
from channels.web.streams import Stream, Streams
from madoguchi.catalogue.catalogue import Catalogue

log = structlog.get_logger()

router = APIRouter(prefix=PREFIX, tags=["conversations"], responses=PROBLEM_RESPONSES)

OPEN_SECONDS = 600.0
"""After this long a stream ends and the client comes back: so no token is believed for ever."""

RETRY_MS = 3_000


async def _stream(row: Conversation, request: Request) -> AsyncIterator[Stream]:
    streams: Streams = request.app.state.streams
    with streams.open(row.id) as stream:
        yield stream


Seq = Annotated[int, Query(ge=0, le=MAX_SEQ)]


@router.get(
    "/{id}/events",
    response_class=EventSourceResponse,
    responses={503: {"model": Problem, "content": {MEDIA_TYPE: {}}}},
)
async def events(
    stream: Annotated[Stream, Depends(_stream)],
    parts: PartsOf,
    last_event_id: Annotated[int | None, Header(ge=0, le=MAX_SEQ)] = None,
    after: Seq = 0,
) -> AsyncIterator[ServerSentEvent]:
    """Messages behind ``Last-Event-ID`` (else ``after``), those to come, and the state.

    ``event: message`` has a message of the history as data and its ``seq`` as id;
    ``event: state`` the state, at first and whenever it changes. The stream ends after ten
    minutes, and when the conversation does.
    """
    seen = after if last_event_id is None else last_event_id
    shown: dict[str, Any] | None = None
    ends = time.monotonic() + OPEN_SECONDS
    erases: float | None = None
    yield ServerSentEvent(retry=RETRY_MS)
    while not stream.is_closed:
        stream.changed.clear()
        try:
            news = await asyncio.to_thread(_read, stream.conversation_id, seen, parts.catalogue)
        except Exception as error:  # noqa: BLE001 - the client comes back and tries again
            log.error("stream_failed", error=type(error).__name__)
            return
        if news is None:
            return
        for item in news.messages:
            yield ServerSentEvent(event="message", id=str(item.seq), data=item)
            seen = item.seq
        if news.state != shown:
            shown = news.state
            yield ServerSentEvent(event="state", data=shown)
        now = time.monotonic()
        if news.erasure_is_due and erases is None:
            # Whoever sent the wish erases, unless its answer came later than they waited.
            erases = now + parts.settings.turn_timeout_seconds
        if erases is not None and now >= erases:
            await erase_everywhere(stream.conversation_id, parts)
            return
        if now >= ends:
            return
        with suppress(TimeoutError):
            until = ends if erases is None else min(ends, erases)
            await asyncio.wait_for(stream.changed.wait(), until - now)


@dataclass(frozen=True)
class _News:
    messages: tuple[HistoryItem, ...]
    state: dict[str, Any]
    erasure_is_due: bool


def _read(conversation_id: str, after: int, catalogue: Catalogue) -> _News | None:
    """What is new; None when the conversation is no more."""
    entries = conversation.history(conversation_id, after)
    news = _News(
        tuple(HistoryItem.model_validate(asdict(entry)) for entry in entries),
        conversation.state(conversation_id, catalogue),
        erasure.is_due(conversation_id),
    )
    # Asked last, so that what was read is not half of what is being erased.
    return news if conversation.exists(conversation_id) else None
