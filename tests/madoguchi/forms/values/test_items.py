from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.items import Item, parse_items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ソファ1つと椅子2脚、あと自転車", [("ソファ", 1), ("椅子", 2), ("自転車", 1)]),
        ("ソファ１つ", [("ソファ", 1)]),
        ("布団二枚", [("布団", 2)]),
        ("ふとん×2", [("ふとん", 2)]),
        ("布団 3枚\nマットレス1", [("布団", 3), ("マットレス", 1)]),
        ("2台の自転車と冷蔵庫", [("自転車", 2), ("冷蔵庫", 1)]),
        ("電子レンジを1台、扇風機を2台お願いします", [("電子レンジ", 1), ("扇風機", 2)]),
        ("ポットと炊飯器と掃除機2台", [("ポット", 1), ("炊飯器", 1), ("掃除機", 2)]),
        ("テレビ台", [("テレビ台", 1)]),
        ("ベッド(シングル)ひとつ", [("ベッド(シングル)", 1)]),
        ("椅子1脚、椅子2脚", [("椅子", 3)]),
        ("皿1ダース", [("皿", 12)]),
    ],
)
def test_reads_items(text: str, expected: list[tuple[str, int]]) -> None:
    assert parse_items(text) == tuple(Item(name, count) for name, count in expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "items_not_understood"),
        ("1", "items_not_understood"),
        ("!!!", "items_not_understood"),
        ("椅子0脚", "items_count"),
        ("椅子1000脚", "items_count"),
        ("机、椅子、棚", "items_too_many"),
    ],
)
def test_refuses_items(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_items(text, maximum=2)
    assert caught.value.code == code
