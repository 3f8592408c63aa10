from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.dates import Preference, find_dates, parse_date
from madoguchi.forms.values.eras import japanese_date

from .shared_data import shared_file

TODAY = date(2025, 4, 10)  # a Thursday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1991年4月2日", "1991-04-02"),
        ("１９９１年４月２日", "1991-04-02"),
        ("1991/4/2", "1991-04-02"),
        ("1991.4.2", "1991-04-02"),
        ("1991-04-02", "1991-04-02"),
        ("1991－04－02", "1991-04-02"),
        ("19910402", "1991-04-02"),
        ("西暦1991年4月2日", "1991-04-02"),
        ("二〇二五年三月五日", "2025-03-05"),
        ("二千二十五年四月一日", "2025-04-01"),
        ("平成三年四月二日", "1991-04-02"),
        ("平成3年の4月2日", "1991-04-02"),
        ("H3/4/2", "1991-04-02"),
        ("h3.4.2", "1991-04-02"),
        ("R7.3.5", "2025-03-05"),
        ("S400305", "1965-03-05"),
        ("昭40.3.5", "1965-03-05"),
        ("㍻3年4月2日", "1991-04-02"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和7年 4月 1日", "2025-04-01"),
        ("令和7年4月末", "2025-04-30"),
        ("昭和64年1月7日", "1989-01-07"),
        ("大正15年12月25日", "1926-12-25"),
        ("昭和元年12月25日", "1926-12-25"),
        ("明治45年7月30日", "1912-07-30"),
        ("4/2", "2025-04-02"),
        ("4月2日(水)", "2025-04-02"),
        ("4月ついたち", "2025-04-01"),
        ("2日", "2025-04-02"),
        ("3日でお願いします", "2025-04-03"),
        ("来年の4月1日", "2026-04-01"),
        ("今日", "2025-04-10"),
        ("明日", "2025-04-11"),
        ("あさって", "2025-04-12"),
        ("明後日", "2025-04-12"),
        ("昨日", "2025-04-09"),
        ("一昨日", "2025-04-08"),
        ("おととい", "2025-04-08"),
        ("3日前", "2025-04-07"),
        ("10日後", "2025-04-20"),
        ("1か月前", "2025-03-10"),
        ("半年前", "2024-10-10"),
        ("1か月2年21日後", "2027-05-31"),
        ("昨日の2日前", "2025-04-07"),
        ("4月1日から10日後", "2025-04-11"),
        ("来週の月曜", "2025-04-14"),
        ("先週金曜", "2025-04-04"),
        ("今週の日曜日です", "2025-04-13"),
        ("今度の土曜", "2025-04-12"),
        ("金曜日", "2025-04-11"),
        ("月曜日", "2025-04-07"),
        ("月末", "2025-04-30"),
        ("今月末", "2025-04-30"),
        ("先月末日", "2025-03-31"),
        ("来月1日", "2025-05-01"),
        ("来月の第2月曜", "2025-05-12"),
        ("翌営業日", "2025-04-11"),
        ("3営業日後", "2025-04-15"),
        ("こどもの日", "2025-05-05"),
        ("生年月日は昭和40年3月5日です", "1965-03-05"),
        ("来週引っ越すので、4月15日にお願いします", "2025-04-15"),
    ],
)
def test_reads_a_date(text: str, expected: str) -> None:
    assert parse_date(text, today=TODAY).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("2月30日", "date_not_in_calendar", "2月30日は、暦にない日付です"),
        ("2025年2月29日", "date_not_in_calendar", "暦にない"),
        ("2025/13/1", "date_not_in_calendar", "暦にない"),
        ("平成100年1月1日", "date_out_of_era", "令和70年"),
        ("平成32年", "date_out_of_era", "令和2年"),
        ("平成32年4月1日", "date_out_of_era", "令和2年"),
        ("平成31年5月1日", "date_out_of_era", "令和元年5月1日"),
        ("昭和64年1月8日", "date_out_of_era", "平成元年1月8日"),
        ("明治5年1月1日", "date_out_of_era", "明治6年"),
        ("4月2日（木）", "date_weekday_mismatch", "水曜日"),
        ("91/4/2", "date_ambiguous", "西暦か和暦か"),
        ("4月5日か6日", "date_ambiguous", "4月6日"),
        ("来週", "date_incomplete", "「来週」"),
        ("4月", "date_incomplete", "何月何日"),
        ("平成3年", "date_incomplete", "平成3年"),
        ("平成3年生まれ、4月2日", "date_incomplete", "平成3年"),
        ("数か月前", "date_incomplete", "数か月"),
        ("旧暦の1月30日", "date_not_understood", "新暦"),
        ("0001年1月1日", "date_out_of_range", "1年"),
        ("はい", "date_not_understood", "1991/4/2"),
        ("10日間", "date_not_understood", ""),
        ("渋谷1-2-3", "date_not_understood", ""),
        ("090-1234-5678", "date_not_understood", ""),
        ("", "date_not_understood", ""),
        ("1" * 1001, "text_too_long", "1000文字"),
    ],
)
def test_refuses_and_says_why(text: str, code: str, said: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_date(text, today=TODAY)
    assert caught.value.code == code
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("text", "prefer", "expected"),
    [
        ("12/25", "past", "2024-12-25"),
        ("12/25", "future", "2025-12-25"),
        ("12/25", "nearest", "2024-12-25"),
        ("4/10", "past", "2025-04-10"),
        ("4/10", "future", "2025-04-10"),
        ("2/29", "past", "2024-02-29"),
        ("2/29", "future", "2028-02-29"),
        ("31日", "past", "2025-03-31"),
        ("31日", "future", "2025-05-31"),
        ("月曜", "past", "2025-04-07"),
        ("会議の月曜", "past", "2025-04-07"),
        ("次の木曜", "past", "2025-04-17"),
        ("前の木曜", "future", "2025-04-03"),
    ],
)
def test_fills_in_what_is_left_out(text: str, prefer: Preference, expected: str) -> None:
    assert parse_date(text, today=TODAY, prefer=prefer).isoformat() == expected


