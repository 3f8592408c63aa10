from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.voice.spoken.sentences import split

LONG = "転入届の手続きに必要なものは、本人確認書類と、転出証明書と、マイナンバーカードです。"


def test_the_first_piece_is_short_and_the_others_are_whole() -> None:
    assert split(f"{LONG}{LONG}", "ja") == (
        "転入届の手続きに必要なものは、",
        "本人確認書類と、転出証明書と、マイナンバーカードです。",
        "転入届の手続きに必要なものは、本人確認書類と、転出証明書と、",
        "マイナンバーカードです。",
    )


def test_a_long_first_clause_is_cut_behind_a_phrase() -> None:
    assert split("住民票の写しの交付請求に必要なものです。", "ja") == (
        "住民票の写しの交付請求に",
        "必要なものです。",
    )


def test_a_line_is_a_sentence() -> None:
    assert split("本人確認書類\n印鑑", "ja") == ("本人確認書類。", "印鑑。")


def test_a_point_within_a_number_ends_nothing() -> None:
    assert split("It is 0.5 km. Go!", "en") == ("It is 0.5 km.", "Go!")


@given(st.text(alphabet="あ区、。.,! \n", max_size=300), st.sampled_from(["ja", "en", "ko"]))
def test_nothing_that_can_be_said_is_lost(text: str, language: str) -> None:
    said = "".join(split(text, language))
    assert [sign for sign in said if sign in "あ区"] == [sign for sign in text if sign in "あ区"]
