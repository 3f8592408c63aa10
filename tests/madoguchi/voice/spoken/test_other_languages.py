from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from madoguchi.voice.spoken import prepare

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ko", "vi", "ne")


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("en", "Call 03-3463-1211.", "Call 0 3, 3 4 6 3, 1 2 1 1."),
        ("en", "The code 3456-7893.", "The code 3 4 5 6, 7 8 9 3."),
        ("en", "7K4M-92QX-BR32", "7 K 4 M, 9 2 Q X, B R 3 2."),
        ("en", "8:30–17:00", "8 30 AM to 5 PM."),
        ("en", "by 2026-11-27", "by November 27, 2026."),
        ("en", "¥1,200", "1200 yen."),
        ("en", "25 m² (30%)", "25 square meters, 30 percent."),
        ("en", "渋谷区役所 (Shibuya City Office)", "shibuya kuyakusho, Shibuya City Office."),
        ("en", "See https://example.jp/a.", "See the link on the screen."),
        ("en", "Done 😀!", "Done!"),
        ("zh-Hans", "电话：03-3463-1211", "电话， 0 3,3 4 6 3,1 2 1 1。"),
        ("zh-Hans", "8:30～17:00", "8点30分到17点。"),
        ("zh-Hans", "30%", "百分之30。"),
        ("zh-Hant", "2026-11-27", "2026年11月27日。"),
        ("ko", "8:30~17:00", "8시 30분부터 17시까지."),
        ("ko", "2026-11-27", "2026년 11월 27일."),
        ("vi", "8:30–17:00", "8 giờ 30 phút đến 17 giờ."),
        ("vi", "1.000 yên", "1000 yên."),
        ("vi", "5 km", "5 ki lô mét."),
        ("ne", "9:00-17:00", "9 बजे देखि 17 बजे सम्म."),
    ],
)
def test_how_it_is_said(language: str, written: str, spoken: str) -> None:
    assert " ".join(prepare(written, language)) == spoken


def test_a_language_that_is_not_known_has_nothing_to_say() -> None:
    assert prepare("Magandang araw", "tl") == ()


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=200))
@example(text="word " * 600)
@example(text="区" * 300)
@example(text="‮مرحبا‬ 12:30-13:00 --- ~~")
@settings(deadline=None, max_examples=30)
def test_whatever_is_written_each_piece_says_something(language: str, text: str) -> None:
    for piece in prepare(text, language):
        assert any(sign.isalnum() for sign in piece)
        assert len(piece) <= 241
        assert not set(piece) & set("()[]{}<>「」『』【】…※\n\0")
