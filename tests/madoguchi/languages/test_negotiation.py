from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.languages.negotiation import preferred
from madoguchi.languages.strings import LANGUAGES


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ja"),
        ("*", "ja"),
        ("de", "ja"),
        ("ja-easy", "ja-easy"),
        ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("de,vi;q=0.5,ko;q=0.7", "ko"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW,ja;q=0.5", "zh-Hant"),
        ("fil", "tl"),
        ("en;q=0,ko", "ko"),
        ("en;q=much, ko;q=0.1", "ko"),
    ],
)
def test_the_first_of_our_languages_is_taken(header: str, language: str) -> None:
    assert preferred(header) == language


@given(st.text(alphabet=st.characters(min_codepoint=1, max_codepoint=255), max_size=80))
def test_any_header_is_read(header: str) -> None:
    assert preferred(header) in LANGUAGES
