from __future__ import annotations

import json
from datetime import time

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.times import find_times, parse_time

from .shared_data import shared_file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("午後3時半", time(15, 30)),
        ("１５：３０", time(15, 30)),
        ("15:30:05", time(15, 30, 5)),
        ("3:30pm", time(15, 30)),
        ("夜十一時半十秒", time(23, 30, 10)),
        ("朝8時15分", time(8, 15)),
        ("夕方5時", time(17)),
        ("昼の1時", time(13)),
        ("夜12時", time(0)),
        ("夜中の2時", time(2)),
        ("正午", time(12)),
        ("真夜中", time(0)),
        ("24時", time(0)),
        ("午後12時30分", time(12, 30)),
        ("10時に行きます", time(10)),
    ],
)
def test_reads_a_time(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("午後12時", "time_ambiguous"),
        ("午前12時", "time_ambiguous"),
        ("3時か4時", "time_ambiguous"),
        ("25時", "time_not_on_clock"),
        ("10時70分", "time_not_on_clock"),
        ("午前中", "time_not_understood"),
        ("3時間", "time_not_understood"),
        ("", "time_not_understood"),
    ],
)
def test_refuses_a_time(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_time(text)
    assert caught.value.code == code


def test_bounds_are_named() -> None:
    with pytest.raises(InvalidValueError, match="8時30分から17時00分まで"):
        parse_time("18時", earliest=time(8, 30), latest=time(17))


def test_finds_times_where_they_stand() -> None:
    found = find_times("明日の午前９時か、午後２時半")
    assert [(item.text, item.value) for item in found] == [
        ("午前９時", time(9)),
        ("午後２時半", time(14, 30)),
    ]


def test_time_parser_set() -> None:
    cases = json.loads(shared_file("TimeParser_dev.json").read_text("utf-8"))
    right = 0
    for case in cases:
        expected = case["Results"][0]["Value"]["FutureResolution"]["time"]
        try:
            right += parse_time(case["Input"]).isoformat() == expected
        except InvalidValueError:
            continue
    assert right / len(cases) >= 0.95
