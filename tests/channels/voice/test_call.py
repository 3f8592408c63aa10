from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from pydantic import HttpUrl

from channels.voice.call import continuation_link

CODE = "3456-7893"


@pytest.mark.parametrize(
    "base", ["https://madoguchi.example.jp", "https://city.example.jp/window/"]
)
def test_only_the_fragment_of_the_link_holds_the_code(base: str) -> None:
    link = continuation_link(HttpUrl(base), CODE, "shibuya", "zh-Hans")
    assert link is not None
    assert link.startswith(f"{base.rstrip('/')}/?")
    parts = urlsplit(link)
    assert parts.fragment == f"continue={CODE}"
    assert parts.query == "ward=shibuya&lang=zh-Hans"


def test_a_ward_that_is_not_known_is_left_out() -> None:
    link = continuation_link(HttpUrl("https://madoguchi.example.jp"), CODE, None, "ja")
    assert link == f"https://madoguchi.example.jp/?lang=ja#continue={CODE}"


def test_where_the_address_is_not_known_there_is_no_link() -> None:
    assert continuation_link(None, CODE, "shibuya", "ja") is None
