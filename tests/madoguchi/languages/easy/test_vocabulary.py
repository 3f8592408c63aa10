from __future__ import annotations

import pytest

from madoguchi.languages.easy.sentence import Word, sentences
from madoguchi.languages.easy.vocabulary import EASY_FROM, ease, is_hard


def word(text: str) -> Word:
    (sentence,) = sentences(text)
    return sentence.words[0]


@pytest.mark.parametrize(
    "text", ["書く", "家族", "電話", "人", "引っ越す", "インターネット", "飲む", "お金", "大きい"]
)
def test_everyday_words_are_easy(text: str) -> None:
    assert not is_hard(word(text))


@pytest.mark.parametrize(
    "text", ["滞納", "減免", "督促", "換価", "囑託", "コンソーシアム", "住民基本台帳"]
)
def test_words_of_an_office_are_hard(text: str) -> None:
    assert is_hard(word(text))


@pytest.mark.parametrize("text", ["新宿", "東京", "3", "田中", "LINE", "を", "。", "☂"])
def test_names_numbers_and_signs_have_no_level(text: str) -> None:
    assert not is_hard(word(text))


def test_what_the_catalogue_says_comes_before_the_frequency() -> None:
    assert ease(word("提出")) >= EASY_FROM
    assert is_hard(word("提出"))
    assert ease(word("封筒")) < EASY_FROM
    assert not is_hard(word("封筒"))


def test_a_native_word_is_easier_than_a_kango_of_its_frequency() -> None:
    """「預ける」 and 「納付」 are about as frequent."""
    assert ease(word("預ける")) > EASY_FROM > ease(word("納付"))


def test_a_compound_is_as_hard_as_its_hardest_part() -> None:
    assert ease(word("滞納処分")) == ease(word("滞納"))
