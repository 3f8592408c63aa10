from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import httpx

from madoguchi.catalogue.catalogue import Catalogue
from tests.channels.conftest import Gateway

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
MOST_URLS = 50_000
MOST_BYTES = 50 * 1024 * 1024


def _sitemap(gateway: Gateway) -> dict[str, str | None]:
    response = gateway.http.get("/sitemap.xml")
    assert response.headers["content-type"] == "application/xml"
    assert len(response.content) < MOST_BYTES
    root = ElementTree.fromstring(response.content)
    urls = root.findall("s:url", NS)
    found = {url.findtext("s:loc", "", NS): url.findtext("s:lastmod", None, NS) for url in urls}
    assert len(found) == len(urls)
    return found


def test_the_sitemap_holds_every_procedure_in_every_ward(
    gateway: Gateway, catalogue: Catalogue
) -> None:
    found = _sitemap(gateway)
    assert len(found) <= MOST_URLS
    for ward in catalogue.wards:
        for id_ in catalogue.procedures:
            checked = catalogue.procedure(id_, ward).procedure.verified_on
            url = f"{gateway.base}/procedures/{id_}?ward={ward}&lang=ja"
            assert found[url] == (checked.isoformat() if checked else None)
    for id_ in catalogue.checklists:
        assert f"{gateway.base}/life-events/{id_}?lang=ja" in found


def test_what_the_sitemap_names_calls_itself_so(gateway: Gateway) -> None:
    urls = list(_sitemap(gateway))
    for url in (*urls[::211], urls[-1]):
        page = httpx.get(url, headers={"Accept": "text/html"})
        assert page.status_code == 200
        canonical = url.replace("&", "&amp;")
        assert f'<link rel="canonical" href="{canonical}">' in page.text


def test_robots_may_read_pages_but_not_the_api(gateway: Gateway) -> None:
    response = gateway.http.get("/robots.txt")
    assert response.headers["content-type"].startswith("text/plain")
    lines = response.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /api/", "Disallow: /apply/"} <= set(lines)
    assert f"Sitemap: {gateway.base}/sitemap.xml" in lines
