from __future__ import annotations

import pytest

from madoguchi.languages.ruby import Segment, plain, segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("ことば", (Segment("ことば", None),)),
        ("区《く》を選ぶ", (Segment("区", "く"), Segment("を選ぶ", None))),
        ("｜引っ越し《ひっこし》の 紙", (Segment("引っ越し", "ひっこし"), Segment("の 紙", None))),
        (
            "この｜手続《てつづ》き",
            (Segment("この", None), Segment("手続", "てつづ"), Segment("き", None)),
        ),
        ("佐々木《ささき》", (Segment("佐々木", "ささき"),)),
        ("《なまえ》", (Segment("《なまえ》", None),)),
        ("区《", (Segment("区《", None),)),
    ],
)
def test_text_is_cut_where_readings_are(text: str, expected: tuple[Segment, ...]) -> None:
    assert segments(text) == expected


def test_plain_text_has_no_readings() -> None:
    assert plain("｜区役所《くやくしょ》の ｜手続《てつづ》き") == "区役所の 手続き"
