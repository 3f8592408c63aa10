"""What staff are told where a call of LINE's Messaging API fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from linebot.v3.messaging import ApiException
from urllib3.exceptions import HTTPError

from madoguchi.errors import MadoguchiError

TIMEOUT_SECONDS = 30.0
"""For one call; an image of a rich menu is the most that is sent."""

_ADVICE = {
    401: "the channel access token is not valid: issue a new one in the LINE Developers Console",
    403: "the account may not do this: check its plan and the channel in the LINE Developers "
    "Console",
    429: "too many calls: wait, then try again",
}
_TEMPORARY = "LINE has a problem of its own: try again later"


class LineCallError(MadoguchiError):
    """LINE refused a call or cannot be reached. ``status`` is None where no answer came."""

    def __init__(self, code: str, message: str, status: int | None = None) -> None:
        super().__init__(code, message)
        self.status = status


@contextmanager
def calling(what: str) -> Iterator[None]:
    """Calls of the SDK within it; ``what`` says in words what they are for.

    Raises:
        LineCallError: in one line, with LINE's request id; it never holds the access token.

    """
    try:
        yield
    except ApiException as error:
        raise _refused(what, error) from None
    except HTTPError as error:
        raise LineCallError(
            "line-unreachable",
            f"{what}: LINE cannot be reached ({type(error).__name__}); check the network and "
            "MADOGUCHI_LINE__API_URL.",
        ) from None
    except ValueError:
        raise LineCallError(
            "line-answer",
            f"{what}: the answer is not one of LINE's; check MADOGUCHI_LINE__API_URL.",
        ) from None


def _refused(what: str, error: ApiException) -> LineCallError:
    status = int(error.status or 0)
    if not status:
        return LineCallError("line-unreachable", f"{what}: LINE cannot be reached by TLS.")
    request_id = (error.headers or {}).get("x-line-request-id") or "none"
    advice = _ADVICE.get(status, _TEMPORARY if status >= 500 else None)
    parts = [part for part in (_said(error.body), advice) if part]
    return LineCallError(
        "line-refused",
        f"{what}: LINE answered {status}{': ' if parts else ''}{'; '.join(parts)} "
        f"(request id {request_id}).",
        status,
    )


def _said(body: str | bytes | None) -> str | None:
    """LINE's own message with its details ("Error responses" of the reference)."""
    try:
        answer = json.loads(body or "")
        details = [
            f"{detail.get('property', '')} {detail.get('message', '')}".strip()
            for detail in answer.get("details") or ()
        ]
        return "; ".join([str(answer["message"]), *details])
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
