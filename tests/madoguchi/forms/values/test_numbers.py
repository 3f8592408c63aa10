from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kanjize import number2kanji

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.numbers import Number, find_numbers, parse_integer, parse_number

from .shared_data import shared_file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("１２", 12),
        ("1,200円", 1200),
        ("-5", -5),
        ("マイナス一万", -10000),
        ("3人です", 3),
        ("十二", 12),
        ("二〇二五", 2025),
        ("二千二十五", 2025),
        ("3万2千", 32000),
        ("4000万6千", 40006000),
        ("四千零五万", 40050000),
        ("11.92億", 1192000000),
        ("3.5", Decimal("3.5")),
        ("二点三", Decimal("2.3")),
        ("3分の2", Fraction(2, 3)),
        ("1と2分の1", Decimal("1.5")),
        ("12/3", 4),
        ("¼", Decimal("0.25")),
        ("1½", Decimal("1.5")),
        ("⅔", Fraction(2, 3)),
        ("ななひゃくよんじゅうに", 742),
        ("半ダース", 6),
    ],
)
def test_reads_a_number(text: str, expected: Number) -> None:
    value = parse_number(text)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("四川", "number_not_understood"),
        ("億", "number_not_understood"),
        ("", "number_not_understood"),
        ("9" * 30, "number_not_understood"),
        ("2人か3人", "number_ambiguous"),
        ("100", "number_out_of_range"),
        ("0", "number_out_of_range"),
        ("1.5", "number_not_whole"),
    ],
)
def test_refuses_a_number(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_integer(text, minimum=1, maximum=99, unit="人")
    assert caught.value.code == code


def test_bounds_are_named_with_the_unit() -> None:
    with pytest.raises(InvalidValueError, match="1人から10人まで"):
        parse_integer("11人", minimum=1, maximum=10, unit="人")


def test_finds_numbers_where_they_stand() -> None:
    found = find_numbers("大人２人と子ども三人、四川料理")
    assert [(item.text, item.value) for item in found] == [("２", 2), ("三", 3)]


@given(st.integers(0, 10**15))
def test_every_writing_of_a_whole_number_is_that_number(number: int) -> None:
    for text in (str(number), f"{number:,}", number2kanji(number)):
        assert parse_integer(text) == number


def test_number_model_set() -> None:
    cases = json.loads(shared_file("NumberModel_dev.json").read_text("utf-8"))
    right = 0
    for case in cases:
        expected = [float(result["Resolution"]["value"]) for result in case["Results"]]
        values = [float(item.value) for item in find_numbers(case["Input"])]
        right += values == pytest.approx(expected) if len(values) == len(expected) else 0
    assert right / len(cases) >= 0.86
