"""Postal codes over HTTP, as residents write them."""

from __future__ import annotations

import pytest

from tests.channels.conftest import Gateway

PER_MINUTE = "50"
SHIBUYA = {
    "postal_code": "150-0002", "prefecture": "東京都", "city": "渋谷区", "town": "渋谷",
    "ward": "shibuya",
}  # fmt: skip


@pytest.fixture(scope="module")
def channel_settings() -> dict[str, str]:
    return {"ANONYMOUS_REQUESTS_PER_MINUTE": PER_MINUTE}


@pytest.mark.parametrize(
    "code", ["1500002", "150-0002", "１５０－０００２", "１５０ー０００２", "〒150-0002"]
)
def test_however_it_is_written_it_is_the_same_place(gateway: Gateway, code: str) -> None:
    response = gateway.http.get(f"/api/v1/postal-codes/{code}")
    assert (response.status_code, response.json()) == (200, SHIBUYA)


@pytest.mark.parametrize(
    ("code", "prefecture", "city", "town", "ward"),
    [
        ("160-0000", "東京都", "新宿区", None, "shinjuku"),
        ("060-0000", "北海道", "札幌市中央区", None, None),
        ("498-0000", None, None, None, None),  # 弥富市 in 愛知県 and 木曽岬町 in 三重県
        ("163-8001", "東京都", "新宿区", "西新宿", "shinjuku"),  # 都庁's own code
    ],
)
def test_what_a_code_leaves_open_is_null(
    gateway: Gateway,
    code: str,
    prefecture: str | None,
    city: str | None,
    town: str | None,
    ward: str | None,
) -> None:
    found = gateway.http.get(f"/api/v1/postal-codes/{code}").json()
    assert found == {
        "postal_code": code, "prefecture": prefecture, "city": city, "town": town, "ward": ward,
    }  # fmt: skip


def test_a_ward_of_another_city_is_none_of_ours(gateway: Gateway) -> None:
    # 中央区 and 北区 are also in Osaka, Kobe, Sapporo and Saitama.
    found = gateway.http.get("/api/v1/postal-codes/530-0001").json()
    assert found["city"] == "大阪市北区"
    assert found["ward"] is None


def test_an_unknown_code_is_not_found(gateway: Gateway) -> None:
    response = gateway.http.get("/api/v1/postal-codes/999-9999")
    assert response.status_code == 404
    assert response.json()["code"] == "unknown-postal-code"
    assert "999-9999" in response.json()["detail"]


@pytest.mark.parametrize("code", ["150", "15000020", "abc", "%20", "渋谷", "1" * 41])
def test_what_is_no_code_says_what_is_accepted(gateway: Gateway, code: str) -> None:
    response = gateway.http.get(f"/api/v1/postal-codes/{code}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    if len(code) < 41:
        assert "7桁の数字" in response.json()["detail"]


def test_one_address_cannot_ask_for_ever(gateway: Gateway) -> None:
    # The last test of the module: the others would be refused after it.
    for _ in range(int(PER_MINUTE)):
        response = gateway.http.get("/api/v1/postal-codes/150-0002")
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) >= 1
