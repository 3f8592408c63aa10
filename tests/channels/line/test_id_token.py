from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from channels.line.id_token import IdTokenError, user_of
from tests.channels.line import events, login
from tests.channels.line.line_peer import LinePeer

USER = events.line_id("U")


def ask(peer_url: str, token: str = "token", channel: str = login.CHANNEL) -> str:
    return asyncio.run(user_of(token, channel, peer_url, datetime.now(UTC)))


def test_a_token_of_our_login_channel_says_who_is_there(line_peer: LinePeer) -> None:
    line_peer.id_tokens["token"] = login.claims(USER)
    assert ask(line_peer.url) == USER


@pytest.mark.parametrize(
    ("token", "channel"), [("another", login.CHANNEL), ("token", "999"), ("", login.CHANNEL)]
)
def test_what_line_refuses_proves_nobody(line_peer: LinePeer, token: str, channel: str) -> None:
    line_peer.id_tokens["token"] = login.claims(USER)
    with pytest.raises(IdTokenError) as raised:
        ask(line_peer.url, token, channel)
    assert raised.value.code == "bad-id-token"


@pytest.mark.parametrize(
    "changed", [{"iss": "https://evil.example"}, {"sub": "somebody"}, {"sub": None}]
)
def test_claims_that_do_not_fit_prove_nobody_though_line_lets_them_pass(
    line_peer: LinePeer, changed: dict[str, object]
) -> None:
    line_peer.id_tokens["token"] = login.claims(USER, **changed)
    with pytest.raises(IdTokenError, match="もう一度開いて"):
        ask(line_peer.url)


def test_a_token_ends(line_peer: LinePeer) -> None:
    line_peer.id_tokens["token"] = login.claims(USER)
    late = datetime.now(UTC) + timedelta(hours=2)
    with pytest.raises(IdTokenError):
        asyncio.run(user_of("token", login.CHANNEL, line_peer.url, late))


def test_a_line_out_of_reach_is_no_fault_of_the_resident() -> None:
    with pytest.raises(IdTokenError) as raised:
        ask("http://127.0.0.1:9")
    assert raised.value.code == "login-unavailable"
