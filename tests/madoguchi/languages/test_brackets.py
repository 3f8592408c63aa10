"""Cutting Japanese at its marks, but not inside brackets and quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.languages import brackets


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("A。B。", ("A。", "B。")),
        ("A。B", ("A。", "B")),
        ("A", ("A",)),
        ("「A。B」と言う。C", ("「A。B」と言う。", "C")),
        ("A（B。C）。D", ("A（B。C）。", "D")),
        ("「（A。」。B", ("「（A。」。B",)),
        ("A」。B", ("A」。", "B")),
        ("", ()),
    ],
)
def test_a_full_stop_in_brackets_ends_no_sentence(text: str, pieces: tuple[str, ...]) -> None:
    assert brackets.sentences(text) == pieces


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A（B）", ("A", "B")),
        ("A（B）（C）", ("A（B）", "C")),
        ("A（B（C））", ("A", "B（C）")),
        ("（B）", None),
        ("A（B", None),
        ("AB）", None),
    ],
)
def test_the_last_bracket_is_the_one_at_the_end(text: str, found: tuple[str, str] | None) -> None:
    assert brackets.last_bracket(text) == found


def test_quotes_side_by_side_are_a_list() -> None:
    assert brackets.quotes("「A」「B」") == ("A", "B")
    assert brackets.quotes("「A」と「B」") == ()
    assert brackets.quotes("") == ()


@given(st.text(alphabet="あ。、「」（）『』\n:", max_size=60))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(brackets.sentences(text)) == text
    assert "、".join(brackets.split(text, "、")) == text
