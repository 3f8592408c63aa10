"""What Whisper says when nobody spoke."""

from __future__ import annotations

import pytest

from madoguchi.voice.recognition.plausibility import is_plausible, is_silence


@pytest.mark.parametrize(
    "text",
    [
        "ご視聴ありがとうございました",
        "チャンネル登録をお願いいたします",
        "字幕は視聴者によって作成されました",
        "Thank you for watching!",
        "Thanks for watching.",
        "Please subscribe to my channel.",
        "시청해주셔서 감사합니다",
        "谢谢观看",
        "Cảm ơn các bạn đã theo dõi",
        "はいはいはいはいはいはいはいはいはいはいはいはいはいはいはいはいはいはいはいはい",
        "",
        "。。。",
        "♪",
    ],
)
def test_nobody_says_that_to_a_ward_office(text: str) -> None:
    assert not is_plausible(text, seconds=4)


@pytest.mark.parametrize(
    "text",
    [
        "はい",
        "いいえ",
        "ありがとうございました",
        "印鑑登録をお願いします",
        "No",
        "네",
        "03-1234-5678",
    ],
)
def test_residents_say_that(text: str) -> None:
    assert is_plausible(text, seconds=1.5)


def test_nobody_speaks_so_fast() -> None:
    text = "転入届と転出届と住民票の写しと印鑑登録の証明書を"
    assert is_plausible(text, seconds=3)
    assert not is_plausible(text, seconds=0.8)


@pytest.mark.parametrize(
    ("no_speech", "likelihood", "silent"),
    [(0.9, -1.5, True), (0.9, -0.3, False), (0.1, -1.5, False)],
)
def test_the_models_own_doubt(no_speech: float, likelihood: float, *, silent: bool) -> None:
    assert is_silence(no_speech, likelihood) is silent
