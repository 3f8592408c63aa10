"""Whole texts, through sentences, protection, memory, engine and gate: all real."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from madoguchi.languages.machine.machine import (
    MachineTranslation,
    can_translate,
    correct,
    recall,
    translate,
)


@pytest.fixture(autouse=True)
def _packages(packages: Path) -> None: ...


def translated(
    text: str, source: str, target: str, *, remember: bool = False
) -> MachineTranslation:
    found = translate(text, source, target, remember=remember)
    assert found is not None
    return found


def test_a_vietnamese_resident_reaches_the_staff_in_japanese_and_back() -> None:
    assert can_translate("vi", "ja")
    question = translated("Tôi bị mất thẻ cư trú. Tôi nên gọi điện đến đâu?", "vi", "ja")
    assert question.complete
    assert "在留カード" in question.text
    answer = translated("担当者が確認しています。少々お待ちください。", "ja", "vi")
    assert answer.complete
    assert answer.text == "Người phụ trách đang kiểm tra. Xin vui lòng chờ một chút."


def test_numbers_and_terms_survive_exactly() -> None:
    found = translated("手数料は450円です。", "ja", "en")
    assert found.complete
    assert "450 yen" in found.text


def test_a_sentence_that_fails_stays_as_it_was_written() -> None:
    text = "分かりました。\n・隣の猫が夜中に屋根でうるさく鳴いて、昨日からまったく眠れません。"
    found = translated(text, "ja", "en")
    assert not found.complete
    assert found.text.startswith("I understand.\n・")


def test_a_pair_without_packages_is_none() -> None:
    for pair in (("ja", "ko"), ("ja", "ja"), ("ja", "ja-easy"), ("", "ja")):
        assert not can_translate(*pair)
        assert translate("はい。", *pair) is None


def test_what_is_remembered_is_recalled_quickly_and_nothing_else() -> None:
    text = "分かりました。少々お待ちください。"
    assert recall(text, "ja", "en") is None
    first = translated(text, "ja", "en", remember=True)
    assert first.complete
    assert recall(text, "ja", "en") == first
    began = time.process_time()  # not the time on the wall: a machine of tests has other work
    for _ in range(50):
        assert recall(text, "ja", "en") is not None
    assert (time.process_time() - began) / 50 < 0.006  # 1.4 ms measured
    assert recall(text + "来月国に帰ります。", "ja", "en") is None


def test_a_residents_words_are_not_remembered() -> None:
    translated("分かりました。", "ja", "en")
    assert recall("分かりました。", "ja", "en") is None


def test_a_correction_wins_wherever_the_sentence_stands() -> None:
    text = "分かりました。印鑑は必要ありません。"
    translated(text, "ja", "en", remember=True)
    correct(text, "ja", "en", "Understood. You need no seal.")
    assert translated(text, "ja", "en").text == "Understood. You need no seal."
    assert translated("印鑑は必要ありません。", "ja", "en").text == "You need no seal."


def test_a_correction_of_other_length_holds_for_the_text_as_a_whole() -> None:
    text = "分かりました。印鑑は必要ありません。"
    correct(text, "ja", "en", "Fine, no seal needed.")
    found = translated(text, "ja", "en")
    assert (found.text, found.complete) == ("Fine, no seal needed.", True)
    assert recall(text, "ja", "en") == found
    assert translated("分かりました。", "ja", "en").text == "I understand."


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n",
        "😀",
        "12345",
        "https://www.city.example.lg.jp/",
        "def f(x):\n    return {x: 1}",
        "مرحبا كيف حالك",
        "Hello 안녕 こんにちは नमस्ते 😀",
        "あ" * 3000,
        "分かりました、" * 400,
        "\x00\u202e\ufeff",
        "X1 X2 X99",
        "<script>alert('x')</script>",
    ],
)
def test_whatever_residents_send_is_answered_and_nothing_is_lost(text: str) -> None:
    for source, target in (("ja", "en"), ("vi", "ja")):
        found = translated(text, source, target)
        if not found.complete:
            assert found.text.strip()
        elif not any(map(str.isalpha, text)):
            assert "".join(found.text.split()) == "".join(text.split())
