"""The addresses in a page's head, where the setting says at which host residents see it."""

from __future__ import annotations

import httpx
import pytest

from tests.channels.conftest import Gateway
from tests.channels.pages.html_page import parse

PUBLIC = "https://madoguchi.example"


@pytest.fixture(scope="module")
def channel_settings() -> dict[str, str]:
    return {"PUBLIC_URL": PUBLIC}


def test_the_head_names_the_page_its_languages_and_its_card(gateway: Gateway) -> None:
    response = httpx.get(
        f"{gateway.base}/procedures/moving-in?lang=ja&ward=shibuya",
        headers={"Accept": "text/html", "Host": "evil.example"},
    )
    document = parse(response.text)
    canonical = f"{PUBLIC}/procedures/moving-in?ward=shibuya&lang=ja"
    assert document.one("link", rel="canonical").attributes["href"] == canonical
    alternates = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in document.all("link", rel="alternate")
    }
    assert set(alternates) == {
        "ja", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl", "x-default"
    }  # fmt: skip
    assert alternates["ja"] == canonical
    assert alternates["x-default"] == f"{PUBLIC}/procedures/moving-in?ward=shibuya"
    card = {
        meta.attributes["property"]: meta.attributes["content"]
        for meta in document.all("meta")
        if "property" in meta.attributes
    }
    assert card["og:url"] == canonical
    assert card["og:title"] == document.one("title").text
    described = document.one("meta", name="description").attributes["content"]
    assert card["og:description"] == described
    assert "新しい住所を届け出る" in described
    assert "evil.example" not in response.text


def test_the_sitemap_and_robots_name_the_public_host(gateway: Gateway) -> None:
    assert f"<loc>{PUBLIC}/?lang=ja</loc>" in gateway.http.get("/sitemap.xml").text
    assert f"Sitemap: {PUBLIC}/sitemap.xml" in gateway.http.get("/robots.txt").text
