"""What the first resident would otherwise wait for, loaded in the background."""

from __future__ import annotations

import asyncio

import structlog

from channels.voice.telephone import readiness
from madoguchi.languages.detection import detect
from madoguchi.settings import VoiceSettings
from madoguchi.voice.recognition.recognisers import recogniser
from madoguchi.voice.synthesis import speaking

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
        recogniser(readiness.LANGUAGE)
        speaking.warm(readiness.LANGUAGE)
