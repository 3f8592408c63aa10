"""Whether a media stream comes from the office's provider: by a token, or by Twilio's signature.

Some providers can set a header; of the others the token is a parameter of the stream, which comes
with its first message. In the URL it would be in every server's log.

Twilio signs the request that opens the stream: base64 of an HMAC-SHA1 of its exact URL under the
account's auth token (https://www.twilio.com/docs/usage/webhooks/webhooks-security, read
2026-11-27). A stream's URL never changes, so neither does its signature: it is no safer than a
token, but no secret of ours is then written into anything that the provider keeps.
"""

from __future__ import annotations

import hmac
from base64 import b64encode

from pydantic import HttpUrl
from starlette.requests import HTTPConnection

from madoguchi.settings import VoiceSettings


def is_shown(
    connection: HTTPConnection, voice: VoiceSettings, public_url: HttpUrl | None
) -> bool | None:
    """Whether the request shows that it comes from the provider; None: its first message must."""
    given = connection.headers.get("X-Twilio-Signature")
    if given is not None and voice.twilio_auth_token is not None:
        url = _signed_url(connection, public_url)
        expected = signature(voice.twilio_auth_token.get_secret_value(), url)
        return hmac.compare_digest(given.encode(), expected.encode())
    scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return is_token(token, voice)
    return None if voice.telephone_token is not None else False


def is_token(shown: str | None, voice: VoiceSettings) -> bool:
    """Whether it is the telephone token."""
    if shown is None or voice.telephone_token is None:
        return False
    expected = voice.telephone_token.get_secret_value()
    return hmac.compare_digest(shown.encode(), expected.encode())


def signature(auth_token: str, url: str) -> str:
    """What Twilio's header holds for a request to this URL that has no form in it."""
    return b64encode(hmac.digest(auth_token.encode(), url.encode(), "sha1")).decode()


def _signed_url(connection: HTTPConnection, public_url: HttpUrl | None) -> str:
    """The URL as the provider knows it: always ``wss``, and at the office's proxy."""
    base = str(public_url or connection.base_url).rstrip("/")
    return f"wss://{base.partition('://')[2]}{connection.url.path}"
