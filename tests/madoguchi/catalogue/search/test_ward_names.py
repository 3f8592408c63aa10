"""Wards in residents' words."""

from __future__ import annotations

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.ward_names import find_wards


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
