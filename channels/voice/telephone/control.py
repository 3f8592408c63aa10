"""What is done with a call itself: to connect it to the ward's people, to end it.

The media stream's protocol cannot, so the office's bridge does; without one the caller is told the
number instead, and the provider ends the call when the stream ends.
"""

from __future__ import annotations

from typing import Protocol

import structlog

from channels.voice.telephone.bridge import Bridge, BridgeError
from madoguchi.settings import VoiceSettings

_PATIENCE_SECONDS = 6.0
"""How long a caller who is to be connected waits in silence."""

log = structlog.get_logger()


class CallControl(Protocol):
    """Control over calls. ``call`` is the provider's id of one."""

    can_transfer: bool

    async def transfer(self, call: str, number: str, summary: str) -> bool:
        """Connect the call; ``summary`` is spoken to whoever answers. False: it was not."""

    async def hang_up(self, call: str) -> None:
        """End the call."""


class BridgeControl:
    """Control by way of the bridge: ``{"call", "action": "transfer"|"hangup", ...}``."""

    can_transfer = True

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def transfer(self, call: str, number: str, summary: str) -> bool:
        """See ``CallControl``."""
        return await self._do(call, "transfer", number=number, summary=summary)

    async def hang_up(self, call: str) -> None:
        """See ``CallControl``."""
        await self._do(call, "hangup")

    async def _do(self, call: str, action: str, **more: str) -> bool:
        try:
            await self._bridge.ask({"call": call, "action": action, **more}, _PATIENCE_SECONDS)
        except BridgeError as error:
            log.error("call_control_failed", action=action, error=str(error))
            return False
        return True


class NoControl:
    """No bridge."""

    can_transfer = False

    async def transfer(self, call: str, number: str, summary: str) -> bool:
        """See ``CallControl``."""
        return False

    async def hang_up(self, call: str) -> None:
        """See ``CallControl``: the stream ends, and the call with it."""


def call_control(voice: VoiceSettings) -> CallControl:
    """The control that the settings give."""
    if voice.control_url is None or voice.bridge_secret is None:
        return NoControl()
    return BridgeControl(Bridge(str(voice.control_url), voice.bridge_secret.get_secret_value()))
