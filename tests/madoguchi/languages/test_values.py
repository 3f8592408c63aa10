"""Dates, hours and amounts in the words of each language."""

from __future__ import annotations

import pytest

from madoguchi.languages.typography import TYPOGRAPHY
from madoguchi.languages.values import value

_WORDS = {"令和": "Reiwa", "平成": "Heisei", "1通": "a copy"}


@pytest.mark.parametrize(
    ("ja", "en", "zh", "ko", "vi"),
    [
        ("2026年5月1日", "May 1, 2026", "2026年5月1日", "2026년 5월 1일", "1/5/2026"),
        (
            "2026年5月1日（金）",
            "Friday, May 1, 2026",
            "2026年5月1日（星期五）",
            "2026년 5월 1일(금요일)",
            "1/5/2026 (thứ Sáu)",
        ),
        ("12月29日", "December 29", "12月29日", "12월 29일", "29/12"),
        (
            "2026年5月1日 09:30",
            "May 1, 2026 09:30",
            "2026年5月1日 09:30",
            "2026년 5월 1일 09:30",
            "1/5/2026 09:30",
        ),
        ("月〜金", "Monday–Friday", "星期一～星期五", "월요일~금요일", "thứ Hai–thứ Sáu"),
        ("日曜", "Sunday", "星期日", "일요일", "Chủ nhật"),
        (
            "第2・4土曜",
            "2nd and 4th Saturday",
            "每月第2、4个星期六",
            "매월 제2·제4 토요일",
            "thứ Bảy tuần thứ 2 và 4 trong tháng",
        ),
        ("15時30分", "15:30", "15:30", "15:30", "15:30"),
        ("1,200円", "1,200 yen", "1,200日元", "1,200엔", "1,200 yên"),
    ],
)
def test_what_is_written_by_rule(ja: str, en: str, zh: str, ko: str, vi: str) -> None:
    said = [value(ja, TYPOGRAPHY[tag], _WORDS.get) for tag in ("en", "zh-Hans", "ko", "vi")]
    assert said == [en, zh, ko, vi]


@pytest.mark.parametrize(
    ("ja", "zh"), [("第2・4土曜", "每月第2、4個星期六"), ("1,200円", "1,200日圓")]
)
def test_taiwan_writes_by_its_own_rule(ja: str, zh: str) -> None:
    assert value(ja, TYPOGRAPHY["zh-Hant"], _WORDS.get) == zh


@pytest.mark.parametrize(
    ("ja", "ne"),
    [
        ("2026年5月1日（金）", "2026 मे 1 (शुक्रबार)"),
        ("12月29日", "डिसेम्बर 29"),
        ("令和8年5月1日", "Reiwa 8 मे 1"),
        ("第2・4土曜", "महिनाको दोस्रो र चौथो शनिबार"),
        ("第1・3・5月曜", "महिनाको पहिलो, तेस्रो र पाँचौं सोमबार"),
        ("1,200円", "1,200 येन"),
    ],
)
def test_nepali_writes_by_its_own_rule(ja: str, ne: str) -> None:
    assert value(ja, TYPOGRAPHY["ne"], _WORDS.get) == ne


@pytest.mark.parametrize(
    ("ja", "tl"),
    [
        ("2026年4月1日（水）", "Miyerkules, Abril 1, 2026"),
        ("第2・4土曜", "ika-2 at ika-4 na Sabado"),
        ("1,200円", "1,200 yen"),
    ],
)
def test_filipinos_write_by_their_own_rule(ja: str, tl: str) -> None:
    assert value(ja, TYPOGRAPHY["tl"], _WORDS.get) == tl


@pytest.mark.parametrize(
    ("ja", "en"),
    [
        ("令和8年5月1日", "May 1, Reiwa 8"),
        ("平成元年", "Heisei 1"),
        ("2026年", "2026"),
        ("1通300円", "300 yen (a copy)"),
        ("昭和5年", None),
        ("1頭300円", None),
        ("13月1日", None),
        ("1日", None),
        ("金曜日に", None),
        ("", None),
    ],
)
def test_names_in_it_are_translated_or_it_stays_japanese(ja: str, en: str | None) -> None:
    assert value(ja, TYPOGRAPHY["en"], _WORDS.get) == en
