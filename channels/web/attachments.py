"""The upload of a file for a form field: checked and kept, then answered by its id.

The answer itself is the postback ``answer:<field>:<id>``, as a message like any other.
"""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel

from channels.gateway_parts import Parts
from channels.problems import PROBLEM_RESPONSES
from channels.web.access import Conversation, PartsOf
from channels.web.inbound import router as conversations
from madoguchi.forms import application, attachments
from madoguchi.forms.attachments import Attachment
from madoguchi.forms.values.files import ACCEPTED, MAX_BYTES, read_file
from madoguchi.storage.database import transaction

router = APIRouter(prefix=conversations.prefix, tags=["conversations"], responses=PROBLEM_RESPONSES)

PATHS = rf"{conversations.prefix}/[^/]+/attachments$"
"""The path of uploads, as a pattern: its requests may be ``MAX_BODY_BYTES`` long."""

MAX_BODY_BYTES = MAX_BYTES

_BODY = {
    "required": True,
    "description": f"{ACCEPTED}。What it is is told by its content, not by its Content-Type.",
    "content": {
        media_type: {"schema": {"type": "string", "format": "binary"}}
        for media_type in ("image/jpeg", "image/png", "application/pdf")
    },
}


class Uploaded(BaseModel):
    """A kept file: answer the question with the postback ``answer:<field>:<id>``."""

    id: str
    name: str
    bytes: int


@router.post("/{id}/attachments", status_code=201, openapi_extra={"requestBody": _BODY})
async def upload(
    request: Request,
    row: Conversation,
    parts: PartsOf,
    field: Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]*$", max_length=48, examples=["photo"])],
    x_file_name: Annotated[
        str | None, Header(max_length=2000, description="The file's name: UTF-8, percent-encoded.")
    ] = None,
) -> Uploaded:
    """Give a file for a field of the open application; one that takes a file."""
    parts.limits.message(row.id)
    content = await request.body()
    kept = await asyncio.to_thread(_keep, parts, row.id, field, content, unquote(x_file_name or ""))
    return Uploaded(id=kept.id, name=kept.name, bytes=kept.size_bytes)


def _keep(parts: Parts, conversation_id: str, field: str, content: bytes, name: str) -> Attachment:
    with transaction() as session:
        draft = application.open_draft(session, conversation_id)
        attachments.file_field(parts.catalogue, draft, field)
    file = read_file(content, name)
    with transaction() as session:
        return attachments.keep(
            session, conversation_id=conversation_id, field=field, file=file, now=parts.clock()
        )
