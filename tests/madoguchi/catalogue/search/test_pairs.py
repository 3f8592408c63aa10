"""The search over pairs of question and answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.pairs import (
    PAIR_FEATURES,
    QUERY_FEATURES,
    WEIGHTS,
    Pair,
    PairFusion,
    PairIndex,
    vector_texts,
)

PAIRS = (
    Pair("library", "図書館の利用カードを作りたい", "本人確認書類をお持ちになり、図書館の窓口へ。"),
    Pair("park", "公園でバーベキューはできますか", "できません。河川敷の区域をお使いください。"),
    Pair("pool", "区民プールの料金はいくらですか", "大人は400円、こどもは100円です。"),
    Pair("crow", "カラスに襲われて困っています", "巣の場所を環境課にお知らせください。"),
)
Letters = Callable[[str], Any]
needs_models = pytest.mark.skipif(not dense.is_installed(), reason="the models are not installed")


@pytest.fixture(scope="module")
def index() -> PairIndex:
    return PairIndex(PAIRS, dense.encoders())


@needs_models
@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ("図書館のカードはどう作る？", "library"),
        ("プール いくら", "pool"),
        ("からすが襲ってくる", "crow"),
        ("肉を焼いて食べられる公園は", "park"),
        ("こども100円", "pool"),  # stands in the answer only
        ("How do I get a library card?", "library"),
    ],
)
def test_the_meant_pair_comes_first(index: PairIndex, query: str, entry: str) -> None:
    assert index.search(query).hits[0].entry == entry


@needs_models
def test_a_small_faq_is_sure_of_its_own_question_and_of_nothing_else(index: PairIndex) -> None:
    own = index.search("図書館の利用カードを作りたい")
    assert own.certain is not None
    assert own.certain.entry == "library"
    assert not index.search("明日の天気を教えて").possible


@needs_models
def test_every_pair_is_ranked_and_scores_are_probabilities(index: PairIndex) -> None:
    hits = index.search("カード").hits
    assert len(hits) == len(PAIRS)
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert sum(hit.score for hit in hits) <= 1 + 1e-9
    assert len(index.search("カード", 2).hits) == 2


@pytest.mark.parametrize("query", ["", "？！", "   ", "😀"])
def test_nothing_is_found_for_signs(letters: Letters, query: str) -> None:
    index = PairIndex(PAIRS, (letters("a"), letters("b")))
    assert index.search(query).hits == ()


def test_an_index_needs_a_pair(letters: Letters) -> None:
    with pytest.raises(ValueError, match="at least one"):
        PairIndex((), (letters("a"), letters("b")))


def test_a_broken_cache_is_made_anew_and_that_is_said(
    letters: Letters, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = letters("a"), letters("b")
    cache = VectorCache(tmp_path)
    PairIndex(PAIRS, (first, second), cache=cache, name="faq")
    cache.path("faq", first).write_bytes(b"rubbish")
    first.embedded.clear()
    with caplog.at_level(logging.WARNING):
        PairIndex(PAIRS, (first, second), cache=cache, name="faq")
    assert "broken" in caplog.text
    assert len(first.embedded) == len(PAIRS)


def test_only_a_changed_pair_is_embedded_again(letters: Letters, tmp_path: Path) -> None:
    first, second = letters("a"), letters("b")
    cache = VectorCache(tmp_path)
    PairIndex(PAIRS, (first, second), cache=cache, name="faq")
    first.embedded.clear()
    second.embedded.clear()
    changed = (*PAIRS[:-1], Pair("crow", PAIRS[-1].question, "巣の場所をお知らせください。"))
    PairIndex(changed, (first, second), cache=cache, name="faq")
    assert first.embedded == []
    assert second.embedded == [f"{PAIRS[-1].question} 巣の場所をお知らせください。"]


def test_pairs_that_share_words_with_the_best_are_found_in_its_company(letters: Letters) -> None:
    pairs = (
        Pair("virus", "ノロについて", "食中毒は手洗いで予防できます。"),
        Pair("food", "食中毒を防ぐには", "予防は手洗いです。"),
        Pair("crow", "カラスの巣", "巣の場所をお知らせください。"),
    )
    index = PairIndex(pairs, (letters("a"), letters("b")))
    company = PAIR_FEATURES.index("company_absolute")
    words = PAIR_FEATURES.index("question_words_absolute")
    said = index.signals("ノロ").pairs
    assert said[1, words] == 0
    assert said[1, company] > said[2, company]


def test_the_vectors_that_are_wanted_are_of_questions_and_of_both() -> None:
    wanted = vector_texts("faq", PAIRS)
    assert [(each.channel, each.name) for each in wanted] == [
        ("e5", "faq"), ("use", "faq"), ("use_answer", "faq-answers"),
    ]  # fmt: skip
    assert all(len(each.texts) == len(PAIRS) for each in wanted)


def test_weights_survive_the_file() -> None:
    weights = PairFusion(
        np.linspace(-1, 1, len(PAIR_FEATURES)), np.linspace(0, 2, len(QUERY_FEATURES))
    )
    again = PairFusion.from_json(weights.to_json())
    assert np.allclose(again.pair_weights, weights.pair_weights, atol=1e-4)
    assert np.allclose(again.query_weights, weights.query_weights, atol=1e-4)


def test_weights_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="--fit"):
        PairFusion.from_json('{"pair": {"words": 1}, "query": {"one": 1}}')


def test_the_committed_weights_can_be_read() -> None:
    assert PairFusion.from_json(WEIGHTS.read_text(encoding="utf-8")).pair_weights.any()
