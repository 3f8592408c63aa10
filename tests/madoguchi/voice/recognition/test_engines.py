"""What holds for every engine, on the real ones; then what is each one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import vosk

from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import samples
from madoguchi.voice.manners import confidence
from madoguchi.voice.recognition import recognisers
from madoguchi.voice.recognition.recogniser import (
    SAMPLE_RATE,
    Final,
    Heard,
    Partial,
    Recogniser,
    SpeechStarted,
)
from madoguchi.voice.recognition.vosk import VoskRecogniser
from madoguchi.voice.recognition.whisper import WhisperModel

Say = Callable[[str, str], bytes]
PIECE = 1_601
"""Bytes: 50 ms, and half a sample."""


@pytest.fixture
def japanese(model_settings: None) -> Recogniser:
    """Whisper."""
    found = recognisers.recogniser("ja")
    assert found is not None
    assert found.engine == "whisper"
    return found


@pytest.fixture
def korean(model_settings: None) -> Recogniser:
    """Vosk."""
    found = recognisers.recogniser("ko")
    assert found is not None
    assert found.engine == "vosk"
    return found


@pytest.fixture(params=["japanese", "korean"])
def each(request: pytest.FixtureRequest) -> Recogniser:
    found: Recogniser = request.getfixturevalue(request.param)
    return found


def listen(recogniser: Recogniser, sound: bytes, expected: Sequence[str] = ()) -> list[Heard]:
    stream = recogniser.stream()
    stream.expect(expected)
    heard = [
        one
        for start in range(0, len(sound), PIECE)
        for one in stream.feed(sound[start : start + PIECE])
    ]
    return heard + stream.finish()


def finals(heard: Sequence[Heard]) -> list[Final]:
    return [one for one in heard if isinstance(one, Final)]


def texts(final: Final) -> list[str]:
    return [one.text for one in final.hypotheses]


def test_an_utterance_begins_and_ends(each: Recogniser, say: Say) -> None:
    sentence, language = {
        "whisper": ("住民票の写しがほしいです", "ja"),
        "vosk": ("아니요", "ko"),
    }[each.engine]
    sound = say(sentence, language)
    heard = listen(each, sound)
    assert heard[0] == SpeechStarted()
    assert isinstance(heard[-1], Final)
    assert all(isinstance(one, Partial) for one in heard[1:-1])
    final = heard[-1]
    assert final.hypotheses
    confidences = [one.confidence for one in final.hypotheses]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert len(set(texts(final))) == len(final.hypotheses)
    assert 0 < final.start < 0.9
    assert final.start < final.end < len(sound) / 2 / SAMPLE_RATE - 0.4


def test_nobody_speaks(each: Recogniser) -> None:
    assert listen(each, bytes(2 * 5 * SAMPLE_RATE)) == []
    assert listen(each, b"") == []
    assert listen(each, b"\1") == []


@pytest.mark.parametrize("name", ["music", "chords", "humming", "noise"])
def test_music_and_noise_are_no_words_that_are_believed(
    japanese: Recogniser, name: str, request: pytest.FixtureRequest
) -> None:
    """Whisper would thank for watching."""
    heard = listen(japanese, request.getfixturevalue(name) + bytes(2 * SAMPLE_RATE))
    if name in ("chords", "humming"):
        assert SpeechStarted() in heard  # the voice detection is deceived: Whisper decides
    for final in finals(heard):
        assert confidence.of(final, "ja") < confidence.least(japanese.engine)
        assert not any("視聴" in text or "登録" in text for text in texts(final))


def test_an_end_in_the_middle_of_a_word_is_heard(each: Recogniser, say: Say) -> None:
    sound = say("はい、お願いします", "ja").rstrip(b"\0")
    assert len(finals(listen(each, sound[: len(sound) * 3 // 4]))) == 1


def test_two_sentences_are_two_utterances(japanese: Recogniser, say: Say) -> None:
    found = finals(
        listen(japanese, say("はい", "ja") + say("区役所は土曜日も開いていますか", "ja"))
    )
    assert len(found) == 2
    assert found[0].end < found[1].start
    assert "区役所" in found[1].best.text


def test_long_speech_without_a_pause_is_cut_and_goes_on(japanese: Recogniser, say: Say) -> None:
    sound = b"".join(_without_pauses(say(sentence, "ja")) for sentence in _BREATHLESS)
    found = finals(listen(japanese, sound))
    assert len(found) >= 2
    assert all(final.end - final.start < 21 for final in found)
    for before, after in pairwise(found):
        assert after.start == pytest.approx(before.end, abs=0.1)
    text = "".join(final.best.text for final in found)
    heard_words = [
        word for word in ("住民票", "役所", "介護保険", "犬の登録", "投票") if word in text
    ]
    assert len(heard_words) >= 4, text


_BREATHLESS = (
    "住民票の写しがほしいです",
    "区役所は土曜日も開いていますか",
    "保育園の申し込みはいつまでですか",
    "介護保険の認定を受けたいです",
    "犬の登録をしたいのですがいくらかかりますか",
    "転入届を出したいのですが何が必要ですか",
    "マイナンバーカードの受け取りの予約をしたいです",
    "児童手当はいつ振り込まれますか",
    "隣の家の木が道路にはみ出しています",
    "選挙の日に仕事があるので期日前投票をしたいです",
)


def _without_pauses(sound: bytes) -> bytes:
    loud = np.flatnonzero(np.abs(samples(sound)) > 300)
    return sound[2 * loud[0] : 2 * loud[-1]]


def test_who_is_expected_is_among_what_was_heard(japanese: Recogniser, say: Say) -> None:
    found = finals(listen(japanese, say("渋谷区", "ja"), ["新宿区", "渋谷区", "品川区"]))
    assert "渋谷区" in texts(found[0])


@pytest.mark.parametrize("word", ["아니요", "이사"])
def test_vosk_hears_the_expected_word_and_no_other(korean: Recogniser, say: Say, word: str) -> None:
    """Of an unfamiliar voice, too: openly, 아니요 is heard as 아이 였다 by it."""
    expected = ["네", "아니요", "이사"]
    final = finals(listen(korean, say(word, "ko"), expected))[0]
    assert next(text for text in texts(final) if text in expected) == word
    assert word not in texts(finals(listen(korean, say("안녕하세요", "ko"), expected))[0])[:1]


def test_vosk_does_not_force_an_expected_word(korean: Recogniser, say: Say) -> None:
    sound = say("어린이집 신청은 언제까지예요", "ko")
    final = finals(listen(korean, sound, ["네", "아니요"]))[0]
    assert final.best.text not in ("네", "아니요")


def test_vosk_tells_while_somebody_speaks(korean: Recogniser, say: Say) -> None:
    heard = listen(korean, say("어린이집 신청은 언제까지예요", "ko"))
    assert sum(isinstance(one, Partial) for one in heard) >= 2


def test_streams_of_one_model_do_not_disturb_each_other(korean: Recogniser, say: Say) -> None:
    first, second = say("아니요", "ko"), say("이사", "ko")
    streams = korean.stream(), korean.stream()
    for stream in streams:
        stream.expect(["네", "아니요", "이사"])
    heard: tuple[list[Heard], list[Heard]] = ([], [])
    for start in range(0, max(len(first), len(second)), PIECE):
        for stream, sound, mine in zip(streams, (first, second), heard, strict=True):
            mine += stream.feed(sound[start : start + PIECE])
    for mine, word in zip(heard, ("아니요", "이사"), strict=True):
        (final,) = finals(mine)
        assert next(text for text in texts(final) if text in ("네", "아니요", "이사")) == word


def test_a_decoder_of_vosk_is_used_again_but_not_by_two_at_once(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new one works four times as long."""
    made = 0

    class Counted(vosk.KaldiRecognizer):
        def __init__(self, *arguments: object) -> None:
            nonlocal made
            made += 1
            super().__init__(*arguments)

    monkeypatch.setattr(vosk, "KaldiRecognizer", Counted)
    folder = recognisers.model_of("ko")
    assert folder is not None
    fresh = VoskRecogniser(folder[1], "ko")
    sound = say("아니요", "ko")
    for _ in range(3):
        assert finals(listen(fresh, sound))
    assert made == 1
    streams = fresh.stream(), fresh.stream()
    for start in range(0, len(sound), PIECE):
        for stream in streams:
            stream.feed(sound[start : start + PIECE])
    assert made == 2


