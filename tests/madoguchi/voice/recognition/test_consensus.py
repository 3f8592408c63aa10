"""What several decodings of one utterance agree on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.voice.recognition.consensus import by_consensus, without_signs
from madoguchi.voice.recognition.recogniser import Hypothesis


def test_what_most_heard_goes_before_what_is_likeliest() -> None:
    """The likeliest is the prompt's list again; the others differ in a sound or a spelling."""
    found = by_consensus(
        [
            Hypothesis("引っ越し、転入届、住民票の写し", 0.6),
            Hypothesis("印鑑登録のカード亡くした", 0.5),
            Hypothesis("印鑑登録のカードなくした", 0.5),
            Hypothesis("印鑑登録のカートなくした", 0.4),
        ],
        "ja",
    )
    assert found[0].text in ("印鑑登録のカードなくした", "印鑑登録のカード亡くした")
    assert found[-1].text == "引っ越し、転入届、住民票の写し"
    assert [one.confidence for one in found] == [0.5, 0.5, 0.4, 0.4]


def test_the_offices_words_count() -> None:
    found = by_consensus(
        [Hypothesis("妖怪5人定の更新", 0.5), Hypothesis("要介護認定の更新", 0.45)], "ja"
    )
    assert found[0].text == "要介護認定の更新"


def test_of_two_the_surer_is_believed() -> None:
    """Each is as far from the other, but the surer weighs more."""
    pair = [Hypothesis("秋の相談", 0.4), Hypothesis("空き家の相談", 0.7)]
    assert [one.text for one in by_consensus(pair, "ja")] == ["空き家の相談", "秋の相談"]


def test_a_text_found_twice_counts_twice_and_stands_once() -> None:
    found = by_consensus(
        [Hypothesis("Shibuya", 0.5), Hypothesis("Subaru", 0.5), Hypothesis("shibuya.", 0.3)], "en"
    )
    assert [one.text for one in found] == ["Shibuya", "Subaru"]


@pytest.mark.parametrize("hypotheses", [[], [Hypothesis("はい", 0.9)]])
def test_nothing_to_weigh(hypotheses: list[Hypothesis]) -> None:
    assert by_consensus(hypotheses, "ja") == tuple(hypotheses)


@given(
    st.lists(
        st.builds(Hypothesis, st.text("しぶや区、 ab", max_size=8), st.floats(0, 1)), max_size=6
    )
)
def test_nothing_is_lost_or_surer_than_it_was(hypotheses: list[Hypothesis]) -> None:
    found = by_consensus(hypotheses, "ja")
    letters = {without_signs(one.text) for one in hypotheses}
    assert sorted(without_signs(one.text) for one in found) == sorted(letters)
    assert [one.confidence for one in found] == sorted(
        (one.confidence for one in found), reverse=True
    )
    assert all(
        one.confidence <= max(each.confidence for each in hypotheses if each.text == one.text)
        for one in found
    )
