"""Residents' messages as LINE would send them, signed, one call each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.turns.generate import scripts
from tests.channels.line import events
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.records import Profile


@dataclass(frozen=True)
class Call:
    """One call of the webhook: the raw body, its signature, and who says something in it."""

    body: bytes
    signature: str
    user_id: str


def residents(peer: LinePeer, count: int) -> tuple[str, ...]:
    """The user ids of so many friends of the account."""
    ids = tuple(events.line_id("U") for _ in range(count))
    for id_ in ids:
        peer.profiles[id_] = Profile("田中 花子")
    return ids


def call(peer: LinePeer, user_id: str, text: str) -> Call:
    """A message that is written at this moment."""
    body = events.body_of(
        events.event(
            "message",
            {"type": "user", "userId": user_id},
            message=events.text_message(text),
            replyToken=peer.issue_reply_token(peer.bot, user_id),
        ),
        destination=peer.bot.user_id,
    )
    return Call(body, events.sign(body, peer.bot.channel_secret), user_id)


def texts() -> Sequence[str]:
    """What residents write, again and again."""
    return [said for script in scripts() for said in script.says]
