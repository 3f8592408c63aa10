"""Requests to the office's bridge, which does what a media stream cannot: calls and text messages.

Each is signed, so that the bridge takes no orders from others: ``X-Madoguchi-Signature`` holds
``t=<Unix time>,v1=<hex>``, an HMAC-SHA256 (RFC 2104) of ``<t>.<body>`` under the bridge's secret.
"""

from __future__ import annotations

import hmac
import json
import ssl
import time
from functools import lru_cache
from typing import Any

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

_TIMEOUT = httpx.Timeout(5.0, connect=2.0)


class BridgeError(Exception):
    """The bridge did not do it."""


class BridgeAwayError(BridgeError):
    """The bridge did not answer, or not now."""


class Bridge:
    """The bridge at a URL."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret

    async def ask(self, order: dict[str, Any], within_seconds: float) -> None:
        """Have an order carried out: 2xx says that it is. Tried again while that may help.

        Raises:
            BridgeError: if it was not.

        """
        body = json.dumps(order, ensure_ascii=False).encode()
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type(BridgeAwayError),
            wait=wait_exponential(multiplier=0.3, max=60),
            stop=stop_after_delay(within_seconds),
            reraise=True,
        ):
            with attempt:
                await self._post(body)

    async def _post(self, body: bytes) -> None:
        headers = {
            "Content-Type": "application/json",
            "X-Madoguchi-Signature": signature(self._secret, int(time.time()), body),
        }
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT, verify=_tls()) as client:
                response = await client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise BridgeAwayError(type(error).__name__) from error
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or response.status_code == 429:
            raise BridgeAwayError(f"status {response.status_code}")
        if not response.is_success:
            raise BridgeError(f"status {response.status_code}")


@lru_cache
def _tls() -> ssl.SSLContext:
    """Read once: the system's certificates take a moment, and many calls may end at once."""
    return httpx.create_ssl_context()


def signature(secret: str, at: int, body: bytes) -> str:
    """What the header of a request made at this Unix time holds."""
    digest = hmac.digest(secret.encode(), f"{at}.".encode() + body, "sha256").hex()
    return f"t={at},v1={digest}"
