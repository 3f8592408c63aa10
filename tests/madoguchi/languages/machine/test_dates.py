"""Dates, hours and amounts from one language into another."""

from __future__ import annotations

import pytest

from madoguchi.languages.machine.dates import found


@pytest.mark.parametrize(
    ("text", "source", "target", "shown"),
    [
        ("2026年4月1日（水）まで", "ja", "en", ["Wednesday, April 1, 2026"]),
        ("4月1日", "ja", "vi", ["1/4"]),
        ("午後5時30分から", "ja", "en", ["17:30"]),
        ("午前8時", "ja", "ko", ["8:00"]),
        ("手続きは2時間です", "ja", "en", []),
        ("1,300円", "ja", "zh-Hans", ["1,300日元"]),
        ("until 1/4", "en", "ja", []),
        ("ngày 1/4", "vi", "ja", ["4月1日"]),
        ("ngày 1/4/2026", "vi", "en", ["April 1, 2026"]),
        ("ngày 5 tháng 12 năm 2026", "vi", "ja", ["2026年12月5日"]),
        ("3.000 yên", "vi", "ja", ["3,000円"]),
        ("on April 1st, 2026", "en", "ja", ["2026年4月1日"]),
        ("1 April", "en", "ja", ["4月1日"]),
        ("300 yen", "en", "ja", ["300円"]),
        ("2026년 4월 1일", "ko", "ja", ["2026年4月1日"]),
        ("4月1号", "zh-Hans", "ja", ["4月1日"]),
        ("45/4", "vi", "ja", []),
        ("4月1日", "ja", "fr", []),
    ],
)
def test_each_language_is_read_and_written_its_own_way(
    text: str, source: str, target: str, shown: list[str]
) -> None:
    assert [one[2] for one in found(text, source, target)] == shown
