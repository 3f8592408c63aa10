"""Which language a resident asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.languages import naming
from madoguchi.languages.strings import LANGUAGES


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("English please", "en"),
        ("Ｅｎｇｌｉｓｈ", "en"),
        ("in English, please", None),
        ("英語でお願いします", "en"),
        ("英語で", "en"),
        ("中文", "zh-Hans"),
        ("请用中文", "zh-Hans"),
        ("繁體中文", "zh-Hant"),
        ("中国語でおねがいします。", "zh-Hans"),
        ("한국어로", "ko"),
        ("한국어로 해 주세요", "ko"),
        ("tiếng Việt", "vi"),
        ("Tiê\u0301ng Viê\u0323t", "vi"),
        ("नेपाली", "ne"),
        ("Tagalog po", "tl"),
        ("日本語で", "ja"),
        ("やさしい日本語", "ja-easy"),
        ("英語の予診票がほしい", None),
        ("Vietnamese interpreter at the office", None),
        ("", None),
    ],
)
def test_a_wish_for_a_language_and_nothing_else(text: str, tag: str | None) -> None:
    assert naming.asked_for(text) == tag


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_language_is_asked_for_by_its_own_name(tag: str) -> None:
    assert naming.asked_for(LANGUAGES[tag]) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Can you speak English?", "en"),
        ("日本語が分からないので、英語で話せますか", "en"),
        ("I don't speak Japanese", None),
        ("日本語で話したい", "ja"),
        ("やさしい日本語で話して", "ja-easy"),
        ("英語か中国語で", None),
        ("¿Habla español?", None),
    ],
)
def test_the_only_language_that_is_named(text: str, tag: str | None) -> None:
    assert naming.named(text) == tag


@given(st.text(max_size=200))
def test_any_text_may_come(text: str) -> None:
    assert naming.asked_for(text) in {None, *LANGUAGES}
    assert naming.named(text) in {None, *LANGUAGES}


@pytest.mark.parametrize(
    "text",
    ["/language", "／language", "Language", "languages", "言語", "言葉を変える", "语言",
     "語言", "언어", "Ngôn ngữ", "भाषा", "wika"],
)  # fmt: skip
def test_the_word_language_alone_is_the_command_to_choose(text: str) -> None:
    assert naming.is_choice(text)
    assert naming.asked_for(text) is None


@pytest.mark.parametrize(
    "text", ["", "/languages of the ward", "言語障害", "English", "sign language"]
)
def test_what_only_holds_the_word_is_not(text: str) -> None:
    assert not naming.is_choice(text)
