"""Word that the server has been asked to stop, while it still waits for open answers to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def heard_by(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` on SIGTERM and SIGINT, before the server's own handler.

    The app's lifespan ends too late for this: uvicorn first waits for every open answer, and cuts
    off what outlasts its graceful time. Where another thread than the main one runs the server
    nothing is heard, and answers are cut off.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def handle(number: int, frame: FrameType | None) -> None:
        stop()
        servers = before[signal.Signals(number)]
        if callable(servers):
            servers(number, frame)

    for number in _SIGNALS:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
