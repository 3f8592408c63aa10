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
_LEAST_OPEN = {
    # Of 59 questions by our own voice, clean and by telephone, 58 and more are still believed; of
    # what babble of 5 and 10 dB made of 100 sentences, 25 wrong ones instead of 66. Measured with
    # the likeliest hypothesis alone.
    "whisper": 0.5,
}
_LEAST_PLAIN = {
    # Measured with our own voices (ja, en, zh, ko) at four speeds, clean, as mu-law, and with noise
    # at 15 dB: of plain answers that were heard rightly so many more are believed, at the price of
    # few other words. A no that nobody said only repeats a question; a yes sends a value.
    ("whisper", True): 0.3,  # 67 of 70, before 60; other words 6, before 4
    ("whisper", False): 0.15,  # 43 of 48, before 32; 9, before 8
    ("vosk", True): 0.3,  # 13 of 15, before 9; 4, before 3
    ("vosk", False): 0.3,  # 18 of 20, before 17; 7, before 6
}


def least(engine: str, answer: bool | None = None, *, is_open: bool = False) -> float:
    """The least confidence that is believed; engines are comparable only with themselves.

    ``answer``: nothing but a yes (True) or a no (False) was heard, where one is waited for.
    ``is_open``: nothing was asked, so that it is not read back either.
    """
    known = _LEAST.get(engine, max(_LEAST.values()))
    if is_open:
        known = _LEAST_OPEN.get(engine, known)
    return known if answer is None else _LEAST_PLAIN.get((engine, answer), known)


def of(final: Final, language: str) -> float:
    """How sure it is of what was said: all hypotheses that sound like the likeliest are for it.

    「はい」, 「ハイ」 and "はい。" share the likelihood of one word that was heard.
    """
    likeliest = words.sound(final.best.text, language)
    alike = (one for one in final.hypotheses if words.sound(one.text, language) == likeliest)
    return min(sum(one.confidence for one in alike), 1.0)
