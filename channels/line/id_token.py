"""Who a LIFF page is open for: LINE's ID token, checked by LINE itself.

https://developers.line.biz/en/docs/liff/using-user-profile/ and
https://developers.line.biz/en/reference/line-login/#verify-id-token
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx
import structlog

from channels.line.inbound import user_id
from madoguchi.errors import MadoguchiError

ISSUER = "https://access.line.me"
MAX_LENGTH = 4096
TIMEOUT_SECONDS = 10.0


log = structlog.get_logger()


class IdTokenError(MadoguchiError):
    """A token is none of LINE's for our login channel, has expired, or cannot be checked now."""


async def user_of(id_token: str, login_channel_id: str, api_url: str, now: datetime) -> str:
    """The id of the user to whom LINE has given this token.

    Raises:
        IdTokenError: if the token proves nobody (code ``bad-id-token``), or LINE cannot be asked
            (``login-unavailable``).

    """
    form = {"id_token": id_token, "client_id": login_channel_id}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as http:
            answer = await http.post(f"{api_url}/oauth2/v2.1/verify", data=form)
    except httpx.HTTPError as error:
        log.warning("line_login_unreachable", error=type(error).__name__)
        raise _unavailable() from None
    if answer.status_code == httpx.codes.BAD_REQUEST:
        raise _proves_nobody()
    if answer.status_code != httpx.codes.OK:
        log.warning("line_login_refused", status=answer.status_code)
        raise _unavailable()
    try:
        claims = answer.json()
    except ValueError:
        claims = None
    found = _subject(claims, login_channel_id, now) if isinstance(claims, dict) else None
    if found is None:
        raise _proves_nobody()
    return found


def _subject(claims: Mapping[str, Any], login_channel_id: str, now: datetime) -> str | None:
    """LINE has looked at all this; so do we (OpenID Connect Core 1.0, 3.1.3.7)."""
    expires = claims.get("exp")
    fits = claims.get("iss") == ISSUER and claims.get("aud") == login_channel_id
    if not fits or not isinstance(expires, int | float) or expires <= now.timestamp():
        return None
    return user_id({"source": {"userId": claims.get("sub")}})


def _proves_nobody() -> IdTokenError:
    return IdTokenError(
        "bad-id-token", "LINEでの確認ができませんでした。画面を閉じて、もう一度開いてください。"
    )


def _unavailable() -> IdTokenError:
    return IdTokenError(
        "login-unavailable",
        "LINEと通信できませんでした。しばらくしてから、もう一度お試しください。",
    )
