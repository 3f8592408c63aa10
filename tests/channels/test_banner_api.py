"""The banner over HTTP: beside a conversation, and without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from madoguchi.clock import system_clock
from madoguchi.notices import banner
from madoguchi.storage.database import transaction
from tests.channels.conftest import Gateway

WORDS = "地震がありました。落ち着いて行動してください。"


@pytest.fixture
def shibuyas(gateway: Gateway) -> Iterator[dict[str, str]]:
    """The banner of Shibuya."""
    with transaction() as session:
        banner.show(session, "shibuya", WORDS, "https://example.jp/", system_clock)
    yield {"text": WORDS, "url": "https://example.jp/"}
    with transaction() as session:
        banner.clear(session, "shibuya")


def test_without_a_banner_there_is_null(gateway: Gateway) -> None:
    response = gateway.http.get("/api/v1/banner")
    assert (response.status_code, response.json()) == (200, None)
    assert gateway.talk().history()["state"]["banner"] is None


def test_it_is_shown_in_its_ward(gateway: Gateway, shibuyas: dict[str, str]) -> None:
    assert gateway.http.get("/api/v1/banner", params={"ward": "shibuya"}).json() == shibuyas
    assert gateway.http.get("/api/v1/banner", params={"ward": "nerima"}).json() is None
    assert gateway.talk("shibuya").history()["state"]["banner"] == shibuyas
    assert gateway.talk("shibuya").say("転入届")["state"]["banner"] == shibuyas
    assert gateway.talk("nerima").history()["state"]["banner"] is None


def test_an_unknown_ward_names_the_field(gateway: Gateway) -> None:
    response = gateway.http.get("/api/v1/banner", params={"ward": "osaka"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "query.ward"
