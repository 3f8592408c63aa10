"""How many people speak at once: recognition takes a core's time, so the number has a bound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Gauge

from channels.problems import TooManyRequestsError

OPEN = Gauge("madoguchi_voice_sessions", "Open voice sessions", multiprocess_mode="livesum")
_RETRY_AFTER_SECONDS = 30


class Lines:
    """The lines of this process; all of it belongs to the event loop."""

    def __init__(self, most: int) -> None:
        self._free = most

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One line within the block.

        Raises:
            TooManyRequestsError: if none is free (``busy``).

        """
        if self._free == 0:
            raise TooManyRequestsError(
                "busy",
                "ただいま音声でのご利用が混み合っています。少し待ってからお試しいただくか、"
                "文字でお聞きください。",
                _RETRY_AFTER_SECONDS,
            )
        self._free -= 1
        OPEN.inc()
        try:
            yield
        finally:
            self._free += 1
            OPEN.dec()
