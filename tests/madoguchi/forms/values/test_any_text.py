"""Whatever is typed, a reader answers with a value or with ``InvalidValueError``, and soon."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.addresses import parse_address
from madoguchi.forms.values.choices import parse_choice, parse_choices
from madoguchi.forms.values.dates import find_dates, parse_date
from madoguchi.forms.values.emails import find_emails, parse_email
from madoguchi.forms.values.found import Found
from madoguchi.forms.values.items import parse_items
from madoguchi.forms.values.names import parse_kana, parse_name
from madoguchi.forms.values.numbers import find_numbers, parse_number
from madoguchi.forms.values.phones import find_phones, parse_phone
from madoguchi.forms.values.postal_codes import find_postal_codes, parse_postal_code
from madoguchi.forms.values.text import parse_text
from madoguchi.forms.values.times import find_times, parse_time
from madoguchi.forms.values.yes_no import parse_yes_no

TODAY = date(2024, 2, 29)
CHOICES = ("転入", "転出", "その他")
PARSERS: tuple[Callable[[str], object], ...] = (
    parse_text, parse_number, parse_time, parse_name, parse_kana, parse_postal_code, parse_address,
    parse_phone, parse_email, parse_yes_no, parse_items,
    lambda text: parse_date(text, today=TODAY),
    lambda text: parse_date(text, today=date.max, prefer="future", latest=TODAY),
    lambda text: parse_date(text, today=date.min, prefer="past", approximate=True),
    lambda text: parse_choice(text, CHOICES),
    lambda text: parse_choices(text, CHOICES),
    lambda text: parse_address(text, complete=False, default_city="渋谷区", within="東京都"),
    lambda text: parse_postal_code(text, within="渋谷区"),
)  # fmt: skip
FINDERS: tuple[Callable[[str], tuple[Found[object], ...]], ...] = (
    find_numbers, find_times, find_postal_codes, find_phones, find_emails,
    lambda text: find_dates(text, today=TODAY),
)  # fmt: skip

_WORDS: tuple[str, ...] = (
    "令和", "平成", "H", "元", "年", "月", "日", "週", "来週", "先月", "の", "前", "後", "か月",
    "営業日", "月曜", "第", "末", "今日", "から", "数", "半", "午後", "時", "分", "秒", ":",
    "/", "-", ".", ",", "ー", "0", "1", "29", "31", "12", "9999", "十", "百", "千", "万", "億",
    "〇", "二", "点", "分の", "マイナス", "東京都", "渋谷区", "府中市", "渋谷", "丁目", "番",
    "号", "条", "090", "150-0002", "@", "example.jp", "はい", "いいえ", "ない", "と", "つ",
    "個", "ふとん", "×", "です", "、", "\u3099", "ﾞ", "\u200d", "〒", "以内", "間", "(", ")",
)  # fmt: skip
NEAR_VALUES = st.lists(st.sampled_from([*_WORDS, " "]), max_size=14).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=80), NEAR_VALUES)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_parsers_raise_nothing_else(text: str) -> None:
    refusals: list[InvalidValueError] = []
    for parse in PARSERS:
        try:
            parse(text)
        except InvalidValueError as error:
            refusals.append(error)
    for refusal in refusals:
        assert refusal.code.replace("_", "").isalpha()
        assert refusal.message.endswith("。")


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_finds_lie_in_order_in_the_text(text: str) -> None:
    for find in FINDERS:
        end = 0
        for found in find(text):
            assert end <= found.start < found.end <= len(text)
            assert found.text == text[found.start : found.end]
            end = found.end


@pytest.mark.parametrize(
    "piece", [*(word for word in _WORDS if word), "1 000", "一、", "1,000", "a.", "来週の"]
)
def test_long_text_takes_no_time(piece: str) -> None:
    text = (piece * 1000)[:1000]
    started = time.perf_counter()
    for read in (*PARSERS, *FINDERS):
        try:
            read(text)
        except InvalidValueError:
            continue
    assert time.perf_counter() - started < 5


def test_too_long_text_is_refused_everywhere() -> None:
    for read in (*PARSERS, *FINDERS):
        with pytest.raises(InvalidValueError) as caught:
            read("あ" * 1001)
        assert caught.value.code == "text_too_long"
