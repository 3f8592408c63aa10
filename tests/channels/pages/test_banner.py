"""The urgent word stands above everything else on every page, and no page fails for want of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from madoguchi.clock import system_clock
from madoguchi.notices import banner
from madoguchi.storage.database import transaction
from tests.channels.conftest import Gateway

WORDS = "台風のため、本日の窓口は15時までです。"


@pytest.fixture
def typhoon(gateway: Gateway) -> Iterator[None]:
    with transaction() as session:
        banner.show(session, "nerima", WORDS, "https://www.example.lg.jp/typhoon", system_clock)
    yield
    with transaction() as session:
        banner.clear(session, "nerima")


def page(gateway: Gateway, path: str) -> str:
    return gateway.http.get(path, headers={"Accept": "text/html"}).text


@pytest.mark.usefixtures("typhoon")
@pytest.mark.parametrize("path", ["/", "/procedures/moving-in", "/apply/moving-out", "/nowhere"])
def test_every_page_of_the_ward_shows_it(gateway: Gateway, path: str) -> None:
    found = page(gateway, f"{path}?ward=nerima&lang=en")
    assert f'<span lang="ja">{WORDS}</span>' in found
    assert 'href="https://www.example.lg.jp/typhoon"' in found
    assert WORDS not in page(gateway, f"{path}?ward=shibuya&lang=en")


def test_a_page_that_cannot_read_it_is_shown_all_the_same(gateway: Gateway) -> None:
    with transaction() as session:
        session.execute(text("ALTER TABLE banners RENAME TO gone"))
    try:
        assert "転入届" in page(gateway, "/procedures/moving-in?ward=nerima&lang=ja")
    finally:
        with transaction() as session:
            session.execute(text("ALTER TABLE gone RENAME TO banners"))
