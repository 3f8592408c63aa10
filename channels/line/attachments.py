"""A picture or a file that a resident sends while their form asks for one.

It is fetched from LINE, checked and kept; what became of it is noted in the event itself, which
lies encrypted until it is handled. ``inbound`` then reads the event as the answer to the question.
Whatever dies in between, doing it again keeps the file once: its id is made of the message's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import structlog

from channels.line import asking, contents, courtesies, inbound, inbox, threads
from channels.line.accounts import Account, account_of
from channels.line.contents import NotFetchedError, TooLargeError
from channels.line.inbound import Asked, Deed
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.errors import InvalidValueError
from madoguchi.forms import application, attachments
from madoguchi.forms.draft import Draft
from madoguchi.forms.values.files import ACCEPTED, MAX_BYTES, File, read_file, too_large
from madoguchi.messages import Message, TextMessage
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow

log = structlog.get_logger()


@dataclass(frozen=True)
class _Wanted:
    """A file that a form asks for, before it is fetched."""

    event_id: str
    account: Account
    conversation_id: str
    field: str
    message: dict[str, Any]


async def fetch(id_: str) -> None:
    """Fetch and keep what the event brings, if a form asks for it; doing so again is harmless."""
    wanted = await threads.work(_wanted, id_)
    if wanted is not None:
        await threads.call(_fetch, wanted)


def courtesy(row: LineEventRow, asked: Asked) -> Sequence[Message]:
    """What is said to a file that is no answer: why, and the question once more if there is one."""
    conversation_id = asking.conversation_of(row)
    if asked.deed is Deed.REFUSE_FILE and conversation_id is not None:
        return (TextMessage(text=asked.detail), *asking.question(conversation_id))
    has_it = attachments.is_answered(catalogue(), _open_draft(conversation_id))
    return (courtesies.unasked_file(asked.detail, has_it=has_it),)


def _wanted(id_: str) -> _Wanted | None:
    with transaction() as session:
        row = inbox.find(session, id_)
    if row is None or row.event is None or row.status != inbox.NEW:
        return None
    if inbound.read(row.event).deed is not Deed.ATTACH:
        return None
    conversation_id = asking.conversation_of(row)
    field = attachments.asked_field(catalogue(), _open_draft(conversation_id))
    if field is None or conversation_id is None:
        return None
    account = account_of(settings().line, row.ward or "all")
    return _Wanted(id_, account, conversation_id, field.id, row.event["message"])


def _open_draft(conversation_id: str | None) -> Draft | None:
    if conversation_id is None:
        return None
    with transaction() as session:
        return application.open_draft(session, conversation_id)


def _fetch(wanted: _Wanted) -> None:
    try:
        file = read_file(_content(wanted), wanted.message.get("fileName"))
    except InvalidValueError as error:
        log.info("line_file_refused", id=wanted.event_id, code=error.code)
        _note(wanted, refusal=error.message)
    else:
        _note(wanted, file=file)


def _note(wanted: _Wanted, file: File | None = None, refusal: str | None = None) -> None:
    """Keep the file and what became of it, both or neither."""
    with transaction() as session:
        row = inbox.find(session, wanted.event_id)
        if row is None or row.event is None or inbound.FILE in row.event:
            return
        note: dict[str, Any] = {"refusal": refusal}
        if file is not None:
            kept = attachments.keep(
                session,
                conversation_id=wanted.conversation_id,
                field=wanted.field,
                file=file,
                now=system_clock(),
                id=str(uuid5(NAMESPACE_URL, f"{wanted.conversation_id}/{wanted.message['id']}")),
            )
            note = {"answer": f"answer:{kept.field}:{kept.id}"}
        row.event = {**row.event, inbound.FILE: note}


def _content(wanted: _Wanted) -> bytes:
    """What LINE keeps for the message.

    Raises:
        InvalidValueError: if it is too large, or LINE does not have it or does not give it.

    """
    stated = wanted.message.get("fileSize")
    if isinstance(stated, int) and stated > MAX_BYTES:
        raise too_large()
    try:
        return contents.fetch(wanted.account, str(wanted.message["id"]), MAX_BYTES)
    except TooLargeError:
        raise too_large() from None
    except NotFetchedError:
        raise InvalidValueError(
            "file-not-fetched",
            "ファイルを受け取れませんでした。お手数ですが、もう一度送ってください。"
            f"{ACCEPTED}です。",
        ) from None
