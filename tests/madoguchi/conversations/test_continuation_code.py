"""Continuation codes as they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from madoguchi.conversations import continuation_code
from madoguchi.conversations.continuation_code import Found

CODE = "3456-788" + damm.calc_check_digit("3456788")


@st.composite
def codes(draw: st.DrawFn) -> str:
    body = f"{draw(st.integers(3_000_000, 9_999_999))}"
    return f"{body[:4]}-{body[4:]}{damm.calc_check_digit(body)}"


@pytest.mark.parametrize("_", range(50))
def test_a_new_code_is_found_again_and_is_no_date(_: int) -> None:
    code = continuation_code.new()
    assert continuation_code.find(code) == Found(code, is_named=False)
    assert int(code[:4]) >= 3000


@pytest.mark.parametrize(
    ("typed", "is_named"),
    [
        (CODE, False),
        (CODE.replace("-", ""), False),
        (CODE.replace("-", " "), False),
        (f"  {CODE}\n", False),
        (f"引き継ぎ {CODE}", True),
        (f"引き継ぎ番号は{CODE}です", True),
        (f"引継番号：{CODE}", True),
        (f"ひきつぎ　{CODE}", True),
        (CODE.translate(str.maketrans("0123456789-", "０１２３４５６７８９ー")), False),
    ],
)
def test_a_code_is_found_however_it_is_typed(typed: str, is_named: bool) -> None:
    assert continuation_code.find(typed) == Found(CODE, is_named)


@pytest.mark.parametrize(
    "typed", ["", "1985-0401", "03-3463-1211", f"品番{CODE}です", f"{CODE}0", "3456-78", "引き継ぎ"]
)
def test_what_is_none_is_none(typed: str) -> None:
    assert continuation_code.find(typed) is None


@given(codes(), st.integers(0, 7), st.integers(1, 9))
def test_a_wrong_digit_is_noticed(code: str, at: int, by: int) -> None:
    digits = list(code.replace("-", ""))
    digits[at] = str((int(digits[at]) + by) % 10)
    assert continuation_code.find("".join(digits)) is None


@given(codes(), st.integers(0, 6))
def test_swapped_neighbours_are_noticed(code: str, at: int) -> None:
    digits = list(code.replace("-", ""))
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    found = continuation_code.find("".join(digits))
    assert found is None or digits == list(code.replace("-", ""))


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = continuation_code.find(text)
    assert found is None or damm.is_valid(found.code.replace("-", ""))
