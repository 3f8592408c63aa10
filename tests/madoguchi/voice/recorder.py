"""A telephone that records: PCM as the file that LINE's app sends."""

from __future__ import annotations

from io import BytesIO

import av
import numpy as np


def recorded(pcm: bytes, rate: int = 16_000, container: str = "ipod", codec: str = "aac") -> bytes:
    """Mono 16-bit PCM as a file; an M4A with AAC at 64 kbit/s unless told otherwise."""
    target = BytesIO()
    with av.open(target, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = 64_000
        sound = np.frombuffer(pcm, "<i2")[np.newaxis, :]
        frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="mono")
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    return target.getvalue()
