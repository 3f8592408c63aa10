from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.text import (
    fold_dashes,
    normalise,
    normalise_with_offsets,
    parse_text,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＢＣ　１２３", "ABC 123"),
        ("ﾊﾟﾊﾞｱﾞ", "パバア\u3099"),
        ("か゛", "が"),
        ("か\u3099", "が"),
        ("a\u200bb\x00c\u202e", "abc"),
        ("  a \t\n b  ", "a b"),
        ("①㍻", "1平成"),
        ("神", "神"),
        ("", ""),
    ],
)
def test_normalises(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_dashes_keep_their_place() -> None:
    assert fold_dashes("1−2ー3カー") == "1-2-3カー"


def test_line_breaks_stay_where_they_are_wanted() -> None:
    assert parse_text(" a \r\n\r\n b ", multiline=True) == "a\nb"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text_empty"),
        (" \u3000", "text_empty"),
        ("a", "text_too_short"),
        ("a" * 9, "text_too_long"),
    ],
)
def test_refuses_text(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_text(text, min_length=2, max_length=8)
    assert caught.value.code == code


@given(st.text(max_size=60))
def test_offsets_lead_back_into_the_source(text: str) -> None:
    normalised = normalise_with_offsets(text)
    assert len(normalised.text) == len(normalised.starts) == len(normalised.ends)
    assert list(normalised.starts) == sorted(normalised.starts)
    for start, end in zip(normalised.starts, normalised.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert len(fold_dashes(normalised.text)) == len(normalised.text)
