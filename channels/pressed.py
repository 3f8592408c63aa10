"""What a resident pressed or shared, when it is taken: what it asks, and what it is called."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from channels.incoming import Incoming
from madoguchi import postback
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.ward_names import ward_of_address
from madoguchi.forms import application, attachments
from madoguchi.languages.strings import LANGUAGES
from madoguchi.shelters.nearby import Nearby
from madoguchi.storage.tables import TurnRow

POSITION = "位置情報"
"""What the history shows in the place of a position."""

_SENT_FILE = "（ファイルを送りました）"
"""What stands in the history for a file; its name is told by the summary alone."""


def about_position(session: Session, conversation_id: str, incoming: Incoming) -> str | None:
    """What a shared position asks: what is near it. None where its address answers an open form."""
    if incoming.position is None:
        return None
    if incoming.text is not None and application.open_draft(session, conversation_id) is not None:
        return None
    ward = ward_of_address(incoming.text or "")
    return f"{postback.NEAR}:{Nearby(incoming.position, ward=ward)}"


def label(session: Session, conversation_id: str, data: str) -> str:
    """What the pressed button was called, newest message first; empty where it was never shown.

    A position is called that: where it is stands in the postback only. A file that was sent has
    words of its own, and what a channel offers by itself (a ward, a language) has its name.
    """
    rows = session.scalars(
        select(TurnRow)
        .where(TurnRow.conversation_id == conversation_id, TurnRow.role == "assistant")
        .order_by(TurnRow.seq.desc())
        .limit(20)
    )
    for row in rows:
        for choice in row.content.get("choices") or ():
            if choice["postback"] == data:
                return str(choice["label"])
        for answer in row.content.get("rows") or ():
            if answer.get("edit") == data:
                return f"{answer['label']}を直す"
    verb, _, argument = data.partition(":")
    if verb == postback.NEAR:
        return POSITION
    if verb == "language":
        return LANGUAGES.get(argument, "")
    if verb == "ward":
        ward = catalogue().wards.get(argument)
        return "" if ward is None else ward.names.ja
    files = (file.id for file in attachments.of_conversation(session, conversation_id))
    return _SENT_FILE if data.rpartition(":")[2] in files else ""
