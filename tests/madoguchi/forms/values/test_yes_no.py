from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.yes_no import parse_yes_no


@pytest.mark.parametrize(
    "text",
    ["はい", "はい、お願いします", "うん", "ええ", "そうです", "OK", "ＯＫ！", "yes", "あります",
     "受けています",
     "問題ありません", "間違いないです", "いります", "是的", "네", "vâng", "हो", "oo"],
)  # fmt: skip
def test_yes(text: str) -> None:
    assert parse_yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    ["いいえ", "いや、違います", "ちがう", "ないです", "持っていません", "いらないです",
     "必要ない", "no",
     "いいえ、あります", "住所が違います", "ちがいました",
     "不是", "아니요", "không", "होइन", "hindi"],
)  # fmt: skip
def test_no(text: str) -> None:
    assert parse_yes_no(text) is False


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("大丈夫です", "yes_no_ambiguous"),
        ("結構です", "yes_no_ambiguous"),
        ("いいです", "yes_no_ambiguous"),
        ("わかりません", "yes_no_ambiguous"),
        ("なくはない", "yes_no_ambiguous"),
        ("はい、ありません", "yes_no_not_understood"),
        ("転入です", "yes_no_not_understood"),
        ("", "yes_no_not_understood"),
    ],
)
def test_asks_back(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_yes_no(text)
    assert caught.value.code == code


@pytest.mark.parametrize(("text", "value"), [("届け出ました", True), ("持っていません", False)])
def test_a_verb_may_answer_or_not(text: str, value: bool) -> None:
    assert parse_yes_no(text) is value
    with pytest.raises(InvalidValueError):
        parse_yes_no(text, by_ending=False)
