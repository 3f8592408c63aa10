from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.line.drawing.characters import cut, is_blank, length, split

FAMILY = "👨\u200d👩\u200d👧"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
WHOLE = [
    FAMILY,
    SCOTLAND,
    "🇯🇵",
    "👍🏽",
    "か\u3099",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "ﾊﾟ",
    "\u1112\u1161\u11ab",
]
TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(WHOLE)).map(
    "".join
)


def test_the_length_is_counted_in_utf_16_code_units() -> None:
    assert [length(text) for text in ("", "あ", "😀", "𠮷野家", FAMILY)] == [0, 1, 2, 4, 8]


@pytest.mark.parametrize(("text", "blank"), [(None, True), (" 　\n", True), ("。", False)])
def test_white_space_is_nothing_to_see(text: str | None, blank: bool) -> None:
    assert is_blank(text) is blank


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("あいう", 3, "あいう"),
        ("あいうえ", 3, "あい…"),
        ("あ😀い", 3, "あ…"),
        (f"あ{FAMILY}い", 9, "あ…"),
    ],
)
def test_what_is_cut_ends_with_an_ellipsis(text: str, limit: int, short: str) -> None:
    assert cut(text, limit) == short


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("あいうえおかきくけこ", ["あいうえおかきくけこ"]),
        ("あい。うえおかきくけこ", ["あい。", "うえおかきくけこ"]),
        ("あい！う？えおかきくけこ", ["あい！う？", "えおかきくけこ"]),
        ("一行\n二行目の長い文だ", ["一行\n", "二行目の長い文だ"]),
        ("「はい。」と答えましょう", ["「はい。」", "と答えましょう"]),
        ("あいうえおかきくけこさ", ["あいうえおかきくけこ", "さ"]),
    ],
)
def test_parts_end_where_a_sentence_does(text: str, parts: list[str]) -> None:
    assert split(text, 10) == parts


@pytest.mark.parametrize("whole", WHOLE)
def test_what_is_seen_as_one_character_stays_whole(whole: str) -> None:
    for before in range(10):
        for part in split("あ" * before + whole * 3, 16):
            assert part.count(whole) * len(whole) == len(part.lstrip("あ"))


def test_a_sequence_beyond_the_limit_is_split_between_code_points() -> None:
    assert split("か" + "\u3099" * 25, 10) == ["か" + "\u3099" * 9, "\u3099" * 10, "\u3099" * 6]
    assert split("👍🏽", 2) == ["👍", "🏽"]


@given(TEXT, st.integers(2, 40))
def test_the_parts_joined_are_the_text(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join(parts) == text
    assert all(1 <= length(part) <= limit for part in parts)
    assert length(cut(text, limit)) <= limit
