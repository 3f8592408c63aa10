"""Sounds of a text: the channel that hears what a resident meant when the spelling is off.

Kana-only input, a recogniser's wrong kanji (不在社投票) and slips of the finger keep most of a
word's sound. Both sides are brought to the same plain kana and compared by short runs of it, so
that one wrong sound costs a few runs and not the whole word.
"""

from __future__ import annotations

import re

import jaconv

from madoguchi.catalogue.search.tokens import normalise, reading

MAX_SOUNDS = 160
"""Sounds of a text that are compared; what follows does not change what is meant."""

_ALIKE = str.maketrans("ァィゥェォッャュョヮヂヅヲ", "アイウエオツヤユヨワジズオ")
_LONG_O = re.compile(r"(?<=[オコソトノホモヨロゴゾドボポウクスツヌフムユルグズブプ])ウ")
_LONG_E = re.compile(r"(?<=[エケセテネヘメレゲゼデベペ])イ")
_SPOKEN = re.compile(r"[^ァ-ヺa-z0-9\u3400-\u9fff\uac00-\ud7af\u00c0-\u1ef9\u0900-\u097f]")


def sounds(text: str) -> str:
    """The text as plain katakana: no small kana, no long vowels, no signs, ヂ as ジ, ヲ as オ.

    Latin words stay as they are, in lower case, unless Sudachi reads them; Korean has no sounds
    here, and neither has an empty text.
    """
    kana = jaconv.hira2kata(reading(normalise(text))).lower()
    kana = _SPOKEN.sub("", kana.translate(_ALIKE))
    return _LONG_E.sub("", _LONG_O.sub("", kana))[:MAX_SOUNDS]


def sound_runs(text: str) -> list[str]:
    """Every run of two and of three sounds, each once."""
    kana = sounds(text)
    return list(
        dict.fromkeys(
            kana[start : start + length]
            for length in (2, 3)
            for start in range(len(kana) - length + 1)
        )
    )
