"""Stock pyopenjtalk: the whole text, as it is written, in one piece."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def speak(text: str) -> Iterator[tuple[bytes, int]]:
    """All of the text once it is made; nothing where stock pyopenjtalk finds nothing to say."""
    import pyopenjtalk

    samples, rate = pyopenjtalk.tts(text)
    yield np.clip(samples, -32_768, 32_767).astype("<i2").tobytes(), rate
