"""The catalogue over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from tests.channels.conftest import Gateway


def get(gateway: Gateway, path: str, **query: str) -> Any:
    response = gateway.http.get(f"/api/v1/{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def test_all_wards_in_the_order_of_their_codes(gateway: Gateway) -> None:
    wards = get(gateway, "wards")
    assert len(wards) == 23
    assert [ward["code"] for ward in wards] == sorted(ward["code"] for ward in wards)
    shibuya = next(ward for ward in wards if ward["id"] == "shibuya")
    assert (shibuya["name"], shibuya["name_en"], shibuya["code"]) == (
        "渋谷区",
        "Shibuya City",
        "13113",
    )


def test_all_procedures(gateway: Gateway, catalogue: Catalogue) -> None:
    listed = get(gateway, "procedures")
    assert {item["id"] for item in listed} == set(catalogue.procedures)
    assert all(item["score"] is None and item["summary"] for item in listed)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("転入届", "moving-in"),
        ("ソファを捨てたい", "bulky-waste"),
        ("道路に穴", "road-damage-report"),
    ],
)
def test_a_search_gives_the_likeliest_first(gateway: Gateway, words: str, meant: str) -> None:
    found = get(gateway, "procedures", q=words, ward="shibuya")
    assert found[0]["id"] == meant
    scores = [item["score"] for item in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("words", ["   ", "", "\u3000"])
def test_no_words_are_no_search(gateway: Gateway, words: str, catalogue: Catalogue) -> None:
    assert len(get(gateway, "procedures", q=words)) == len(catalogue.procedures)


def test_names_come_in_the_language_where_they_are_translated(gateway: Gateway) -> None:
    for language, name in (("en", "Road damage report"), ("zh", "道路损坏通报")):
        detail = get(gateway, "procedures/road-damage-report", language=language)
        assert detail["name"] == name
    assert detail["name_language"] == "zh-Hans"
    japanese = get(gateway, "procedures/road-damage-report")
    assert (japanese["name"], japanese["name_language"]) == ("道路の損傷の通報", "ja")


def test_each_value_knows_where_it_comes_from(gateway: Gateway, catalogue: Catalogue) -> None:
    detail = get(gateway, "procedures/bulky-waste", ward="shibuya")
    found = catalogue.procedure("bulky-waste", "shibuya")
    assert detail["ward"] == "shibuya"
    assert set(detail["origins"].values()) <= {"common", "ward"}
    assert set(detail["origins"]) == set(detail["procedure"])
    assert all(found.origin(key) == origin for key, origin in detail["origins"].items())
    common = get(gateway, "procedures/bulky-waste")
    assert set(common["origins"].values()) == {"common"}


@pytest.mark.parametrize("path", ["procedures", "procedures/moving-in"])
def test_an_unknown_ward_is_named_with_what_is_accepted(gateway: Gateway, path: str) -> None:
    response = gateway.http.get(f"/api/v1/{path}", params={"ward": "osaka"})
    assert response.status_code == 422
    assert response.json()["code"] == "unknown-ward"
    (error,) = response.json()["errors"]
    assert error["field"] == "query.ward"
    assert "nerima" in error["problem"]


@pytest.mark.parametrize("path", ["procedures", "procedures/moving-in"])
def test_an_unknown_language_says_which_there_are(gateway: Gateway, path: str) -> None:
    response = gateway.http.get(f"/api/v1/{path}", params={"language": "xx"})
    assert (response.status_code, response.json()["code"]) == (422, "unknown-language")
    assert "ja-easy" in response.json()["detail"]


@pytest.mark.parametrize("id_", ["no-such", "転入届", "moving-in%00", "..%2fwards"])
def test_an_unknown_procedure_is_not_found(gateway: Gateway, id_: str) -> None:
    assert gateway.http.get(f"/api/v1/procedures/{id_}").status_code == 404


def test_a_query_of_senseless_length_is_refused(gateway: Gateway) -> None:
    response = gateway.http.get("/api/v1/procedures", params={"q": "あ" * 3001})
    assert response.status_code in (400, 413, 422)
