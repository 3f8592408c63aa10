"""How sure a recogniser must be before what it heard is believed enough to be read back."""

from __future__ import annotations

import math

from madoguchi.voice.manners import words
from madoguchi.voice.recognition.recogniser import Final

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


def of(final: Final, language: str) -> float:
    """How sure it is of what was said: all hypotheses that sound like the likeliest are for it.

    「はい」, 「ハイ」 and "はい。" share the likelihood of one word that was heard.
    """
    likeliest = words.sound(final.best.text, language)
    alike = (one for one in final.hypotheses if words.sound(one.text, language) == likeliest)
    return min(sum(one.confidence for one in alike), 1.0)
