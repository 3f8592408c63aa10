from __future__ import annotations

import pytest

from madoguchi.languages.easy.checking import check


def found(rule: str, text: str) -> list[str]:
    return [one.found for one in check(text) if one.rule == rule]


def test_kanji_without_a_reading_are_found() -> None:
    assert found("kanji-reading", "｜区《く》の人と佐々木") == ["人", "佐々木"]
    assert found("kanji-reading", "｜区《く》の ひと、カード、LINE") == []


@pytest.mark.parametrize(
    ("text", "year", "common"),
    [
        ("令和7年4月1日", "令和7年", "2025年"),
        ("令和元年", "令和元年", "2019年"),
        ("平成３１年", "平成３１年", "2019年"),
        ("昭和64年", "昭和64年", "1989年"),
        ("大正 2年", "大正 2年", "1913年"),
    ],
)
def test_years_of_an_era_are_found(text: str, year: str, common: str) -> None:
    (finding,) = [one for one in check(text) if one.rule == "era-year"]
    assert (finding.found, common in finding.suggestion) == (year, True)


@pytest.mark.parametrize(
    "text",
    [
        "令和7年（2025年）",
        "2025年（令和7年）",
        "明治6年（1873年）",
        "「令和7年」と 書けます。",
        "昭和通り",
    ],
)
def test_years_that_are_said_in_both_ways_or_quoted_pass(text: str) -> None:
    assert found("era-year", text) == []


@pytest.mark.parametrize(("text", "date"), [("4/1まで", "4/1"), ("2026/04/01から", "2026/04/01")])
def test_slashed_dates_are_found(text: str, date: str) -> None:
    assert found("slashed-date", text) == [date]


@pytest.mark.parametrize(
    "text", ["4月1日まで", "『1991/4/2』のように", "https://example.jp/1/2/3/4"]
)
def test_other_dates_and_addresses_pass(text: str) -> None:
    assert found("slashed-date", text) == []


def test_phrases_without_a_space_are_found() -> None:
    text = "区役所に行ってから窓口で紙を出してください。"
    assert found("spaces", text) == [text.removesuffix("。")]
    assert found("spaces", "区役所に 行ってから 窓口で 紙を 出して ください。") == []


def test_a_long_name_needs_no_space() -> None:
    assert found("spaces", "特別児童扶養手当認定請求書等提出先一覧") == []
    assert found("spaces", "「自転車の安全利用の促進に関する条例」です。") == []
