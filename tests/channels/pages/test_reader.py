from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request

from channels.pages.reader import Reader, reader_of
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.settings import Settings


class _Parts:
    catalogue = catalogue()
    settings = Settings(ward=None)


class _App:
    class state:  # noqa: N801 - as Starlette names it
        parts = _Parts()


def _request(accept_language: str) -> Request:
    scope: dict[str, Any] = {
        "type": "http",
        "path": "/apply/moving-in",
        "headers": [(b"accept-language", accept_language.encode())],
        "query_string": b"",
        "app": _App(),
        "server": ("localhost", 80),
    }
    return Request(scope)


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "ja"),
        ("de", "ja"),
        ("en-GB,ja;q=0.5", "en"),
        ("ja;q=0.5,vi", "vi"),
        ("zh-TW,zh;q=0.8", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("fil", "tl"),
        ("en;q=0,ne-NP", "ne"),
        ("*;q=0.1,;;;=", "ja"),
    ],
)
def test_the_browser_says_the_language_where_the_link_does_not(
    accepted: str, expected: str
) -> None:
    assert reader_of(_request(accepted), None, None).language == expected


def test_a_link_says_ward_and_language_and_what_is_unknown_is_none() -> None:
    reader = reader_of(_request("ko"), "shibuya", "vi")
    assert (reader.language, reader.ward and reader.ward.id) == ("vi", "shibuya")
    assert reader_of(_request("ko"), "osaka", "xx") == Reader("ko", None, "/apply/moving-in")


def test_links_keep_the_reader() -> None:
    reader = reader_of(_request(""), "shibuya", "ja-easy")
    assert reader.html_lang == "ja"
    assert reader.url(lang="en") == "/apply/moving-in?ward=shibuya&lang=en"
    assert reader.url("/", ward=None) == "/?lang=ja-easy"
