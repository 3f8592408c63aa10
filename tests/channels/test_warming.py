from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from channels import warming
from channels.warming import warm
from madoguchi.languages.scripts import spelling
from madoguchi.settings import VoiceSettings


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
