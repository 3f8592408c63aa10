"""Whether calls are taken; what is missing is said as the gateway starts, and at every call."""

from __future__ import annotations

import structlog

from madoguchi.settings import VoiceSettings
from madoguchi.voice.recognition.recognisers import missing
from madoguchi.voice.synthesis.synthesisers import synthesiser

LANGUAGE = "ja"
"""What a call begins in, unless its parameters say otherwise; without it there are no calls."""

log = structlog.get_logger()


def problem(voice: VoiceSettings) -> str | None:
    """What keeps calls from being taken, for staff to read; None where nothing does."""
    if not voice.takes_calls:
        return "No token: set MADOGUCHI_VOICE__TELEPHONE_TOKEN or __TWILIO_AUTH_TOKEN."
    if synthesiser(LANGUAGE) is None:
        return f"There is no voice for {LANGUAGE!r}."
    return missing(LANGUAGE)


def report(voice: VoiceSettings) -> None:
    """Say whether calls are taken, where the office wants them to be."""
    if not voice.takes_calls:
        return
    found = problem(voice)
    if found is None:
        log.info("telephone_on")
    else:
        log.error("telephone_off", problem=found)
