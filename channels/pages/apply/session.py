"""Whose application a page shows: a conversation, by its id and token in a cookie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

from channels import conversation
from channels.gateway_parts import Parts, client_address
from channels.problems import PROBLEM_RESPONSES, MissingTokenError
from madoguchi.errors import NotFoundError

COOKIE = "madoguchi_apply"
PATH = "/apply"
CHANNEL = "form"
_DAY_SECONDS = 86_400
_ID = r"^[0-9a-f-]{36}$"
"""No other id may reach the database: not every one takes every character."""

router = APIRouter(prefix=PATH, tags=["forms"], responses=PROBLEM_RESPONSES)
_bearer = HTTPBearer(auto_error=False, description="The conversation's token.")


class SessionOf(BaseModel):
    """The conversation whose draft the pages are to show."""

    conversation_id: str = Field(pattern=_ID)


@dataclass(frozen=True)
class Visit:
    """The visitor's conversation, or None; ``expired`` where the cookie's is gone."""

    conversation_id: str | None
    expired: bool = False


def visit_of(request: Request, parts: Parts) -> Visit:
    """The conversation that the cookie opens."""
    id_, _, token = request.cookies.get(COOKIE, "").partition(".")
    if not id_:
        return Visit(None)
    if re.match(_ID, id_) is None:
        return Visit(None, expired=True)
    try:
        row = conversation.authorise(id_, token, parts.settings.conversation_days, parts.clock)
    except NotFoundError:
        return Visit(None, expired=True)
    return Visit(row.id)


def begin(request: Request, parts: Parts, *, ward_id: str, language: str) -> conversation.Started:
    """A conversation for a visitor who has none.

    Raises:
        TooManyRequestsError: if the visitor's address has begun too many.

    """
    parts.limits.anonymous(client_address(request))
    return conversation.start(
        parts.catalogue, parts.clock, channel=CHANNEL, ward_id=ward_id, language=language
    )


def remember(response: Response, request: Request, id_: str, token: str) -> None:
    """Let the visitor's browser open the conversation: our pages alone, and no script."""
    parts: Parts = request.app.state.parts
    response.set_cookie(
        COOKIE,
        f"{id_}.{token}",
        max_age=parts.settings.conversation_days * _DAY_SECONDS,
        path=PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def forget(response: Response) -> None:
    """Take the conversation from the visitor's browser."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="lax")


@router.post("/session", status_code=204)
def open_session(
    body: SessionOf,
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Response:
    """Open the form pages for a conversation that was begun elsewhere, such as in the widget."""
    parts: Parts = request.app.state.parts
    if credentials is None:
        raise MissingTokenError(
            "missing-token", "Authorization: Bearer に、会話のトークンを指定してください。"
        )
    row = conversation.authorise(
        body.conversation_id,
        credentials.credentials,
        parts.settings.conversation_days,
        parts.clock,
    )
    response = Response(status_code=204)
    remember(response, request, row.id, credentials.credentials)
    return response
