from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from madoguchi.errors import MadoguchiError
from madoguchi.voice.synthesis.espeak import EspeakSynthesiser


def test_threads_do_not_speak_into_each_other() -> None:
    voices = [EspeakSynthesiser("en-us"), EspeakSynthesiser("ko")]
    texts = ["The fee is 300 yen.", "수수료는 300엔입니다."]
    alone = [voice.speak(text) for voice, text in zip(voices, texts, strict=True)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda n: voices[n % 2].speak(texts[n % 2]), range(20)))
    for number, pcm in enumerate(together):  # the engine varies by some samples
        assert len(pcm) == pytest.approx(len(alone[number % 2]), rel=0.01)


def test_a_voice_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(MadoguchiError, match="no voice 'xx-none'") as caught:
        EspeakSynthesiser("xx-none").speak("hello")
    assert caught.value.code == "no-voice"


@pytest.mark.parametrize("text", ["", " ", "<speak>a</speak>", "a\0b", "\x01A"])
def test_any_text_can_be_given(text: str) -> None:
    EspeakSynthesiser("en-us").speak(text)


def test_speed_is_kept_within_what_the_engine_takes() -> None:
    voice = EspeakSynthesiser("en-us")
    assert len(voice.speak("one two three", 0.01)) > len(voice.speak("one two three", 50)) > 0
