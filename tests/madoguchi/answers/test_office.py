"""The ward office in words: open now, on a day, until when, for whom."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from madoguchi.answers.office import hours_rows, office_place, opening_sentence, phone_of
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import JST


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=JST)


@pytest.mark.parametrize(
    ("ward", "moment", "told"),
    [
        ("nerima", at(24, 10), ["いま開いています", "17:00まで"]),
        ("nerima", at(24, 7), ["いま閉まっています", "本日は08:30に開きます"]),
        ("nerima", at(24, 17), ["いま閉まっています", "11月25日（水）の08:30"]),
        ("nerima", at(27, 18), ["いま閉まっています", "11月30日（月）の08:30"]),
        ("nerima", at(28, 10), ["いま閉まっています", "閉庁日", "11月30日（月）"]),
        ("nerima", at(23, 10), ["祝日（勤労感謝の日）", "11月24日（火）"]),
        ("nerima", at(30, 10, month=12), ["年末年始", "2027年1月4日（月）"]),
    ],
)
def test_whether_it_is_open_now(
    catalogue: Catalogue, ward: str, moment: datetime, told: list[str]
) -> None:
    sentence = opening_sentence(catalogue.wards[ward], moment, None)
    for words in told:
        assert words in sentence


@pytest.mark.parametrize(
    ("ward", "moment"),
    [("setagaya", at(28, 10)), ("setagaya", at(28, 8)), ("chuo", at(25, 18))],
)
def test_hours_of_some_counters_only_are_never_passed_off_as_all(
    catalogue: Catalogue, ward: str, moment: datetime
) -> None:
    assert "一部の" in opening_sentence(catalogue.wards[ward], moment, None)


def test_a_long_day_tells_its_regular_end_and_what_follows(catalogue: Catalogue) -> None:
    sentence = opening_sentence(catalogue.wards["chuo"], at(25, 10), None)
    assert "本日は17:00まで" in sentence
    assert "17:00〜19:00（一部の手続きのみ）" in sentence


@pytest.mark.parametrize(
    ("ward", "day", "told"),
    [
        ("nerima", date(2026, 11, 28), "土）は、練馬区役所は閉まっています"),
        ("suginami", date(2026, 12, 5), "09:00〜17:00（区民課の窓口のみ）に開いています"),
        ("suginami", date(2026, 11, 28), "杉並区役所は閉まっています"),
        ("nerima", date(2026, 12, 31), "次に開くのは2027年1月4日（月）"),
        ("nerima", date(2026, 11, 25), "08:30〜17:00に開いています"),
    ],
)
def test_whether_it_is_open_on_a_day(catalogue: Catalogue, ward: str, day: date, told: str) -> None:
    assert told in opening_sentence(catalogue.wards[ward], at(24, 10), day)


def test_today_by_its_date_is_now(catalogue: Catalogue) -> None:
    ward = catalogue.wards["nerima"]
    assert opening_sentence(ward, at(24, 10), date(2026, 11, 24)) == opening_sentence(
        ward, at(24, 10), None
    )


def test_unknown_hours_name_the_phone(catalogue: Catalogue) -> None:
    ward = catalogue.wards["nerima"]
    unknown = ward.model_copy(update={"office": ward.office.model_copy(update={"hours": None})})
    sentence = opening_sentence(unknown, at(24, 10), None)
    assert "確認できていません" in sentence
    assert "03-3993-1111" in sentence
    assert hours_rows(unknown) == ()


def test_the_weekly_hours_read_as_days_of_the_week(catalogue: Catalogue) -> None:
    rows = {row.label: row.value for row in hours_rows(catalogue.wards["adachi"])}
    assert rows["月〜金"] == "08:30〜17:00"
    assert "09:00〜16:00" in rows["第4日曜"]
    assert rows["休み"] == "祝日、12月29日〜1月3日"


def test_the_place_can_be_drawn_on_a_map_and_called(catalogue: Catalogue) -> None:
    place = office_place(catalogue.wards["toshima"], at(24, 10))
    assert place.address == "〒171-8422 東京都豊島区南池袋2丁目45番1号"
    assert place.phone == "03-3981-1111"
    assert place.source is not None
    assert place.source.ward == "toshima"


def test_whom_to_call_depends_on_the_ward(catalogue: Catalogue) -> None:
    assert "03-3981-1111" in phone_of(catalogue.wards["toshima"])
    assert "区を教えて" in phone_of(None)
