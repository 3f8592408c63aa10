from __future__ import annotations

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.hybrid import HybridIndex
from madoguchi.catalogue.search.texts import Kind, SearchText, catalogue_texts

pytestmark = pytest.mark.skipif(not dense.is_installed(), reason="the models are not installed")

_PROCEDURES = ("moving-in", "seal-registration", "dog-registration", "bulky-waste")


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> HybridIndex:
    texts: list[SearchText] = []
    for procedure in _PROCEDURES:
        own = [text for text in catalogue_texts(catalogue) if text.entry == procedure]
        questions = [text for text in own if text.kind is Kind.QUESTION]
        texts += [text for text in own if text.kind is not Kind.QUESTION] + questions[:12]
    return HybridIndex(texts, dense.encoders())


@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ("わんちゃんを飼い始めた", "dog-registration"),
        ("いんかんとうろくをしたい", "seal-registration"),
        ("ふるい そふぁーを すてたい", "bulky-waste"),
        ("I want to throw away my old sofa", "bulky-waste"),
        ("养了一只小狗，要登记吗？", "dog-registration"),
        ("강아지를 등록하고 싶어요", "dog-registration"),
        ("Tôi muốn đăng ký con dấu", "seal-registration"),
    ],
)
def test_the_meant_entry_comes_first(index: HybridIndex, query: str, entry: str) -> None:
    assert index.search(query).hits[0].entry == entry


def test_scores_are_probabilities_best_first(index: HybridIndex) -> None:
    scores = [hit.score for hit in index.search("引っ越し").hits]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1


@pytest.mark.parametrize("query", ["", "。。。", "   "])
def test_a_query_without_letters_finds_nothing(index: HybridIndex, query: str) -> None:
    assert index.search(query).hits == ()


@pytest.mark.parametrize("query", ["今日の天気は", "歌をうたって", "What is your name?"])
def test_small_talk_is_not_answered(index: HybridIndex, query: str) -> None:
    assert index.search(query).certain is None


def test_an_index_needs_texts() -> None:
    with pytest.raises(ValueError, match="at least one text"):
        HybridIndex([], dense.encoders())
