"""The index over the committed catalogue, asked as residents ask."""

from __future__ import annotations

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.index import index
from madoguchi.catalogue.search.result import SearchIndex

pytestmark = pytest.mark.skipif(not dense.is_installed(), reason="the models are not installed")


@pytest.fixture(scope="module")
def search() -> SearchIndex:
    return index()


@pytest.mark.parametrize(
    ("question", "procedure"),
    [
        ("引っ越してきました", "moving-in"),
        ("てんしゅつとどけ", "moving-out"),
        ("住民票がほしい", "resident-record-copy"),
        ("ジュウミンヒョウ", "resident-record-copy"),
        ("はんこの登録をしたい", "seal-registration"),
        ("印鑑証明が必要", "seal-certificate"),
        ("粗大ごみ", "bulky-waste"),
        ("赤ちゃんが生まれた", "birth-notification"),
        ("マイナンバーカードをなくした", "mynumber-card-lost"),
        ("会社を辞めたので保険に入りたい", "nhi-join"),
        ("道路に穴が空いている", "road-damage-report"),
        ("台風で家が壊れた証明書", "disaster-victim-certificate"),
        ("保育園に入れたい", "nursery-application"),
        ("犬を飼い始めた", "dog-registration"),
        ("児童手当をもらいたい", "child-allowance-claim"),
        ("国民年金を払えない", "pension-exemption"),
        ("戸籍謄本を取りたい", "family-register-certificate"),
    ],
)
def test_residents_words_mean_a_procedure(
    search: SearchIndex, question: str, procedure: str
) -> None:
    certain = search.search(question).certain
    assert certain is not None
    assert certain.entry == procedure


@pytest.mark.parametrize(
    "nonsense",
    ["asdfghjkl", "ああああ", "カレーの作り方", "株価を教えて", "月の土地を買いたい", "12345",
     "🍣🍣", "", "\x00\x07", "<b></b>"],
)  # fmt: skip
def test_nonsense_finds_nothing(search: SearchIndex, nonsense: str) -> None:
    assert search.search(nonsense).possible == ()


def test_an_official_name_finds_its_procedure_first(
    search: SearchIndex, catalogue: Catalogue
) -> None:
    some = list(catalogue.procedures.values())[::8]
    found = [search.search(procedure.names.official).hits[0].entry for procedure in some]
    assert found == [procedure.id for procedure in some]


def test_a_question_of_ten_thousand_characters_is_answered_like_its_beginning(
    search: SearchIndex,
) -> None:
    long = "住民票がほしい。" * 1250
    assert search.search(long).hits == search.search(long[:400]).hits


def test_no_more_hits_than_asked_for(search: SearchIndex) -> None:
    assert len(search.search("引っ越し", limit=2).hits) <= 2
