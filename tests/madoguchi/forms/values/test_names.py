from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.names import parse_kana, parse_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山田　太郎", "山田 太郎"),
        ("  山田   太郎 ", "山田 太郎"),
        ("山田太郎です", "山田太郎"),
        ("私は山田　太郎と申します。", "山田 太郎"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"),
        ("髙橋 﨑子", "髙橋 﨑子"),
        ("神谷 福", "神谷 福"),
        ("葛\U000e0100城 花", "葛\U000e0100城 花"),
        ("佐々木 みゝ", "佐々木 みゝ"),
        ("ＮＧＵＹＥＮ　ＶＡＮ　ＡＮ", "NGUYEN VAN AN"),
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("O'Brien, Mary-Jane", "O'Brien, Mary-Jane"),
        ("マリア・ガルシア", "マリア・ガルシア"),
    ],
)
def test_reads_a_name(text: str, expected: str) -> None:
    assert parse_name(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "name_empty"),
        ("です", "name_empty"),
        ("山田2郎", "name_not_accepted"),
        ("😀", "name_not_accepted"),
        ("・・・", "name_not_accepted"),
        ("引っ越しの手続きを教えてください", "name_not_accepted"),
        ("김민지", "name_not_registrable"),
        ("राम बहादुर", "name_not_registrable"),
        ("KIM 민지", "name_not_registrable"),
        ("山" * 81, "name_too_long"),
    ],
)
def test_refuses_a_name(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_name(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text", ["ﾔﾏﾀﾞ ﾀﾛｳ", "やまだ　たろう", "ヤマダ タロウ", "やまだ たろうです"]
)
def test_reads_kana_in_either_script(text: str) -> None:
    assert parse_kana(text) == "ヤマダ タロウ"
    assert parse_kana(text, script="hiragana") == "やまだ たろう"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("山田", "kana_not_accepted"),
        ("Yamada", "kana_not_accepted"),
        ("ー", "kana_not_accepted"),
        ("", "kana_empty"),
        ("ヤ" * 81, "kana_too_long"),
    ],
)
def test_refuses_what_is_not_kana(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_kana(text)
    assert caught.value.code == code
