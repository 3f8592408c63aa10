from __future__ import annotations

import numpy as np
import pytest

from madoguchi.errors import MadoguchiError
from madoguchi.voice.synthesis.speaking import speak
from madoguchi.voice.synthesis.synthesisers import spoken_languages, synthesiser

TEXTS = {
    "ja": "手数料は、300円です。",
    "ja-easy": "お｜金《かね》は ｜300円《さんびゃくえん》です。",
    "en": "The fee is 300 yen.",
    "zh-Hans": "手续费是300日元。",
    "zh-Hant": "手續費是300日圓。",
    "ko": "수수료는 300엔입니다.",
    "vi": "Lệ phí là 300 yên.",
    "ne": "शुल्क ३०० येन हो।",
}


def seconds(text: str, language: str, speed: float = 1.0) -> float:
    return sum(len(pcm) / 2 / rate for pcm, rate in speak(text, language, speed))


def test_every_language_with_a_voice_has_a_text_here() -> None:
    assert sorted(TEXTS) == sorted(spoken_languages())


@pytest.mark.parametrize("language", TEXTS)
def test_speech_is_heard_and_does_not_clip(language: str) -> None:
    pieces = list(speak(TEXTS[language], language))
    assert pieces
    for pcm, rate in pieces:
        samples = np.frombuffer(pcm, dtype="<i2") / 32_768
        assert rate in (22_050, 24_000)
        assert 0.4 < len(samples) / rate < 6
        assert np.abs(samples).max() < 0.9
        assert np.sqrt(np.square(samples).mean()) > 0.03


@pytest.mark.parametrize("language", TEXTS)
def test_slower_is_longer(language: str) -> None:
    text = TEXTS[language]
    assert seconds(text, language, 0.7) > 1.2 * seconds(text, language)


def test_no_voice_is_an_error_at_once() -> None:
    assert synthesiser("tl") is None
    with pytest.raises(MadoguchiError, match="no voice for 'tl'") as caught:
        speak("Magandang araw.", "tl")
    assert caught.value.code == "no-voice-for-language"


@pytest.mark.parametrize("text", ["", "   \n", "。。。", "😀", "---"])
def test_nothing_to_say_is_no_speech(text: str) -> None:
    assert not list(speak(text, "ja"))
