"""What the conversation of an event's resident asks at the moment."""

from __future__ import annotations

from channels.line import inbound, residents
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.forms import application
from madoguchi.messages import Message
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow


def conversation_of(row: LineEventRow) -> str | None:
    """The id of the conversation of whoever the event is from, or None."""
    user = inbound.user_id(row.event or {})
    resident = residents.find(row.account, user) if user is not None else None
    return None if resident is None else resident.conversation_id


def question(conversation_id: str | None) -> tuple[Message, ...]:
    """What the open application waits for, in Japanese; empty where none is open."""
    if conversation_id is None:
        return ()
    with transaction() as session:
        return application.pending_question(session, catalogue(), conversation_id, system_clock())
