"""A telephony provider's side of a media stream, with a caller who speaks by our own synthesis.

Sentences are known by their sound: the Japanese voice is deterministic (eSpeak is not), so what
was said is compared with what it would sound like. What is sent goes as fast as it is taken, and
what is heard counts as played at once.
"""

from __future__ import annotations

import json
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from websockets.sync.client import ClientConnection, connect

from madoguchi.voice.audio import Resampler, mulaw_encode
from madoguchi.voice.synthesis.speaking import speak
from madoguchi.voice.synthesis.synthesisers import synthesiser

TOKEN = "the-telephone-token-of-tests"
RATE = 8_000
FRAME_BYTES = RATE // 50
"""20 ms of mu-law."""

_LOOK_SECONDS = 0.2
"""Between two looks at a condition that does not depend on what is heard."""

STREAM = "MZ0123456789"
SILENCE = mulaw_encode(b"\0\0" * RATE)
"""A second."""


@lru_cache
def spoken(text: str) -> bytes:
    """What somebody says in Japanese, as mu-law, with the silence that ends it."""
    voice = synthesiser("ja")
    assert voice is not None
    return SILENCE[: RATE // 4] + _telephoned(voice.speak(text), voice.sample_rate) + SILENCE * 2


@lru_cache
def sound_of(text: str) -> tuple[bytes, ...]:
    """What our own Japanese sentences sound like at the other end."""
    return tuple(_telephoned(pcm, rate) for pcm, rate in speak(text, "ja"))


def _telephoned(pcm: bytes, rate: int) -> bytes:
    resampler = Resampler(rate, RATE)
    return mulaw_encode(resampler.feed(pcm) + resampler.finish())


@dataclass
class Caller:
    """A call. ``heard`` are the sentences so far; ``is_slow``: none has been played to its end."""

    socket: ClientConnection
    heard: list[bytes] = field(default_factory=list)
    clears: int = 0
    is_slow: bool = False
    _playing: bytearray = field(default_factory=bytearray)
    _sent: int = 0
    _known: int = 0

    @classmethod
    def dial(cls, base: str, ward: str = "shibuya", **headers: str) -> Caller:
        """Connect to the gateway at ``base``; nothing is said yet."""
        address = base.replace("http://", "ws://", 1) + f"/channels/voice/telephone/{ward}"
        return cls(
            connect(
                address,
                compression=None,
                additional_headers=headers,
                ping_interval=None,
                max_queue=None,
            )
        )

    def begin(
        self, *, token: str = TOKEN, media: dict[str, Any] | None = None, **parameters: str
    ) -> None:
        """Say which call it is."""
        self.tell(event="connected", protocol="Call", version="1.0.0")
        self.tell(
            event="start",
            streamSid=STREAM,
            start={
                "accountSid": "AC1",
                "streamSid": STREAM,
                "callSid": "CA42",
                "tracks": ["inbound"],
                "mediaFormat": media
                or {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
                "customParameters": {"token": token, **parameters},
            },
        )

    def tell(self, **message: Any) -> None:
        self._sent += 1
        self.socket.send(json.dumps({"sequenceNumber": str(self._sent), **message}))

    def say(self, sound: bytes) -> None:
        for at in range(0, len(sound), FRAME_BYTES):
            payload = b64encode(sound[at : at + FRAME_BYTES]).decode()
            self.tell(event="media", media={"track": "inbound", "payload": payload})

    def press(self, digits: str) -> None:
        for digit in digits:
            self.tell(event="dtmf", dtmf={"track": "inbound_track", "digit": digit})

    def hang_up(self) -> None:
        self.tell(event="stop", stop={"callSid": "CA42"})

    def listen(self, until: Callable[[], object], seconds: float = 30.0) -> None:
        """Listen until the condition holds."""
        deadline = time.monotonic() + seconds
        while not until():
            left = deadline - time.monotonic()
            assert left > 0, f"it never came; {len(self.heard)} sentences were heard"
            with suppress(TimeoutError):
                self._take(json.loads(self.socket.recv(timeout=min(left, _LOOK_SECONDS))))

    def hear(self, seconds: float = 30.0) -> bytes:
        """The next sentence."""
        count = len(self.heard)
        self.listen(lambda: len(self.heard) > count, seconds)
        return self.heard[-1]

    def hear_out(self, pause_seconds: float = 1.0) -> None:
        """Listen until nothing more is said for so long."""
        last = [time.monotonic(), len(self.heard)]

        def is_quiet() -> bool:
            if len(self.heard) != last[1] or self._playing:
                last[:] = [time.monotonic(), len(self.heard)]
            return time.monotonic() - last[0] >= pause_seconds

        self.listen(is_quiet, 120.0)

    def hear_words(self, text: str, seconds: float = 30.0) -> None:
        """Listen until this is said, all of it, behind what was waited for before."""
        wanted = sound_of(text)

        def is_said() -> bool:
            for at in range(self._known, len(self.heard) - len(wanted) + 1):
                if tuple(self.heard[at : at + len(wanted)]) == wanted:
                    self._known = at + len(wanted)
                    return True
            return False

        self.listen(is_said, seconds)

    def _take(self, message: dict[str, Any]) -> None:
        assert message["streamSid"] == STREAM
        match message["event"]:
            case "media":
                self._playing += b64decode(message["media"]["payload"], validate=True)
            case "mark":
                self.heard.append(bytes(self._playing))
                self._playing.clear()
                if not self.is_slow:
                    self.tell(event="mark", mark=message["mark"])
            case "clear":
                self.clears += 1
            case other:
                raise AssertionError(f"no provider knows {other!r}")
