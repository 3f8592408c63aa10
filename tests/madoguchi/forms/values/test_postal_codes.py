from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.postal_codes import PostalCode, find_postal_codes, parse_postal_code


@pytest.mark.parametrize(
    "text",
    ["150-0002", "１５００００２", "〒150ー0002", "一五〇の〇〇〇二", "郵便番号は150-0002です"],
)
def test_reads_a_postal_code(text: str) -> None:
    code = parse_postal_code(text)
    assert str(code) == "150-0002"
    assert code.lookup() == ("東京都", "渋谷区", "渋谷")


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("1500", None, "postal_code_not_understood"),
        ("150-00021", None, "postal_code_not_understood"),
        ("03-1500-0002", None, "postal_code_not_understood"),
        ("", None, "postal_code_not_understood"),
        ("999-9999", None, "postal_code_unknown"),
        ("150-0002と160-0022", None, "postal_code_ambiguous"),
        ("060-0001", "東京都", "postal_code_outside"),
        ("150-0002", "新宿区", "postal_code_outside"),
    ],
)
def test_refuses_a_postal_code(text: str, within: str | None, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_postal_code(text, within=within)
    assert caught.value.code == code


def test_within_accepts_prefecture_and_ward() -> None:
    for within in ("東京都", "渋谷区"):
        assert str(parse_postal_code("150-0002", within=within)) == "150-0002"
    assert PostalCode("9999999").lookup() is None


def test_finds_codes_but_not_telephone_numbers() -> None:
    found = find_postal_codes("〒１５０－０００２です。電話は090-1500-0022")
    assert [(item.text, str(item.value)) for item in found] == [("１５０－０００２", "150-0002")]
