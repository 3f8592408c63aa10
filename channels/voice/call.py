"""What is special about a conversation that has no screen: a telephone call."""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import HttpUrl

from madoguchi.clock import Clock
from madoguchi.conversations import continuation
from madoguchi.forms import application
from madoguchi.storage.database import transaction


@dataclass(frozen=True)
class Call:
    """Whether the caller can be sent text messages, and connected to people.

    ``unfinished`` is the continuation code of an application that the caller left open. After
    ``most_seconds`` the call is ended.
    """

    can_message: bool = False
    can_connect: bool = False
    unfinished: str | None = None
    most_seconds: float = math.inf


def continuation_code(conversation_id: str, clock: Clock) -> str | None:
    """A code for the conversation's open application; None while none is open."""
    with transaction() as session:
        if application.open_draft(session, conversation_id) is None:
            return None
        return continuation.issue(session, conversation_id, clock())


def continuation_link(
    public_url: HttpUrl | None, code: str, ward: str | None, language: str
) -> str | None:
    """Where a tap goes on with the application; None where the pages' address is not known.

    The code is the fragment, which a browser sends to no server, so that no log has it.
    """
    if public_url is None:
        return None
    query = urlencode({"lang": language} if ward is None else {"ward": ward, "lang": language})
    return f"{str(public_url).rstrip('/')}/?{query}#continue={code}"
