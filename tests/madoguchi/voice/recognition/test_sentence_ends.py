from __future__ import annotations

import pytest

from madoguchi.voice.recognition.sentence_ends import is_whole


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("引っ越しの手続きを教えてください", "ja"),
        ("住民票の写しがほしいです。", "ja"),
        ("区役所は土曜日も開いていますか?", "ja"),
        ("はい、お願いします", "ja-easy"),
        ("転入届を出していません", "ja"),
        ("전입신고는 어디에서 하나요", "ko"),
        ("주민표를 받고 싶습니다.", "ko"),
        ("어린이집 신청은 언제까지입니까", "ko"),
    ],
)
def test_a_sentence_is_whole(text: str, language: str) -> None:
    assert is_whole(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "ja"),
        ("引っ越したいのですが", "ja"),
        ("粗大ごみを出したいんですけど、", "ja"),
        ("いいえ", "ja"),
        ("渋谷区", "ja"),
        ("ゼロサンの", "ja"),
        ("아니요", "ko"),
        ("신청이 필요", "ko"),
        ("이사하는데", "ko"),
        ("Where do I register?", "en"),
        ("您好。", "zh-Hans"),
    ],
)
def test_more_may_follow(text: str, language: str) -> None:
    assert not is_whole(text, language)
