"""Values, read back."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.languages.strings import LANGUAGES
from madoguchi.voice.manners import readback

TODAY = date(2026, 11, 24)


def test_a_day_that_is_past_has_its_era_and_one_to_come_its_weekday() -> None:
    assert readback.day(date(1985, 4, 1), "ja", TODAY) == "1985年4月1日、昭和60年4月1日"
    assert readback.day(date(2019, 5, 1), "ja", TODAY) == "2019年5月1日、令和元年5月1日"
    assert readback.day(date(2026, 12, 1), "ja", TODAY) == "2026年12月1日、火曜日"
    assert readback.day(date(2026, 12, 1), "en", TODAY) == "Tuesday, December 1, 2026"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_reads_a_day_and_an_address_back(language: str) -> None:
    assert "2026" in readback.day(date(2026, 12, 1), language, TODAY)
    spelled = readback.email("a_b@c.jp", language)
    assert not set("_@.") & set(spelled)


def test_names_in_latin_letters_are_spelled() -> None:
    assert readback.letters("Anna Lee") == "Anna Lee, A N N A, L E E"
    assert readback.letters("김민수") == "김민수"


def test_things_have_counts() -> None:
    things = [{"name": "ソファ", "count": 1}, {"name": "本", "count": 12}]
    assert readback.items(things, "ja") == "ソファ 1つ、本 12個"
    assert readback.items(things, "en") == "ソファ: 1, 本: 12"
