"""A browser's side of ``WS /channels/voice/stream``: sends speech, keeps what comes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.sync.client import ClientConnection, connect

from madoguchi.voice.audio import Resampler
from madoguchi.voice.synthesis.synthesisers import synthesiser

RATE = 16_000
FRAME_BYTES = RATE * 2 // 25
"""40 ms."""
SILENCE = b"\0\0" * RATE
"""A second."""


def spoken(text: str, language: str) -> bytes:
    """Synthetic speech at ``RATE``, with silence around it."""
    voice = synthesiser(language)
    assert voice is not None
    resampler = Resampler(voice.sample_rate, RATE)
    speech = resampler.feed(voice.speak(text)) + resampler.finish()
    return SILENCE[: RATE // 2] + speech + SILENCE * 2


@dataclass
class BrowserPeer:
    """An open connection; ``messages`` are those received so far, ``sound`` what was spoken.

    It has played a sentence as soon as that has come; ``is_slow``: not yet.
    """

    socket: ClientConnection
    messages: list[dict[str, Any]] = field(default_factory=list)
    sound: dict[int, bytes] = field(default_factory=dict)
    is_slow: bool = False

    @classmethod
    def open(cls, base: str) -> BrowserPeer:
        """Connect to the gateway at ``base``; nothing is said yet."""
        address = base.replace("http://", "ws://", 1) + "/channels/voice/stream"
        return cls(connect(address, compression=None))

    def start(self, id_: str, token: str, **more: Any) -> None:
        """Begin, with consent."""
        self.tell(type="start", conversation=id_, token=token, consent=True, **more)

    def tell(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def say(self, pcm: bytes) -> None:
        """Send sound in frames, as fast as the connection takes it."""
        for start in range(0, len(pcm), FRAME_BYTES):
            self.socket.send(pcm[start : start + FRAME_BYTES])

    def wait_for(
        self, wanted: Callable[[dict[str, Any]], object], seconds: float = 30.0
    ) -> dict[str, Any]:
        """The first message from here on that is wanted; earlier ones are kept, too."""
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            assert left > 0, f"it never came; there were {self.kinds()}"
            frame = self.socket.recv(timeout=left)
            assert isinstance(frame, str), "sound without its speech message"
            message: dict[str, Any] = json.loads(frame)
            self.messages.append(message)
            if message["type"] == "speech":
                sound = self.socket.recv(timeout=left)
                assert isinstance(sound, bytes)
                self.sound[message["mark"]] = sound
                if not self.is_slow:
                    self.tell(type="played", mark=message["mark"])
            if wanted(message):
                return message

    def wait_for_type(self, type_: str, seconds: float = 30.0) -> dict[str, Any]:
        return self.wait_for(lambda message: message["type"] == type_, seconds)

    def kinds(self) -> list[str]:
        return [message["type"] for message in self.messages]
