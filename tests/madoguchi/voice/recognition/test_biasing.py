"""Expected words, found by their sound among what was heard."""

from __future__ import annotations

import pytest

from madoguchi.voice.recognition.biasing import (
    is_echo,
    prompt,
    refined,
    spoken_form,
    with_expected,
)
from madoguchi.voice.recognition.recogniser import Hypothesis

WARDS = ("渋谷区", "品川区", "新宿区")


@pytest.mark.parametrize(
    ("heard", "word"),
    [
        ("しぶやく", "渋谷区"),
        ("渋谷区です", "渋谷区"),
        ("シナガワク", "品川区"),
        ("新塾区", "新宿区"),
    ],
)
def test_what_sounds_like_an_expected_word_is_it_too(heard: str, word: str) -> None:
    found = with_expected([Hypothesis(heard, 0.7)], WARDS, "ja")
    assert heard in [one.text for one in found]
    added = next(one for one in found if one.text == word)
    assert 0.5 < added.confidence <= 0.7


def test_other_languages_by_their_letters() -> None:
    found = with_expected([Hypothesis("Shibuya.", 0.9)], ["Shibuya", "Shinjuku"], "en")
    assert [one.text for one in found] == ["Shibuya.", "Shibuya"]
    korean = with_expected([Hypothesis("시부아", 0.9)], ["시부야", "신주쿠"], "ko")
    assert [one.text for one in korean] == ["시부아", "시부야"]


def test_an_example_stands_alone_before_what_is_said() -> None:
    assert prompt("ja", ["練馬区豊玉北"], "住所は、練馬区です。") == "住所は、練馬区です。"
    assert prompt("ja", ["練馬区豊玉北"]).endswith("練馬区豊玉北")


def test_nothing_is_added_that_was_not_heard() -> None:
    heard = (Hypothesis("住民票がほしい", 0.9), Hypothesis("住民票が欲しい", 0.8))
    assert with_expected(heard, WARDS, "ja") == heard
    assert with_expected(heard, (), "ja") == heard
    assert with_expected((), WARDS, "ja") == ()


def test_a_short_word_inside_a_long_one_is_not_meant() -> None:
    assert len(with_expected([Hypothesis("配達してください", 0.9)], ["はい"], "ja")) == 1


def test_likelier_hypotheses_come_first() -> None:
    found = refined((Hypothesis("しぶやく", 0.9), Hypothesis("渋いやつ", 0.2)), ["渋谷区"], "ja")
    assert [one.confidence for one in found] == sorted(
        (one.confidence for one in found), reverse=True
    )
    assert found[0].text == "渋谷区"


def test_the_prompt_ends_with_what_is_expected() -> None:
    assert prompt("ja", WARDS).endswith("渋谷区 品川区 新宿区")
    assert "住民票" in prompt("ja", ())
    assert prompt("ne", ()) == ""


def test_how_texts_sound() -> None:
    assert spoken_form("東京", "ja") == spoken_form("とうきょう。", "ja")
    assert spoken_form("Hello, world!", "en") == "helloworld"
    assert len(spoken_form("구청", "ko")) == 5


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("引っ越し、転入届、転入届、住民票の写し、罹災証明書。", True),
        ("渋谷区、渋谷区、渋谷区", True),
        ("転入届、転出届", False),
        ("転入届と転出届と転居届は違いますか", False),
        ("渋谷区", False),
        ("引っ越し、戸籍謄本、印鑑登録のうち、どれを先に出すのがいいですか", False),
        ("", False),
    ],
)
def test_a_list_of_the_prompt_is_its_echo(text: str, *, echo: bool) -> None:
    assert is_echo(text, "ja") is echo
    assert not is_echo(text, "ne")
