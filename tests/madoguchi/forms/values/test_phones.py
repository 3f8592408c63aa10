from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.phones import find_phones, parse_phone


@pytest.mark.parametrize(
    ("text", "national", "e164"),
    [
        ("090-1234-5678", "090-1234-5678", "+819012345678"),
        ("０９０ー１２３４ー５６７８", "090-1234-5678", "+819012345678"),
        ("〇九〇の一二三四の五六七八", "090-1234-5678", "+819012345678"),
        ("0334631211", "03-3463-1211", "+81334631211"),
        ("電話は03-3463-1211です", "03-3463-1211", "+81334631211"),
        ("+82 10-1234-5678", "+82 10-1234-5678", "+821012345678"),
    ],
)
def test_reads_a_telephone_number(text: str, national: str, e164: str) -> None:
    phone = parse_phone(text)
    assert (str(phone), phone.e164) == (national, e164)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12345", "phone_not_understood"),
        ("090-1234-567", "phone_not_understood"),
        ("", "phone_not_understood"),
        ("090-1234-5678か03-3463-1211", "phone_ambiguous"),
        ("03-3463-1211", "phone_not_mobile"),
    ],
)
def test_refuses_a_telephone_number(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_phone(text, mobile_only=True)
    assert caught.value.code == code


def test_finds_telephone_numbers_where_they_stand() -> None:
    text = "携帯は０９０－１２３４－５６７８、家は03-3463-1211です"
    found = find_phones(text)
    assert [str(item.value) for item in found] == ["090-1234-5678", "03-3463-1211"]
    assert found[0].text == text[found[0].start : found[0].end] == "０９０－１２３４－５６７８"
