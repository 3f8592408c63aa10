from __future__ import annotations

import numpy as np
import pytest

from madoguchi.catalogue.search.lexical import Lexical

DOCUMENTS = [["転入", "届"], ["転出", "届"], ["住民票", "写し"], []]


def test_the_text_that_shares_the_rare_word_scores_highest() -> None:
    scores = Lexical(DOCUMENTS).scores(["転出", "届"])
    assert scores.argmax() == 1
    assert scores[1] > scores[0] > scores[2] == scores[3] == 0


def test_words_that_no_text_knows_lower_every_score() -> None:
    lexical = Lexical(DOCUMENTS)
    assert lexical.scores(["住民票", "宇宙"])[2] < lexical.scores(["住民票"])[2]


@pytest.mark.parametrize("terms", [[], ["宇宙"]])
def test_nothing_known_scores_zero(terms: list[str]) -> None:
    assert not Lexical(DOCUMENTS).scores(terms).any()


def test_texts_without_any_term_can_be_indexed() -> None:
    assert np.array_equal(Lexical([[], []]).scores(["届"]), np.zeros(2, np.float32))


def test_coverage_is_the_known_share_of_the_weight() -> None:
    lexical = Lexical(DOCUMENTS)
    assert lexical.coverage(["住民票"]) == 1.0
    assert lexical.coverage(["宇宙"]) == lexical.coverage([]) == 0.0
    assert 0.4 < lexical.coverage(["住民票", "宇宙"]) < 0.6


class TestWeighted:
    def test_a_text_counts_by_the_weights_of_the_words_it_has(self) -> None:
        scores = Lexical(DOCUMENTS).weighted({"転入": 0.9, "写し": 0.1})
        assert scores.argmax() == 0
        assert scores[0] > scores[2] > scores[1] == scores[3] == 0

    @pytest.mark.parametrize("terms", [{}, {"宇宙": 1.0}])
    def test_nothing_known_scores_zero(self, terms: dict[str, float]) -> None:
        assert not Lexical(DOCUMENTS).weighted(terms).any()
        assert not Lexical([[], []]).weighted(terms).any()
