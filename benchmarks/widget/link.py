"""A slow connection: everything that passes it comes later, and only so much at once.

Chromium's own throttling delays answers alone: what comes over an event stream that is open already
would be there at once, and before the request was on its way. So bytes are held up here instead.
Setting up a connection costs a round trip, as TCP's does; its slow start is not imitated.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from types import TracebackType

_PIECE = 1460
"""Bytes that go in turns: what an Ethernet packet carries of TCP."""


class Link:
    """Relays from loopback ports to others, over one connection to the world that all share."""

    def __init__(self, latency_ms: int, bits_per_second: int) -> None:
        """``latency_ms`` is there and back; the speed is that of each way."""
        self._latency_s = latency_ms / 1e3
        self._up, self._down = _Lane(bits_per_second / 8), _Lane(bits_per_second / 8)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Link:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(_cancel_others(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def relay(self, port: int) -> int:
        """The port that leads to this one."""
        return asyncio.run_coroutine_threadsafe(self._listen(port), self._loop).result(timeout=10)

    async def _listen(self, port: int) -> int:
        async def connected(near: asyncio.StreamReader, nearer: asyncio.StreamWriter) -> None:
            # Cancelled at the end of the run, which Python 3.11 would report as a failure.
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(self._latency_s)
                far, further = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(
                    self._carry(self._up, near, further), self._carry(self._down, far, nearer)
                )

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        found: int = server.sockets[0].getsockname()[1]
        return found

    async def _carry(
        self, lane: _Lane, source: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> None:
        """Pass everything on, each piece when it is due, until one side ends."""
        underway: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while (piece := await underway.get())[1]:
                await asyncio.sleep(piece[0] - self._loop.time())
                target.write(piece[1])
                await target.drain()
            target.close()

        delivering = asyncio.create_task(deliver())
        with suppress(ConnectionError):
            while piece := await source.read(_PIECE):
                through = await lane.through(len(piece))
                underway.put_nowait((through + self._latency_s / 2, piece))
        underway.put_nowait((0.0, b""))
        with suppress(ConnectionError):
            await delivering


class _Lane:
    """One way of the connection, on which pieces go one behind the other."""

    def __init__(self, bytes_per_second: float) -> None:
        self._bytes_per_second = bytes_per_second
        self._free_at = 0.0

    async def through(self, size: int) -> float:
        """Wait for one's turn; the time of the loop at which a piece of this size is through."""
        loop = asyncio.get_running_loop()
        self._free_at = max(self._free_at, loop.time()) + size / self._bytes_per_second
        due = self._free_at
        await asyncio.sleep(due - loop.time())
        return due


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
