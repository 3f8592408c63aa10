"""How sure a recogniser must be before what it heard is believed enough to be read back."""

from __future__ import annotations

import math

_LEAST = {
    # Below a mean log probability of -1 Whisper's authors call a decoding failed (Radford et al.,
    # Robust Speech Recognition via Large-Scale Weak Supervision, 2022, 4.5).
    "whisper": math.exp(-1.0),
    # Vosk's confidences are shared among its alternatives; homophones take shares of their own, so
    # half of it would ask too often. A guess among five has a fifth.
    "vosk": 0.35,
}


def least(engine: str) -> float:
    """The least confidence that is believed; engines are comparable only with themselves."""
    return _LEAST.get(engine, max(_LEAST.values()))
