"""What counts as an error and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.voice.recognition.normalising import (
    characters,
    error_rate,
    heard_sounds,
    spelling,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三丁目の二十五番地です", "３丁目の25番地です。"),
        ("一二三四の五六七八", "1234の5678"),
        ("百二十円", "120円"),
        ("はい、そうです", "はい そうです!"),
        ("Shibuya", "ＳＨＩＢＵＹＡ."),
    ],
)
def test_the_same_characters(one: str, other: str) -> None:
    assert characters(one, "ja") == characters(other, "ja")


@pytest.mark.parametrize(
    ("one", "other"), [("ほしいです", "欲しいです"), ("つないで", "繋いで"), ("子ども", "子供")]
)
def test_the_same_words(one: str, other: str) -> None:
    assert characters(one, "ja") != characters(other, "ja")
    assert spelling(one, "ja") == spelling(other, "ja")


def test_homophones_differ_in_writing_only() -> None:
    assert spelling("介護保険", "ja") != spelling("介護保健", "ja")
    assert heard_sounds("介護保険", "ja") == heard_sounds("介護保健", "ja")


def test_names_with_numerals_keep_them() -> None:
    assert characters("千代田区の三田", "ja") == "千代田区の三田"
    assert characters("一緒に", "ja") == "一緒に"


@pytest.mark.parametrize(
    ("pairs", "rate"),
    [
        ([("abcd", "abcd")], 0.0),
        ([("abcd", "abxd")], 0.25),
        ([("abcd", "")], 1.0),
        ([("abcd", "abcd"), ("ab", "abc")], pytest.approx(1 / 6)),
        ([], 0.0),
    ],
)
def test_edits_a_character(pairs: list[tuple[str, str]], rate: float) -> None:
    assert error_rate(pairs, "en", characters) == rate


@given(st.text(max_size=40), st.sampled_from(["ja", "ko", "en", "zh-Hans", "vi"]))
def test_any_text_has_its_forms(text: str, language: str) -> None:
    for form in (characters, spelling, heard_sounds):
        assert error_rate([(text, text)], language, form) == 0
