from __future__ import annotations

import pytest
from hypothesis import given

from madoguchi.languages import ruby
from madoguchi.languages.easy.furigana import with_furigana, with_reading
from tests.madoguchi.languages.easy.test_sentence import TEXTS


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("引っ越しの紙", "｜引《ひ》っ｜越《こ》しの ｜紙《かみ》"),
        ("住んでいる人は", "｜住《す》んで いる ｜人《ひと》は"),
        ("江東区役所へ行く", "｜江東区役所《こうとうくやくしょ》へ ｜行《い》く"),
        ("出してください。", "｜出《だ》して ください。"),
        ("お金を払います", "お｜金《かね》を ｜払《はら》います"),
        ("日本の何を", "｜日本《にほん》の ｜何《なに》を"),
        ("何回", "｜何回《なんかい》"),
        ("4月1日", "4｜月《がつ》1｜日《にち》"),
        ("12月20日", "12｜月《がつ》｜20日《はつか》"),
        ("1人と11人", "｜1人《ひとり》と 11｜人《にん》"),
        ("20歳", "｜20歳《はたち》"),
        ("10分と15分", "10｜分《ぷん》と 15｜分《ふん》"),
        ("2026年度", "2026｜年度《ねんど》"),
        ("{ward}の窓口", "{ward}の ｜窓口《まどぐち》"),
        ("カードのように", "カードのように"),
        ("", ""),
    ],
)
def test_readings_and_spaces_are_put_in(text: str, written: str) -> None:
    assert with_furigana(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "｜区役所《くやくしょ》の ｜手続《てつづ》き",
        "｜今日《きょう》は　お｜休《やす》みです。\n\n｜明日《あす》",
        "☂ LINE: https://example.jp/",
    ],
)
def test_what_has_readings_and_spaces_stays(text: str) -> None:
    assert with_furigana(text) == text


def test_readings_that_stand_already_are_kept_beside_new_ones() -> None:
    assert with_furigana("｜明日《あす》は区役所へ") == "｜明日《あす》は ｜区役所《くやくしょ》へ"


@pytest.mark.parametrize(
    ("word", "reading", "written"),
    [
        ("引っ越し", "ヒッコシ", "｜引《ひ》っ｜越《こ》し"),
        ("お年寄り", "オトシヨリ", "お｜年寄《としよ》り"),
        ("カード", "カード", "カード"),
        ("今日", "きょう", "｜今日《きょう》"),
        ("食べ物", "ノミモノ", "｜食べ物《のみもの》"),
    ],
)
def test_a_reading_stands_above_kanji_alone(word: str, reading: str, written: str) -> None:
    assert with_reading(word, reading) == written


@given(TEXTS)
def test_the_text_itself_stays(text: str) -> None:
    def bare(written: str) -> str:
        return ruby.plain(written).replace(" ", "")

    if "《" not in text and "｜" not in text:
        assert bare(with_furigana(text)) == bare(text)
