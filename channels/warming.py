"""What the first resident would otherwise wait for, loaded in the background."""

from __future__ import annotations

import asyncio
import os

import structlog

from channels.voice.telephone import readiness
from madoguchi.languages.detection import detect
from madoguchi.languages.strings import text
from madoguchi.settings import VoiceSettings
from madoguchi.voice.audio import Resampler
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE
from madoguchi.voice.recognition.recognisers import recogniser
from madoguchi.voice.synthesis import speaking

_AT_ONCE = 2 * (os.cpu_count() or 1)
"""Speakers that the processors can serve."""

log = structlog.get_logger()


async def warm(voice: VoiceSettings) -> None:
    """Load the detection of languages and, where calls are taken, the ear and the voice of calls.

    A browser shows that it is getting ready, so its models wait until somebody speaks.
    """
    try:
        await asyncio.to_thread(_load, voice)
    except Exception as error:  # noqa: BLE001 - any library may fail in its own way
        # Whoever needs it meets the same error, and is told.
        log.warning("not_warmed", error=type(error).__name__)


def _load(voice: VoiceSettings) -> None:
    detect("Where can I find the office?")  # by its spelling, which takes the longest
    if readiness.problem(voice) is None:
        _listen_and_speak(readiness.LANGUAGE, min(voice.most_sessions, _AT_ONCE))


def _listen_and_speak(language: str, speakers: int) -> None:
    """Have the voice say something, and all decoders hear it that may be needed at once.

    Vosk has one for each speaker, which joins what it hears for the first time; Whisper has one.
    """
    ear = recogniser(language)
    if ear is None:
        return
    streams = [ear.stream() for _ in range(speakers if ear.engine == "vosk" else 1)]
    for pcm, rate in speaking.speak(text(language, "voice.begin_how"), language):
        resampler = Resampler(rate, SAMPLE_RATE)
        heard = resampler.feed(pcm) + resampler.finish()
        for stream in streams:
            stream.feed(heard)
    for stream in streams:
        stream.finish()
