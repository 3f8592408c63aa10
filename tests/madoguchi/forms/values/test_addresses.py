from __future__ import annotations

import csv

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.addresses import Address, parse_address

from .shared_data import shared_file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東京都新宿区下落合３丁目１２番２３号", ("東京都", "新宿区", "下落合三丁目", "12-23", "")),
        ("渋谷区渋谷1-2-3", ("東京都", "渋谷区", "渋谷一丁目", "2-3", "")),
        ("渋谷区渋谷１－２－３", ("東京都", "渋谷区", "渋谷一丁目", "2-3", "")),
        (
            "〒150-0002 東京都渋谷区渋谷2-21-1渋谷ヒカリエ8階",
            ("東京都", "渋谷区", "渋谷二丁目", "21-1", "渋谷ヒカリエ8階"),
        ),
        (
            "東京都渋谷区神宮前六丁目二番三号 原宿ハイツ２０１号室",
            ("東京都", "渋谷区", "神宮前六丁目", "2-3", "原宿ハイツ201号室"),
        ),
        ("港区芝公園4-2-8-1203", ("東京都", "港区", "芝公園四丁目", "2-8", "1203")),
        ("千代田区四番町1-1", ("東京都", "千代田区", "四番町", "1-1", "")),
        ("住所は板橋区本町15-16です", ("東京都", "板橋区", "本町", "15-16", "")),
        ("東京都新宿区喜久井町３６", ("東京都", "新宿区", "喜久井町", "36", "")),
        ("横浜市中区日本大通1", ("神奈川県", "横浜市中区", "日本大通", "1", "")),
        ("府中市宮西町2-24-1", ("東京都", "府中市", "宮西町二丁目", "24-1", "")),
        ("札幌市中央区北1条西2丁目", ("北海道", "札幌市中央区", "北一条西二丁目", "", "")),
        ("瑞穂町箱根ヶ崎2335番地", ("東京都", "西多摩郡瑞穂町", "箱根ヶ崎", "2335", "")),
    ],
)
def test_reads_an_address(text: str, expected: tuple[str, str, str, str, str]) -> None:
    assert parse_address(text) == Address(*expected)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("渋谷区渋谷1丁目", "address_without_block", "番地"),
        ("千代田区飯田橋", "address_without_block", "「千代田区飯田橋」"),
        ("世田谷区", "address_without_town", "世田谷区"),
        ("中町1-2-3", "address_without_city", "区市町村"),
        ("府中市", "address_ambiguous", "『東京都府中市』"),
        ("", "address_empty", "住所"),
        ("渋谷区" + "あ" * 300, "address_too_long", "200文字"),
    ],
)
def test_refuses_and_says_what_is_missing(text: str, code: str, said: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_address(text)
    assert caught.value.code == code
    assert said in caught.value.message


def test_stays_within_a_ward() -> None:
    assert parse_address("渋谷区渋谷1-2-3", within="渋谷区").city == "渋谷区"
    assert parse_address("渋谷区渋谷1-2-3", within="東京都").city == "渋谷区"
    with pytest.raises(InvalidValueError, match="新宿区の住所を入力"):
        parse_address("渋谷区渋谷1-2-3", within="新宿区")


def test_the_ward_may_be_known_already() -> None:
    assert parse_address("代々木1-2-3", default_city="渋谷区").text == "東京都渋谷区代々木一丁目2-3"


def test_an_address_set() -> None:
    with shared_file("addresses_dev.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    town = block = 0
    for row in rows:
        address = parse_address(row["住所"], complete=False)
        assert (address.prefecture, address.city) == (row["都道府県"], row["市区町村"])
        town += address.town == row["町字"]
        # Where its own data has no block numbers, the set leaves them in その他.
        block += address.block in (row["番地号"], "" if row["番地号"] else row["その他"])
    assert town / len(rows) >= 0.99
    assert block / len(rows) >= 0.99
