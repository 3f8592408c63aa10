"""Cutting texts into sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.languages.machine.sentences import LONGEST, joined, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("住民票です。次です！本当？はい", ("住民票です。", "次です！", "本当？", "はい")),
        (
            "「はい。そうです。」と言いました。次です。",
            ("「はい。そうです。」と言いました。", "次です。"),
        ),
        ("書類（写し。）を出す。次。", ("書類（写し。）を出す。", "次。")),
        (
            "It costs 3.50 yen, e.g. at No. 5. OK? Yes.",
            ("It costs 3.50 yen, e.g. at No. 5.", "OK?", "Yes."),
        ),
        ("Giấy tờ, v.v. Bạn cần nộp. Cảm ơn.", ("Giấy tờ, v.v. Bạn cần nộp.", "Cảm ơn.")),
        ("https://a.b/c?x=1 です。はい。", ("https://a.b/c?x=1 です。", "はい。")),
        ("신청하세요. 감사합니다.", ("신청하세요.", "감사합니다.")),
        ("え？！本当。", ("え？！", "本当。")),
    ],
)
def test_sentences_end_at_their_stops(text: str, expected: tuple[str, ...]) -> None:
    assert tuple(one.text for one in sentences(text)) == expected


def test_lines_and_bullets_are_kept_apart_from_the_words() -> None:
    text = "必要なもの\n・住民票\n1. 印鑑\n\n(2) 写真。\n"
    found = sentences(text)
    assert [one.text for one in found] == ["必要なもの", "住民票", "印鑑", "写真。", ""]
    assert [one.lead for one in found] == ["", "\n・", "\n1. ", "\n\n(2) ", "\n"]
    assert joined(found, "") == text


def test_a_text_without_a_stop_is_cut_at_commas() -> None:
    found = sentences("あいうえお、" * 500)
    assert all(len(one.text) <= LONGEST and one.text.endswith("、") for one in found)
    assert joined(found, "") == "あいうえお、" * 500


@given(st.text(alphabet="あ漢a1 。.!?「」()（）\n・、\u0627\U0001f600", max_size=400))
def test_nothing_but_spaces_is_lost(text: str) -> None:
    again = joined(sentences(text), " ")
    assert "".join(again.split()) == "".join(text.split())
