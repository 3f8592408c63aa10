"""What LINE's platform keeps: accounts, users, what they sent, and the calls that came in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.channels.line.events import line_id

PREPARING, READY, FAILED = "processing", "succeeded", "failed"


@dataclass(frozen=True)
class Bot:
    """An official account as the platform knows it."""

    access_token: str = "channel-access-token"
    channel_secret: str = "channel-secret"
    user_id: str = field(default_factory=lambda: line_id("U"))
    basic_id: str = "@216madog"
    display_name: str = "窓口"


@dataclass
class Profile:
    """What a bot may know about a user."""

    display_name: str
    language: str | None = "ja"
    is_blocking: bool = False


@dataclass
class Content:
    """What a resident sent as image, video, audio or file. ``state`` is that of transcoding."""

    data: bytes
    media_type: str
    state: str = READY


@dataclass(frozen=True)
class Call:
    """A call as it came in. ``bot`` is whose access token it bore; ``body`` is read JSON."""

    request_id: str
    method: str
    path: str
    parts: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    bot: Bot


@dataclass(frozen=True)
class Rejected:
    """A call that was at fault itself."""

    path: str
    body: Any
    status: int
    message: str
    details: list[dict[str, str]]


@dataclass(frozen=True)
class Violation:
    """A call that LINE's OpenAPI does not allow; ``found`` as Prism puts it."""

    method: str
    path: str
    body: Any
    status: int
    found: Any


@dataclass
class ReplyToken:
    """Lets a bot answer a user's event, once and soon."""

    bot: Bot
    user_id: str
    issued: float = field(default_factory=time.monotonic)
    is_used: bool = False

    def works_for(self, bot: Bot, seconds: float) -> bool:
        """Whether the bot can still use it."""
        is_fresh = time.monotonic() - self.issued <= seconds
        return self.bot == bot and is_fresh and not self.is_used
