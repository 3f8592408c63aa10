"""Search tokens: the words of a text that carry meaning."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from madoguchi.catalogue.search.tokens import (
    MAX_CHARACTERS,
    has_grammar,
    normalise,
    reading,
    tokenize,
)


@pytest.mark.parametrize("written", ["引越し", "引っ越し", "引越"])
def test_spellings_of_a_word_are_one_token(written: str) -> None:
    assert tokenize(written) == ("引っ越し",)


def test_words_of_every_question_say_nothing() -> None:
    assert tokenize("手続きの仕方を教えてください。必要な書類は何ですか？") == ()


def test_what_the_question_is_about_stays() -> None:
    assert "転出" in tokenize("転出届の手続きを教えてください")


@pytest.mark.parametrize("text", ["", "   ", "。、！？"])
def test_a_text_without_words_has_no_tokens(text: str) -> None:
    assert tokenize(text) == ()


def test_widths_and_line_breaks_make_no_difference() -> None:
    assert normalise("ｿﾌｧ\n１つ　です") == "ソファ 1つ です"


def test_a_long_text_is_cut() -> None:
    assert len(normalise("転出" * 5000)) == MAX_CHARACTERS


def test_a_reading_has_no_signs() -> None:
    assert reading("「転出届」！") == "テンシュツトドケ"


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("罹災証明書", False),
        ("転居届け", False),
        ("証明書はコンビニ", True),
        ("申告をいたし", True),
        ("", False),
    ],
)
def test_particles_are_noticed(text: str, *, has: bool) -> None:
    assert has_grammar(text) is has


def test_threads_do_not_share_a_tokenizer() -> None:
    texts = ["転出届を出したい", "ソファを捨てたい", "犬を飼い始めた"] * 30
    alone = [tokenize(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(tokenize, texts)) == alone
