"""Receipt numbers: every slip of the pen is found, none can be guessed."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from madoguchi.errors import InvalidValueError
from madoguchi.submissions import receipt_number

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS = st.sampled_from(ALPHABET)


def numbered(body: str) -> str:
    """The receipt number with these ten characters, its check digits worked out by hand."""
    value = 0
    for character in body:
        value = value * 32 + ALPHABET.index(character)
    plain = f"{body}{98 - value * 100 % 97:02}"
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"


NUMBERS = st.text(CHARACTERS, min_size=10, max_size=10).map(numbered)


def changed(number: str, place: int, character: str) -> str:
    plain = number.replace("-", "")
    return plain[:place] + character + plain[place + 1 :]


def refused(text: str) -> bool:
    try:
        receipt_number.parse(text)
    except InvalidValueError as error:
        return error.code in ("wrong-receipt-number", "malformed-receipt-number")
    return False


def test_a_new_number_has_three_groups_without_letters_that_look_like_digits() -> None:
    for _ in range(200):
        number = receipt_number.new()
        assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{2}\d\d", number)
        assert receipt_number.parse(number) == number


@given(NUMBERS)
def test_the_check_digits_are_those_of_iso_7064(number: str) -> None:
    assert receipt_number.parse(number) == number


@given(NUMBERS, st.integers(0, 11), CHARACTERS)
def test_any_single_wrong_character_is_refused(number: str, place: int, wrong: str) -> None:
    assume(number.replace("-", "")[place] != wrong)
    assert refused(changed(number, place, wrong))


@given(NUMBERS, st.integers(0, 10))
def test_any_two_swapped_neighbours_are_refused(number: str, place: int) -> None:
    plain = number.replace("-", "")
    assume(plain[place] != plain[place + 1])
    assert refused(plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :])


def test_no_single_slip_in_one_whole_number_is_missed() -> None:
    # 「B1」 and 「1B」 are the pair that spelling letters out as numbers would not tell apart.
    number = numbered("B1M2X30000")
    plain = number.replace("-", "")
    for place in range(12):
        for wrong in ALPHABET:
            assert refused(changed(number, place, wrong)) == (plain[place] != wrong)
    assert refused("1B" + plain[2:])


@pytest.mark.parametrize(
    "typed",
    [
        "{0}",
        " {0} ",
        "{0}\n",
        "{plain}",
        "{lower}",
        "{wide}",
        "{spaced}",
        "{long_dashes}",
    ],
)
def test_width_case_and_spacing_do_not_matter(typed: str) -> None:
    number = numbered("7K4M92QXBR")
    text = typed.format(
        number,
        plain=number.replace("-", ""),
        lower=number.lower(),
        wide="".join(chr(ord(c) + 0xFEE0) for c in number),
        spaced=number.replace("-", " "),
        long_dashes=number.replace("-", "ー"),
    )
    assert receipt_number.parse(text) == number


def test_letters_that_are_misread_for_digits_are_taken_for_them() -> None:
    number = numbered("0011AAAAAA")
    assert receipt_number.parse("O0I1" + number[4:]) == number
    assert receipt_number.parse("ooL1" + number[4:]) == number


@pytest.mark.parametrize(
    "text",
    [
        "", "ABC", "7K4M-92QX-BR4", "7K4M-92QX-BR411", "7K4M-92QX-BRAB", "UUUU-UUUU-UU00",
        "受付番号", "\x00",
    ],
)  # fmt: skip
def test_what_is_no_receipt_number_is_named_as_such_in_japanese(text: str) -> None:
    with pytest.raises(InvalidValueError, match="12文字の英数字") as caught:
        receipt_number.parse(text)
    assert caught.value.code == "malformed-receipt-number"


@given(st.text(max_size=2000))
def test_any_text_at_all_is_a_number_or_refused(text: str) -> None:
    receipt_number.find(text)
    if not refused(text):
        assert receipt_number.parse(text) == receipt_number.parse(receipt_number.parse(text))


def test_a_number_is_found_in_a_sentence() -> None:
    number = numbered("7K4M92QXBR")
    for sentence in (
        f"受付番号は{number}です。",
        f"{number.lower()} の状況を教えてください",
        f"番号：{number.replace('-', '')}",
    ):
        found = receipt_number.find(sentence)
        assert found is not None
        assert receipt_number.parse(found) == number
    assert receipt_number.find("申請の状況を教えてください") is None
    assert receipt_number.find("電話は090-1234-5678です") is None


def test_numbers_do_not_follow_from_one_another() -> None:
    numbers = {receipt_number.new() for _ in range(2000)}
    assert len(numbers) == 2000
    for place in (0, 1, 2, 3, 5, 6, 7, 8, 10, 11):
        seen = {number[place] for number in numbers}
        assert seen == set(ALPHABET)
