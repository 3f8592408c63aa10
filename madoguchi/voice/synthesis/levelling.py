"""Speech of one loudness whatever engine made it, without the silence around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LOUDNESS = 10 ** (-20 / 20)
"""Root mean square of what is spoken, of full scale: -20 dBFS, as telephone announcements have."""
PEAK = 10 ** (-1 / 20)
"""The highest sample: 1 dB below full scale, so that a later resampling cannot clip."""
_SILENT = 10 ** (-40 / 20)
_FRAME_MS = 10
_MARGIN_FRAMES = 2


def levelled(samples: NDArray[np.floating], rate: int) -> bytes:
    """Mono 16-bit little-endian PCM of samples in -1 to 1 (which may exceed it); b"" of silence.

    What is 40 dB below the loudest frame counts as silence: it is cut off at both ends but for
    20 ms, and does not count for the loudness.
    """
    length = rate * _FRAME_MS // 1000
    count = len(samples) // length
    frames = samples[: count * length].reshape(count, length)
    powers = np.square(frames).mean(axis=1)
    spoken = np.flatnonzero(powers > powers.max(initial=0.0) * _SILENT**2)
    if not spoken.size:
        return b""
    first = max(0, spoken[0] - _MARGIN_FRAMES) * length
    last = (spoken[-1] + 1 + _MARGIN_FRAMES) * length
    kept = samples[first:last]
    gain = min(LOUDNESS / np.sqrt(powers[spoken].mean()), PEAK / np.abs(kept).max())
    pcm: bytes = (kept * (gain * 32_767)).astype("<i2").tobytes()
    return pcm


def silence(milliseconds: int, rate: int) -> bytes:
    """A pause, as PCM."""
    return bytes(2 * (rate * milliseconds // 1000))
