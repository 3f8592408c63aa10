"""The form page inside LINE (LIFF): LINE says who is there, and their application goes on."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from channels import conversation
from channels.gateway_parts import Parts, client_address
from channels.line import residents
from channels.line.accounts import Account, Liff, account_of
from channels.line.id_token import MAX_LENGTH, user_of
from channels.line.webhook import ALL_WARDS
from channels.pages.apply import session as apply_session
from channels.pages.reader import reader_of
from channels.pages.rendering import page
from channels.problems import PROBLEM_RESPONSES, UnknownWardError
from madoguchi.errors import NotFoundError
from madoguchi.forms import application
from madoguchi.storage.database import transaction

router = APIRouter(prefix="/channels/line", tags=["line"], responses=PROBLEM_RESPONSES)

_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' https://static.line-scdn.net; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self' https://*.line.me https://*.line-scdn.net; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Of the one page that loads LINE's SDK, which has to come from LINE."""


class Opening(BaseModel):
    """The ID token of ``liff.getIDToken()``, and the procedure that the link named, if any."""

    model_config = ConfigDict(extra="forbid")

    id_token: str = Field(min_length=1, max_length=MAX_LENGTH)
    procedure: str | None = Field(default=None, max_length=64, pattern=r"^[a-z0-9-]+$")


class Opened(BaseModel):
    """The page to go on to."""

    url: str


@router.get("/{ward}/liff", include_in_schema=False)
def open_page(ward: str, request: Request, lang: str | None = None) -> Response:
    """The page that a LIFF app has as its endpoint: it asks LINE who is there, and goes on."""
    account = _account(ward, request.app.state.parts)
    return page(
        "liff.html",
        reader_of(request, ward, lang),
        headers={"Content-Security-Policy": _CONTENT_SECURITY_POLICY},
        liff_id=_liff(account).id,
        session_path=f"{router.prefix}/{ward}/liff/session",
    )


@router.post("/{ward}/liff/session")
async def open_session(ward: str, body: Opening, request: Request, response: Response) -> Opened:
    """Open the form pages for the conversation of whoever the ID token is about."""
    parts: Parts = request.app.state.parts
    parts.limits.anonymous(client_address(request))
    account = _account(ward, parts)
    login = _liff(account).login_channel_id
    user = await user_of(body.id_token, login, account.api_url, parts.clock())
    id_, token, path = await asyncio.to_thread(_resume, account, ward, user, body, parts)
    apply_session.remember(response, request, id_, token)
    return Opened(url=path)


def _resume(
    account: Account, ward: str, user: str, body: Opening, parts: Parts
) -> tuple[str, str, str]:
    """Their conversation, a token for it, and the path of the form that goes on there.

    Raises:
        NotFoundError: if they have nothing open and the link names no procedure.

    """
    resident = residents.meet(account.name, user)
    own_ward = None if ward == ALL_WARDS else ward
    days = parts.settings.conversation_days
    id_ = residents.converse(resident, own_ward, days, parts.catalogue, parts.clock)
    with transaction() as session:
        draft = application.open_draft(session, id_)
    known = conversation.ward_of(id_, parts.catalogue)
    procedure = body.procedure or (draft.procedure if draft else None)
    if procedure is None:
        raise NotFoundError(
            "nothing-open",
            "入力中の申請はありません。トークで、申請したい手続きをお知らせください。",
        )
    goes_on = draft is not None and draft.procedure == procedure
    in_ward = draft.ward if draft is not None and goes_on else own_ward or (known and known.id)
    query = {"ward": in_ward, "lang": conversation.language_of(id_)}
    given = urlencode({name: value for name, value in query.items() if value})
    return id_, conversation.renew_token(id_), f"{apply_session.PATH}/{procedure}?{given}"


def _account(ward: str, parts: Parts) -> Account:
    if ward != ALL_WARDS and ward not in parts.catalogue.wards:
        raise UnknownWardError("path.ward", [ALL_WARDS, *sorted(parts.catalogue.wards)])
    return account_of(parts.settings.line, ward)


def _liff(account: Account) -> Liff:
    if account.liff is None:
        raise NotFoundError("no-liff", "この区では、LINEの中のフォームは使えません。")
    return account.liff
