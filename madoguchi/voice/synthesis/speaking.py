"""From a text as it is written to speech, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.errors import MadoguchiError
from madoguchi.voice.spoken import prepare
from madoguchi.voice.synthesis.cache import SpeechCache, Utterance
from madoguchi.voice.synthesis.levelling import silence
from madoguchi.voice.synthesis.synthesiser import Synthesiser
from madoguchi.voice.synthesis.synthesisers import spoken_languages, synthesiser

SLOWEST, FASTEST = 0.5, 2.0
_CACHE_BYTES = 32 * 2**20  # some eleven minutes of Japanese
_PACE = {"ja-easy": 0.85}
_PAUSE_MS = dict.fromkeys("。！？.!?।；;", 350) | dict.fromkeys("、，,:", 150)
_PHRASE_PAUSE_MS = 50  # within a clause that was cut

_cache = SpeechCache(_CACHE_BYTES)


def speak(text: str, language: str, speed: float = 1.0) -> Iterator[tuple[bytes, int]]:
    """Speech of each sentence as soon as it is made: mono 16-bit PCM with its rate in Hz.

    The pause behind a sentence is part of it. A long sentence comes clause by clause, so that the
    first sound comes early. Nothing comes of a text without anything to speak. Slow: not for the
    event loop. ``speed`` below 1 is slower; beyond 0.5 and 2 it is taken for these.

    Raises:
        MadoguchiError: ``no-voice-for-language`` where the language has no voice.

    """
    voice = synthesiser(language)
    if voice is None:
        raise MadoguchiError(
            "no-voice-for-language",
            f"There is no voice for {language!r}, only for {', '.join(spoken_languages())}.",
        )
    pace = min(FASTEST, max(SLOWEST, speed)) * _PACE.get(language, 1.0)
    return _spoken(text, language, voice, pace)


def _spoken(
    text: str, language: str, voice: Synthesiser, pace: float
) -> Iterator[tuple[bytes, int]]:
    for sentence in prepare(text, language):
        key = Utterance(language, pace, sentence)
        pcm = _cache.get(key)
        if pcm is None:
            pcm = voice.speak(sentence, pace)
            if pcm:
                pause = _PAUSE_MS.get(sentence[-1], _PHRASE_PAUSE_MS)
                pcm += silence(round(pause / pace), voice.sample_rate)
            _cache.put(key, pcm)
        if pcm:
            yield pcm, voice.sample_rate


def forget() -> None:
    """Drop what is kept of earlier speech."""
    _cache.clear()
