"""What is compressed on its way to the browser, and what must not be."""

from __future__ import annotations

import httpx
import pytest

from tests.channels.conftest import Gateway, Talk
from tests.channels.web.event_stream import opened

PUBLIC = [
    "/",
    "/procedures",
    "/procedures/moving-in",
    "/life-events/birth",
    "/pages/pages.css",
    "/pages/portal.js",
]


def get(gateway: Gateway, path: str, encoding: str) -> httpx.Response:
    return httpx.get(f"{gateway.base}{path}", headers={"Accept-Encoding": encoding}, timeout=30)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_compressed_for_those_who_take_it(gateway: Gateway, path: str) -> None:
    plain, compressed = get(gateway, path, "identity"), get(gateway, path, "gzip, br")
    assert "content-encoding" not in plain.headers
    assert compressed.headers["content-encoding"] == "gzip"
    assert int(compressed.headers["content-length"]) < len(plain.content) / 2
    assert compressed.text == plain.text
    for response in (plain, compressed):
        assert "Accept-Encoding" in response.headers["vary"]


@pytest.mark.parametrize("path", ["/apply/moving-in", "/api/v1/procedures", "/openapi.json"])
def test_pages_with_secrets_and_the_api_are_not(gateway: Gateway, path: str) -> None:
    response = get(gateway, path, "gzip")
    assert response.status_code == 200
    assert len(response.content) > 500  # long enough to be worth it
    assert "content-encoding" not in response.headers


def test_a_file_that_the_browser_has_is_not_sent_again(gateway: Gateway) -> None:
    first = get(gateway, "/pages/pages.css", "gzip")
    headers = {"If-None-Match": first.headers["etag"], "Accept-Encoding": "gzip"}
    again = httpx.get(f"{gateway.base}/pages/pages.css", headers=headers)
    assert (again.status_code, again.content) == (304, b"")


def test_the_event_stream_comes_as_it_is_written(gateway: Gateway, talk: Talk) -> None:
    headers = {**talk.headers, "Accept-Encoding": "gzip"}
    with opened(gateway.base, talk.url, headers) as stream:
        assert "content-encoding" not in stream.response.headers
        assert stream.next("message").data["role"] == "assistant"