def test_a_day_within_the_bounds_goes_first() -> None:
    assert parse_date("4/20", today=TODAY, latest=TODAY) == date(2024, 4, 20)
    assert parse_date("4/20", today=TODAY, earliest=date(2026, 1, 1)) == date(2026, 4, 20)


def test_bounds_are_named() -> None:
    with pytest.raises(InvalidValueError, match="2025年4月10日以前") as caught:
        parse_date("明日", today=TODAY, latest=TODAY)
    assert caught.value.code == "date_out_of_range"
    with pytest.raises(InvalidValueError, match="2025年4月1日から2025年4月30日まで"):
        parse_date("2024/1/1", today=TODAY, earliest=date(2025, 4, 1), latest=date(2025, 4, 30))


def test_finds_dates_where_they_stand() -> None:
    text = "ｷﾞﾝｺｳには平成３年４月２日に行き、5月5日から10日まで休みます"
    found = find_dates(text, today=TODAY)
    assert [(item.text, item.value.isoformat()) for item in found] == [
        ("平成３年４月２日", "1991-04-02"),
        ("5月5日", "2025-05-05"),
        ("10日", "2025-05-10"),
    ]
    assert all(text[item.start : item.end] == item.text for item in found)


def test_vague_words_count_only_when_asked_for() -> None:
    assert parse_date("数日前", today=TODAY, approximate=True) == date(2025, 4, 7)


@given(st.dates(date(1873, 1, 1), date(2199, 12, 31)))
def test_every_writing_of_a_day_is_that_day(day: date) -> None:
    for text in (
        japanese_date(day),
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert parse_date(text, today=TODAY) == day


def _reference(case: dict[str, dict[str, str]]) -> date:
    return datetime.fromisoformat(case["Context"]["ReferenceDateTime"]).date()


def test_date_parser_set() -> None:
    cases = json.loads(shared_file("DateParser_dev.json").read_text("utf-8"))
    right = total = 0
    preferences: tuple[tuple[Preference, str], ...] = (
        ("past", "PastResolution"),
        ("future", "FutureResolution"),
    )
    for case in cases:
        for prefer, key in preferences:
            total += 1
            try:
                value = parse_date(case["Input"], today=_reference(case), prefer=prefer)
            except InvalidValueError:
                continue
            right += value.isoformat() == case["Results"][0]["Value"][key]["date"]
    assert right / total >= 0.88


def test_date_time_model_set() -> None:
    cases = json.loads(shared_file("DateTimeModel_dev.json").read_text("utf-8"))
    right = total = 0
    for case in cases:
        for result in case["Results"]:
            if result["TypeName"] != "datetimeV2.date":
                continue
            total += 1
            expected = result["Resolution"]["values"][-1].get("value")
            found = find_dates(case["Input"], today=_reference(case), prefer="future")
            here = [
                item.value.isoformat()
                for item in found
                if item.start <= result["End"] and item.end > result["Start"]
            ]
            right += here == ([] if expected in (None, "not resolved") else [expected])
    assert right / total >= 0.92
