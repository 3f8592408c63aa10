from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from channels import warming
from channels.voice.telephone import readiness
from channels.warming import warm
from madoguchi.languages.scripts import spelling
from madoguchi.settings import VoiceSettings
from madoguchi.voice.recognition.recognisers import recogniser
from madoguchi.voice.recognition.vosk import VoskRecogniser
from madoguchi.voice.synthesis import speaking


def test_the_detection_of_languages_is_loaded_before_anybody_writes() -> None:
    spelling._model.cache_clear()
    asyncio.run(warm(VoiceSettings()))
    assert spelling._model.cache_info().currsize == 1


def test_what_cannot_be_loaded_is_logged_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> None:
        raise OSError(f"cannot read {text}")

    monkeypatch.setattr(warming, "detect", broken)
    with capture_logs() as logs:
        asyncio.run(warm(VoiceSettings()))
    assert logs == [{"event": "not_warmed", "error": "OSError", "log_level": "warning"}]


def test_where_calls_are_taken_their_ear_and_voice_have_worked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "LANGUAGE", "ko")
    speaking.forget()
    ear = recogniser("ko")
    assert isinstance(ear, VoskRecogniser)
    ear._decoders._idle.clear()
    asyncio.run(warm(VoiceSettings(telephone_token=SecretStr("t" * 32), most_sessions=2)))
    assert speaking._cache.size > 0
    assert len(ear._decoders._idle) == 2
