from __future__ import annotations

from typing import Any

import pytest
from pydantic import HttpUrl, SecretStr
from starlette.requests import HTTPConnection

from channels.voice.telephone import access
from madoguchi.settings import VoiceSettings

AUTH_TOKEN = "the-auth-token-of-an-account"
TOKEN = "the-telephone-token-of-tests"
PUBLIC = HttpUrl("https://madoguchi.example.jp")
PATH = "/channels/voice/telephone/shibuya"
SIGNED = access.signature(AUTH_TOKEN, f"wss://madoguchi.example.jp{PATH}")


def request(path: str = PATH, **headers: str) -> HTTPConnection:
    """What reaches the gateway behind its proxy."""
    sent = {"Host": "127.0.0.1:8000", **headers}
    return HTTPConnection(
        {
            "type": "websocket",
            "scheme": "ws",
            "path": path,
            "query_string": b"",
            "server": ("127.0.0.1", 8000),
            "headers": [(key.lower().encode(), value.encode()) for key, value in sent.items()],
        }
    )


def voice(**secrets: str) -> VoiceSettings:
    given: dict[str, Any] = {name: SecretStr(secret) for name, secret in secrets.items()}
    return VoiceSettings(**given)


def signed(header: str, path: str = PATH) -> HTTPConnection:
    return request(path, **{"X-Twilio-Signature": header})


def test_the_example_that_twilio_published() -> None:
    """A form's fields follow the URL, sorted; a stream's request has none."""
    form = "CallSidCA1234567890ABCDECaller+14158675309Digits1234From+14158675309To+18005551212"
    url = f"https://mycompany.com/myapp.php?foo=1&bar=2{form}"
    assert access.signature("12345", url) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_a_right_signature_needs_no_token() -> None:
    for settings in (voice(twilio_auth_token=AUTH_TOKEN), both()):
        assert access.is_shown(signed(SIGNED), settings, PUBLIC) is True


def both() -> VoiceSettings:
    return voice(twilio_auth_token=AUTH_TOKEN, telephone_token=TOKEN)


@pytest.mark.parametrize(
    "connection",
    [
        signed(""),
        signed("é"),
        signed(SIGNED, "/channels/voice/telephone/nerima"),
        signed(access.signature(AUTH_TOKEN, f"https://madoguchi.example.jp{PATH}")),
        signed(access.signature("another-auth-token-of-another", f"wss://x{PATH}")),
        request(**{"X-Twilio-Signature": "wrong", "Authorization": f"Bearer {TOKEN}"}),
    ],
)
def test_a_wrong_signature_is_refused_whatever_else_is_shown(connection: HTTPConnection) -> None:
    assert access.is_shown(connection, both(), PUBLIC) is False


def test_without_a_public_address_the_requests_own_is_signed() -> None:
    header = access.signature(AUTH_TOKEN, f"wss://127.0.0.1:8000{PATH}")
    settings = voice(twilio_auth_token=AUTH_TOKEN)
    assert access.is_shown(signed(header), settings, None) is True
    assert access.is_shown(signed(SIGNED), settings, None) is False


def test_a_signature_that_cannot_be_checked_is_no_proof() -> None:
    assert access.is_shown(signed(SIGNED), voice(telephone_token=TOKEN), PUBLIC) is None


def test_where_only_signatures_count_nothing_else_opens() -> None:
    settings = voice(twilio_auth_token=AUTH_TOKEN)
    assert access.is_shown(request(), settings, PUBLIC) is False
    bearer = request(Authorization="Bearer ")
    assert access.is_shown(bearer, settings, PUBLIC) is False
    assert access.is_token("", settings) is False


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ({}, None),
        ({"Authorization": f"Bearer {TOKEN}"}, True),
        ({"Authorization": "Bearer wrong"}, False),
        ({"Authorization": "Basic abc"}, None),
    ],
)
def test_a_token_may_come_in_the_header_or_later(
    headers: dict[str, str], shown: bool | None
) -> None:
    assert access.is_shown(request(**headers), both(), PUBLIC) is shown
    assert access.is_token(TOKEN, both())
    assert not access.is_token(None, both())
