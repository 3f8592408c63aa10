"""Wards in residents' words."""

from __future__ import annotations

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.ward_names import find_wards, ward_of_address


def test_every_ward_is_found_by_its_kanji_kana_and_english_name(catalogue: Catalogue) -> None:
    for ward in catalogue.wards.values():
        for name in (ward.names.ja, ward.names.kana, ward.names.en):
            assert find_wards(f"{name} です") == (ward.id,)


@pytest.mark.parametrize(
    ("text", "wards"),
    [
        ("渋谷に住んでいます", ("shibuya",)),
        ("しぶやです", ("shibuya",)),
        ("シブヤク", ("shibuya",)),
        ("ﾈﾘﾏ区", ("nerima",)),
        ("みなと区", ("minato",)),
        ("ＭＩＮＡＴＯ　ＣＩＴＹ", ("minato",)),
        ("I moved to shibuya-ku", ("shibuya",)),
    ],
)
def test_a_ward_is_found_however_it_is_written(text: str, wards: tuple[str, ...]) -> None:
    assert find_wards(text) == wards


@pytest.mark.parametrize(
    "text", ["港の見える丘", "北に向かう", "中央線が止まった", "川崎市", "koto music", "", "🍣"]
)
def test_everyday_words_are_no_wards(text: str) -> None:
    assert find_wards(text) == ()


def test_wards_come_in_the_order_of_the_sentence_each_once() -> None:
    assert find_wards("練馬から渋谷へ。練馬区は長かった") == ("nerima", "shibuya")


def test_koto_is_not_found_in_edogawa() -> None:
    assert find_wards("江戸川区から江東区へ") == ("edogawa", "koto")


@pytest.mark.parametrize(
    ("address", "ward"),
    [
        ("東京都渋谷区道玄坂1-1", "shibuya"),
        ("日本、〒176-0012 東京都練馬区豊玉北6丁目12-1", "nerima"),
        ("東京都 北区 王子本町1-15-22", "kita"),
        ("東京都港区新宿通り", "minato"),
        ("1-1 Dogenzaka, Shibuya City, Tokyo 150-0043, Japan", "shibuya"),
        ("6-12-1 Toyotamakita, Nerima-ku, Tokyo", "nerima"),
        ("大阪府大阪市北区梅田1-1", None),
        ("北海道札幌市中央区北1条西2丁目", None),
        ("東京都府中市宮西町", None),
        ("東京都武蔵野市中町1-1", None),
        ("1-1 Chuo City, Yamanashi", None),
        ("渋谷", None),
        ("", None),
    ],
)
def test_an_address_is_in_one_ward_or_in_none(address: str, ward: str | None) -> None:
    assert ward_of_address(address) == ward
