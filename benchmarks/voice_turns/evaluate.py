"""Calls in real time, and how long each request waits for the first sound of its answer."""

from __future__ import annotations

import asyncio
import json
import time
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.metrics.timing import percentile
from benchmarks.voice_turns.generate import RATE, Request

_FRAME_SECONDS = 0.02
_FRAME = int(RATE * _FRAME_SECONDS)
_SILENCE = b"\xff" * _FRAME
_PAUSE_SECONDS = 1.5
_GIVE_UP_SECONDS = 60.0
_STREAM = "MZ1"


@dataclass
class Caller:
    """One call: sends a frame every 20 ms, speech or silence, as a telephone does."""

    socket: ClientConnection
    waiting: bytearray = field(default_factory=bytearray)
    spoke_until: float | None = None
    heard_at: float = 0.0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    waits: list[float] = field(default_factory=list)

    async def turns(self, request: Request, count: int) -> None:
        """Greeted, then ask that often; ``waits`` are the seconds until each answer is heard.

        Raises:
            TimeoutError: if an answer does not come.

        """
        tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._receive())]
        try:
            for _ in range(count):
                await self._quiet()
                self.answered.clear()
                self.waiting += request.sound
                async with asyncio.timeout(request.seconds + _GIVE_UP_SECONDS):
                    await self.answered.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _quiet(self) -> None:
        while not self.heard_at or time.perf_counter() - self.heard_at < _PAUSE_SECONDS:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    async def _send(self) -> None:
        due = time.perf_counter()
        while True:
            frame = bytes(self.waiting[:_FRAME])
            del self.waiting[:_FRAME]
            payload = b64encode(frame or _SILENCE).decode()
            await self.socket.send(
                _message("media", media={"track": "inbound", "payload": payload})
            )
            if frame and not self.waiting:
                self.spoke_until = time.perf_counter()
            due += _FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    async def _receive(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self.socket:
                message = json.loads(text)
                if message["event"] == "mark":
                    await self.socket.send(json.dumps(message))
                elif message["event"] == "media":
                    self.heard_at = time.perf_counter()
                    if self.spoke_until is not None:
                        self.waits.append(self.heard_at - self.spoke_until)
                        self.spoke_until = None
                        self.answered.set()


def call_all(url: str, token: str, request: Request, callers: int, turns: int) -> list[float]:
    """The waits of so many callers at once, in seconds."""
    return asyncio.run(_call_all(url, token, request, callers, turns))


async def _call_all(
    url: str, token: str, request: Request, callers: int, turns: int
) -> list[float]:
    waits = await asyncio.gather(*(_call(url, token, request, turns) for _ in range(callers)))
    return [wait for each in waits for wait in each]


async def _call(url: str, token: str, request: Request, turns: int) -> list[float]:
    async with connect(url, compression=None, ping_interval=None, proxy=None) as socket:
        start: dict[str, Any] = {
            "streamSid": _STREAM,
            "callSid": "CA1",
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": RATE, "channels": 1},
            "customParameters": {"token": token, "language": request.language},
        }
        await socket.send(_message("start", start=start))
        caller = Caller(socket)
        await caller.turns(request, turns)
        await socket.send(_message("stop"))
        return caller.waits


def figures(name: str, waits: Sequence[float]) -> dict[str, float]:
    """Milliseconds until the first sound."""
    return {
        f"first_audio_p50_ms_{name}": round(percentile(waits, 0.5) * 1000),
        f"first_audio_p95_ms_{name}": round(percentile(waits, 0.95) * 1000),
    }


def _message(event: str, **data: Any) -> str:
    return json.dumps({"event": event, "streamSid": _STREAM, **data})
