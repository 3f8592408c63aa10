"""Who may use a conversation over HTTP: whoever bears its token."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from channels import conversation
from channels.gateway_parts import Parts
from channels.problems import MissingTokenError
from madoguchi.storage.tables import ConversationRow

PREFIX = "/api/v1/conversations"

_bearer = HTTPBearer(auto_error=False, description="The conversation's token.")


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]


def _conversation(
    id: str,
    parts: PartsOf,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> ConversationRow:
    if credentials is None:
        raise MissingTokenError(
            "missing-token", "Authorization: Bearer に、会話のトークンを指定してください。"
        )
    return conversation.authorise(
        id, credentials.credentials, parts.settings.conversation_days, parts.clock
    )


Conversation = Annotated[ConversationRow, Depends(_conversation)]
