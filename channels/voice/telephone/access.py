"""Whether a media stream comes from the office's provider: it shows the telephone token.

Some providers can set a header; of the others it is a parameter of the stream, which comes with its
first message. In the URL it would be in every server's log.
"""

from __future__ import annotations

import hmac

from starlette.requests import HTTPConnection


def shown_token(connection: HTTPConnection) -> str | None:
    """The token of ``Authorization: Bearer``; None without one."""
    scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else None


def is_right(shown: str | None, expected: str) -> bool:
    """Whether it is the token."""
    return shown is not None and hmac.compare_digest(shown.encode(), expected.encode())