@pytest.mark.parametrize("sentences", [0, 3])
def test_vosk_hears_what_follows_a_pause(korean: Recogniser, say: Say, sentences: int) -> None:
    """In a pause the result is worked out, if not much was said before; then more is said."""
    before = _without_pauses(say("어린이집 신청은 언제까지예요", "ko")) * sentences
    no, moving = (_without_pauses(say(word, "ko")) for word in ("아니요", "이사"))
    pause = bytes(2 * round(0.35 * SAMPLE_RATE))
    sound = bytes(SAMPLE_RATE) + before + no + pause + moving + bytes(2 * SAMPLE_RATE)
    (final,) = finals(listen(korean, sound, ["네", "아니요 이사"]))
    spoken_until = len(sound) / 2 / SAMPLE_RATE - 1
    assert final.end == pytest.approx(spoken_until, abs=0.4)
    assert ("아니요 이사" in texts(final)) == (sentences == 0)


def test_what_vosk_heard_before_is_no_part_of_what_it_hears_now(
    korean: Recogniser, say: Say
) -> None:
    expected = ["네", "아니요", "이사"]
    for word in ("이사", "아니요", "이사"):
        (final,) = finals(listen(korean, say(word, "ko"), expected))
        assert next(text for text in texts(final) if text in expected) == word


def test_whisper_hears_nothing_in_noise_and_silence(
    japanese: Recogniser, models: Path, noise: bytes
) -> None:
    """Also when the voice detection has been deceived."""
    model = WhisperModel(models / "whisper" / "base", threads=2)
    sound = samples(noise).astype(np.float32) / np.float32(32_768)
    for nothing in (sound, 0 * sound):
        heard = model.decode(model.encode(nothing), "ja", "", 5)
        assert not [one for one in heard if "視聴" in one.text]


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(MadoguchiError, match="no Whisper model") as caught:
        WhisperModel(tmp_path, threads=1)
    assert caught.value.code == "bad-whisper-model"
    with pytest.raises(MadoguchiError, match="no Vosk model"):
        VoskRecogniser(tmp_path, "ko")
