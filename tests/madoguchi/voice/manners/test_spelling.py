"""Digits, letters, sounds and kanji, spelled."""

from __future__ import annotations

import pytest

from madoguchi.voice.manners import spelling


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("ゼロ 九 ゼロ の 一二三四 の 五六七八", "09012345678"),
        ("まるきゅうまる いちにさんよん ごろくななはち", "09012345678"),
        ("〇三-一二三四", "031234"),
        ("zero nine oh, one two three", "090123"),
        ("공일공 일이삼사", "0101234"),
        ("không chín không", "090"),
        ("零九零", "090"),
        ("山です", ""),
    ],
)
def test_digits(said: str, digits: str) -> None:
    assert spelling.digits(said) == digits


@pytest.mark.parametrize(
    ("said", "email"),
    [
        ("エス エー ティー オー アットマーク ジーメール です", "sato@gmail.com"),
        ("エスエーティーオー アットマーク ジーメール ドット コム", "sato@gmail.com"),
        ("s a t o at example dot com", "sato@example.com"),
        ("エー ビー いち ハイフン 二 アットマーク ドコモ", "ab1-2@docomo.ne.jp"),
        ("sato underscore m at yahoo dot co dot jp", "sato_m@yahoo.co.jp"),
    ],
)
def test_emails(said: str, email: str) -> None:
    assert spelling.email(said) == email


@pytest.mark.parametrize(
    ("said", "kana"),
    [
        ("山田 太郎 です", "ヤマダ タロウ"),
        ("山田太郎", "ヤマダ タロウ"),
        ("やまだ たろう", "ヤマダ タロウ"),
        ("さとうみさき", "サトウミサキ"),
        ("大和のヤ、マッチのマ、千鳥のチ", "ヤマチ"),
        ("", ""),
    ],
)
def test_kana(said: str, kana: str) -> None:
    assert spelling.kana(said) == kana


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("山川の山、田んぼの田です", [("山", "山川"), ("田", "田んぼ")]),
        ("山川の山田んぼの田", [("山", "山川"), ("田", "田んぼ")]),
        ("やまかわのやま、たんぼのた", [("山", "山川"), ("田", "田んぼ")]),
        ("葛飾の葛と書きます", [("葛", "葛飾")]),
        ("分かりません", None),
        ("あいうのえ", None),
        ("", None),
    ],
)
def test_kanji(said: str, found: list[tuple[str, str]] | None) -> None:
    assert spelling.kanji(said) == found


def test_explanations_of_our_own_are_understood_again() -> None:
    for sign, (word, _) in spelling._table("kanji").items():
        assert sign in word
        explained = spelling.explained(sign)
        assert explained is not None
        assert spelling.kanji(explained) == [(sign, word)], explained


def test_a_kanji_in_no_word_of_ours_is_explained_by_the_callers_word_only() -> None:
    assert spelling.explained("葛山") is None
    assert spelling.explained("葛山", {"葛": "葛飾"}) == "葛飾の葛、山川の山"
    assert spelling.explained("山さくら") == "山川の山、さ、く、ら"


def test_a_name_keeps_its_kana_when_its_kanji_are_told() -> None:
    assert spelling.respelled("山田 さくら", [("山", "山川"), ("多", "多い")]) == "山多 さくら"
    assert spelling.respelled("山田", [("谷", "谷底")]) == "谷"
