from __future__ import annotations

from benchmarks.retrieval.baseline import PlainBm25, content_words, faq_bm25, surface_tokens
from madoguchi.catalogue.search.texts import Kind, SearchText

INDEX = PlainBm25(
    (
        SearchText("dog", "犬の登録", Kind.NAME),
        SearchText("dog", "子犬を飼い始めました"),
        SearchText("seal", "印鑑登録", Kind.NAME),
        SearchText("seal", "seal registration", Kind.TRANSLATION),
    )
)


def test_words_are_taken_as_they_are_written() -> None:
    assert surface_tokens("引っ越しました") != surface_tokens("引越しました")
    assert "を" in surface_tokens("犬を飼う")


def test_the_entry_that_shares_the_rarest_words_comes_first() -> None:
    assert INDEX.search("犬を登録したい")[0] == "dog"
    assert INDEX.search("印鑑")[0] == "seal"


def test_without_a_shared_word_nothing_is_found() -> None:
    assert INDEX.search("天気") == ()
    assert INDEX.search("") == ()
    assert INDEX.search("registration") == (), "translations are no part of plain BM25"


def test_content_words_lack_particles_auxiliaries_and_signs() -> None:
    assert content_words("犬を飼いました。") == ("犬", "飼い")


def test_in_a_faq_the_question_counts_for_more_than_the_answer() -> None:
    texts = (
        SearchText("answer", "猫の相談"),
        SearchText("answer", "犬", Kind.PASSAGE),
        SearchText("question", "犬"),
        SearchText("question", "猫の相談", Kind.PASSAGE),
    )
    assert faq_bm25(texts).search("犬") == ("question", "answer")
