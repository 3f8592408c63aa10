"""Whether a media stream comes from the office's provider: it shows the telephone token.

Some providers can set a header, some only the URL, and Twilio neither: there it is a parameter of
the stream, which comes with its first message.
"""

from __future__ import annotations

import hmac

from starlette.requests import HTTPConnection


def shown_token(connection: HTTPConnection) -> str | None:
    """The token of ``Authorization: Bearer`` or of ``?token=``; None where there is neither."""
    scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token
    return connection.query_params.get("token")


def is_right(shown: str | None, expected: str) -> bool:
    """Whether it is the token."""
    return shown is not None and hmac.compare_digest(shown.encode(), expected.encode())
