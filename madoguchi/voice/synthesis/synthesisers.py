"""Which voice speaks which language."""

from __future__ import annotations

from functools import lru_cache

from madoguchi.voice.synthesis.espeak import EspeakSynthesiser
from madoguchi.voice.synthesis.openjtalk import OpenJTalkSynthesiser
from madoguchi.voice.synthesis.synthesiser import Synthesiser

_ESPEAK_VOICES = {
    "en": "en-us",
    "zh-Hans": "cmn",
    "zh-Hant": "cmn",
    "ko": "ko",
    "vi": "vi",
    "ne": "ne",
}
"""There is no voice of eSpeak NG for Tagalog."""


@lru_cache
def synthesiser(language: str) -> Synthesiser | None:
    """The voice of a language tag, made once a process; None where there is none."""
    if language in ("ja", "ja-easy"):
        return OpenJTalkSynthesiser()
    voice = _ESPEAK_VOICES.get(language)
    return None if voice is None else EspeakSynthesiser(voice)


def spoken_languages() -> tuple[str, ...]:
    """The tags of all languages that have a voice."""
    return ("ja", "ja-easy", *_ESPEAK_VOICES)
