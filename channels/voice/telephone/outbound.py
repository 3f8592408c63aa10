"""The wire to a telephone: sentences as mu-law at 8 kHz in frames of 100 ms, each with its mark.

A provider plays what it is sent in its own time, so all of a sentence is sent at once; ``clear``
makes it forget the rest, and sends the marks back.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode

from fastapi import WebSocket

from channels.voice.telephone import schema, texting
from channels.voice.telephone.control import CallControl
from channels.voice.wire import Speech
from madoguchi.clock import Clock
from madoguchi.voice.audio import Resampler, mulaw_encode

FRAME_BYTES = schema.RATE // 10


class Telephone:
    """One call. ``number`` is the caller's, where it is known and text messages can be sent."""

    def __init__(
        self,
        socket: WebSocket,
        start: schema.StartData,
        control: CallControl,
        clock: Clock,
        number: str | None = None,
        conversation_id: str = "",
    ) -> None:
        self._socket = socket
        self._stream = start.stream_sid
        self._call = start.call_sid
        self._control = control
        self._clock = clock
        self._number = number
        self._conversation_id = conversation_id
        self._sending = asyncio.Lock()

    async def ready(self, language: str, *, listens: bool, speaks: bool) -> None:
        """Nothing: nobody sees it."""

    async def caption(self, text: str, *, is_final: bool) -> None:
        """Nothing: nobody sees it."""

    async def speak(self, speech: Speech) -> None:
        """Send a sentence and its mark."""
        sound = await asyncio.to_thread(_mulaw, speech)
        async with self._sending:
            for at in range(0, len(sound), FRAME_BYTES):
                payload = b64encode(sound[at : at + FRAME_BYTES]).decode()
                await self._socket.send_text(schema.media(self._stream, payload))
            await self._socket.send_text(schema.mark(self._stream, str(speech.mark)))

    async def stop_speaking(self) -> None:
        """Have the provider forget what it has not played."""
        async with self._sending:
            await self._socket.send_text(schema.clear(self._stream))

    async def hand_over(self, text: str) -> None:
        """Send a text message."""
        if self._number is not None:
            await texting.send(self._conversation_id, self._number, text, self._clock())

    async def transfer(self, number: str, summary: str) -> bool:
        """Connect to a person."""
        return await self._control.transfer(self._call, number, summary)

    async def hang_up(self) -> None:
        """End the call."""
        await self._control.hang_up(self._call)


def _mulaw(speech: Speech) -> bytes:
    if speech.rate == schema.RATE:
        return mulaw_encode(speech.pcm)
    resampler = Resampler(speech.rate, schema.RATE)
    return mulaw_encode(resampler.feed(speech.pcm) + resampler.finish())
