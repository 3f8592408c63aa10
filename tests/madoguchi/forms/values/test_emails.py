from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.emails import find_emails, parse_email


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("taro@example.jp", "taro@example.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("メールはTaro.Y+1@Docomo.ne.jpです", "Taro.Y+1@docomo.ne.jp"),
        ("taroアットマークexampleドットcom", "taro@example.com"),
    ],
)
def test_reads_an_email_address(text: str, expected: str) -> None:
    assert parse_email(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("taro", "email_not_understood"),
        ("taro@", "email_not_understood"),
        ("a..b@", "email_not_understood"),
        ("", "email_not_understood"),
        ("a@example.jp b@example.jp", "email_ambiguous"),
        ("taro@gmail.con", "email_misspelt"),
    ],
)
def test_refuses_an_email_address(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_email(text)
    assert caught.value.code == code


def test_finds_addresses_where_they_stand() -> None:
    found = find_emails("ﾒｰﾙは taro@example.jp です")
    assert [(item.start, item.end, item.value) for item in found] == [(5, 20, "taro@example.jp")]
