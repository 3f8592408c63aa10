"""Korean names in Latin letters and in katakana."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.forms.values.names import parse_kana, parse_name
from madoguchi.voice.manners import korean_names


@pytest.mark.parametrize(
    ("said", "latin", "kana"),
    [
        ("김민지", ["KIM MINJI", "GIM MINJI"], "キム ミンジ"),
        ("김 민지", ["KIM MINJI", "GIM MINJI"], "キム ミンジ"),
        ("저는 박지성이라고 합니다", ["PARK JISEONG", "BAK JISEONG"], "パク チソン"),
        ("제 이름은 차은우예요", ["CHA EUNU"], "チャ ウヌ"),
        ("남궁민수입니다", ["NAMGUNG MINSU"], "ナムグン ミンス"),
        ("배두나", ["BAE DUNA"], "ペ ドゥナ"),
        ("최문재", ["CHOI MUNJAE", "CHOE MUNJAE"], "チェ ムンジェ"),
        ("황희찬", ["HWANG HUICHAN"], "ファン ヒチャン"),
        ("원빈", ["WON BIN"], "ウォン ビン"),
        ("조용필", ["CHO YONGPIL", "JO YONGPIL"], "チョ ヨンピル"),
    ],
)
def test_names(said: str, latin: list[str], kana: str) -> None:
    assert korean_names.latin(said) == latin
    assert korean_names.kana(said) == kana


@pytest.mark.parametrize(
    "said", ["", "네", "모르겠어요", "잠깐만요", "山田", "Kim Minji", "김", "3"]
)
def test_other_words_are_no_names(said: str) -> None:
    assert korean_names.latin(said) == []
    assert korean_names.kana(said) is None


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=2))
def test_whatever_the_syllables_the_form_takes_the_name(given_name: str) -> None:
    (spelled,) = korean_names.latin(f"한{given_name}")
    assert parse_name(spelled) == spelled
    kana = korean_names.kana(f"한{given_name}")
    assert kana is not None
    assert parse_kana(kana) == kana
