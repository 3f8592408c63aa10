from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.choices import Choice, parse_choice, parse_choices

WHO = (
    Choice("self", "本人"),
    Choice("spouse", "配偶者", ("妻", "夫")),
    Choice("child", "子"),
    Choice("other", "その他"),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("本人", "self"),
        ("本人です", "self"),
        ("妻です。", "spouse"),
        ("2", "spouse"),
        ("②", "spouse"),
        ("三番", "child"),
        ("二つ目でお願いします", "spouse"),
        ("最後", "other"),
        ("一番上", "self"),
        ("OTHER", "other"),
        ("配偶", "spouse"),
    ],
)
def test_reads_a_choice(text: str, value: str) -> None:
    assert parse_choice(text, WHO) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本人か配偶者", "choice_ambiguous"),
        ("5", "choice_not_understood"),
        ("0", "choice_not_understood"),
        ("様子を見たいです", "choice_not_understood"),
        ("", "choice_not_understood"),
    ],
)
def test_refuses_and_lists_the_choices(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_choice(text, WHO)
    assert caught.value.code == code
    assert "「本人」「配偶者」" in caught.value.message


def test_the_longer_name_wins() -> None:
    assert parse_choice("単身の転入届です", ["転入", "転入届"]) == "転入届"
    assert parse_choice("10歳以上", ["1", "10歳以上"]) == "10歳以上"


def test_reads_several_choices_in_the_order_of_the_field() -> None:
    assert parse_choices("配偶者と本人", WHO) == ("self", "spouse")
    assert parse_choices("1、3", WHO) == ("self", "child")
    with pytest.raises(InvalidValueError) as caught:
        parse_choices("1,2,3", WHO, maximum=2)
    assert caught.value.code == "choice_count"
