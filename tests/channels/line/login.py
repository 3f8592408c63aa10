"""LINE Login: the ID tokens that LIFF pages get, and the call that checks them.

https://developers.line.biz/en/reference/line-login/#verify-id-token
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

CHANNEL = "1234567890"
LIFF_ID = f"{CHANNEL}-AbcdEfgh"


def claims(user_id: str, **changed: Any) -> dict[str, Any]:
    """What a token says that LINE has just given for our login channel."""
    now = int(time.time())
    return {
        "iss": "https://access.line.me", "sub": user_id, "aud": CHANNEL,
        "iat": now, "exp": now + 3600, "amr": ["linesso"], "name": "田中 花子", **changed,
    }  # fmt: skip


def verifying(
    id_tokens: dict[str, dict[str, Any]],
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint, for these tokens and what each says."""

    async def verify(request: Request) -> Response:
        form = {key: values[0] for key, values in parse_qs((await request.body()).decode()).items()}
        said = id_tokens.get(form.get("id_token", ""))
        if said is None:
            return _refused("Invalid IdToken.")
        if said["aud"] != form.get("client_id"):
            return _refused("Invalid IdToken Audience.")
        if said["exp"] <= time.time():
            return _refused("IdToken expired.")
        return JSONResponse(said)

    return verify


def _refused(why: str) -> Response:
    return JSONResponse({"error": "invalid_request", "error_description": why}, status_code=400)
