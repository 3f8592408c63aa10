from __future__ import annotations

import pytest

from madoguchi.catalogue.search.reading import MAX_SOUNDS, sound_runs, sounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("転出届", "てんしゅつとどけ"),
        ("投票用紙", "とうひょうようし"),
        ("住民票", "ジューミンヒョー"),
        ("介護保険", "かいごほけん"),
        ("続き", "つずき"),
    ],
)
def test_spellings_that_sound_alike_are_one(one: str, other: str) -> None:
    assert sounds(one) == sounds(other) != ""


def test_a_wrong_kanji_keeps_most_runs() -> None:
    right, wrong = set(sound_runs("不在者投票")), set(sound_runs("不在社投票"))
    assert len(right & wrong) / len(right) > 0.7


def test_latin_stays_and_korean_has_no_sounds() -> None:
    assert sounds("Hanko") == "hanko"
    assert sounds("이사") == ""


def test_a_long_text_is_cut_and_an_empty_one_has_no_runs() -> None:
    assert len(sounds("あか" * 1000)) == MAX_SOUNDS
    assert sound_runs("") == sound_runs("。、！") == []
