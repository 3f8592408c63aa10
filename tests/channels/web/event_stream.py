"""A client of server-sent events, as a browser reads them: one thread a connection."""

from __future__ import annotations

import json
import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Event:
    """One event; ``data`` is parsed. A comment has neither name nor data."""

    name: str | None
    id: str | None
    data: Any
    retry: str | None
    comment: str | None


class EventStream:
    """What arrives at an open connection."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._arrived: queue.Queue[Event | None] = queue.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def next(self, *names: str, timeout_s: float = 10.0) -> Event:
        """The next event with one of the names; comments and ``retry`` are passed over."""
        while True:
            event = self._arrived.get(timeout=timeout_s)
            assert event is not None, "the stream has ended"
            if event.name in names:
                return event

    def first(self) -> Event:
        """Whatever comes next."""
        event = self._arrived.get(timeout=10)
        assert event is not None, "the stream has ended"
        return event

    def texts(self, count: int) -> list[str]:
        """The texts of the next messages."""
        return [self.next("message").data["message"]["text"] for _ in range(count)]

    def rest(self, timeout_s: float = 10.0) -> list[Event]:
        """What else comes until the stream ends by itself."""
        found = []
        while (event := self._arrived.get(timeout=timeout_s)) is not None:
            found.append(event)
        return found

    def is_silent(self) -> bool:
        """Whether everything that has arrived has been read."""
        return self._arrived.empty()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for line in self.response.iter_lines():
                if line:
                    name, _, value = line.partition(":")
                    fields[name] = value.removeprefix(" ")
                elif fields:
                    self._arrived.put(_event(fields))
                    fields = {}
        except httpx.TransportError:
            return  # cut off, which is no end
        except httpx.StreamError:
            return  # closed by the test
        self._arrived.put(None)


def _event(fields: dict[str, str]) -> Event:
    data = fields.get("data")
    return Event(
        name=fields.get("event"),
        id=fields.get("id"),
        data=None if data is None else json.loads(data),
        retry=fields.get("retry"),
        comment=fields.get(""),
    )


@contextmanager
def opened(base: str, url: str, headers: dict[str, str], **query: Any) -> Iterator[EventStream]:
    """The events of a conversation, over a connection of their own."""
    with (
        httpx.Client(base_url=base, timeout=httpx.Timeout(10, read=60)) as http,
        http.stream("GET", f"{url}/events", headers=headers, params=query) as response,
    ):
        assert response.status_code == 200, response.read()
        try:
            yield EventStream(response)
        finally:
            # Closing alone would not reach the server while the thread still reads.
            with suppress(OSError):
                connection = response.extensions["network_stream"].get_extra_info("socket")
                connection.shutdown(socket.SHUT_RDWR)
