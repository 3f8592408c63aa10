"""What a page fetches, as Chromium's network reports it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession

_STREAM = "/events"
"""What the path of an event stream ends with: it stays open."""


@dataclass
class Fetched:
    """One request. ``wire_bytes`` are those of the answer with its headers, as they came.

    ``body_bytes`` are the body alone as it came, compressed or not, ``raw_bytes`` unpacked.
    """

    url: str
    wire_bytes: int = 0
    body_bytes: int = 0
    raw_bytes: int = 0
    is_done: bool = False

    def is_from(self, *origins: str) -> bool:
        """Whether it went to one of these origins."""
        return self.url.startswith(tuple(f"{origin}/" for origin in origins))


class Wire:
    """The requests of a page, those that CORS asks for beforehand among them."""

    def __init__(self, devtools: CDPSession) -> None:
        self._fetched: dict[str, Fetched] = {}
        devtools.on("Network.requestWillBeSent", self._sent)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.dataReceived", self._received)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.on("Network.loadingFailed", self._failed)
        devtools.send("Network.enable")

    @property
    def fetched(self) -> tuple[Fetched, ...]:
        """All so far, in their order."""
        return tuple(self._fetched.values())

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is on its way but event streams."""
        return all(one.is_done or one.url.split("?")[0].endswith(_STREAM) for one in self.fetched)

    def _sent(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if url.startswith("http"):  # the others, such as data:, are no requests
            self._fetched[event["requestId"]] = Fetched(url)

    def _answered(self, event: dict[str, Any]) -> None:
        if one := self._fetched.get(event["requestId"]):
            headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
            one.body_bytes = int(headers.get("content-length", 0))
            one.wire_bytes = int(event["response"]["encodedDataLength"])

    def _received(self, event: dict[str, Any]) -> None:
        if one := self._fetched.get(event["requestId"]):
            one.raw_bytes += event["dataLength"]

    def _finished(self, event: dict[str, Any]) -> None:
        if one := self._fetched.get(event["requestId"]):
            one.wire_bytes = int(event["encodedDataLength"])
            one.is_done = True

    def _failed(self, event: dict[str, Any]) -> None:
        if one := self._fetched.get(event["requestId"]):
            one.is_done = True


def sizes(prefix: str, fetched: Iterable[Fetched]) -> dict[str, float]:
    """How many requests, and their bytes."""
    found = list(fetched)
    return {
        f"{prefix}requests": len(found),
        f"{prefix}wire_bytes": sum(one.wire_bytes for one in found),
        f"{prefix}body_bytes": sum(one.body_bytes for one in found),
        f"{prefix}raw_bytes": sum(one.raw_bytes for one in found),
    }
