"""What has a form is found by its form, however it is written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.curation import patterns
from madoguchi.curation.spans import Mask, Span, folded, replaced

TODAY = date(2026, 11, 24)


def mask(text: str) -> str:
    return replaced(text, patterns.find(text, TODAY))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("０９０－１２３４－５６７８", "<電話番号>"),
        ("電話は03(3463)1211です", "電話は<電話番号>です"),
        ("09012345678に電話して", "<電話番号>に電話して"),
        ("+81 90-1234-5678", "<電話番号>"),
        ("電話は〇九〇ー一二三四ー五六七八", "電話は<電話番号>"),
        ("〒176-0012", "<郵便番号>"),
        ("郵便番号は176-0012です", "郵便番号は<郵便番号>です"),
        ("misaki.sato@example.comに送って", "<メール>に送って"),
        ("misakiアットexample.ne.jp", "<メール>"),
        ("マイナンバーは123456789018です", "マイナンバーは<個人番号>です"),
        ("1234 5678 9018", "<個人番号>"),
        ("カードは4111 1111 1111 1111", "カードは<番号>"),
        ("受付番号7K4M-92QX-BR32の状況は", "受付番号<受付番号>の状況は"),
        ("在留カードはAB12345678CD", "在留カードは<番号>"),
        ("記号は12-34です", "記号は<番号>です"),
        ("暗証番号は1234", "暗証番号は<番号>"),
        ("生年月日は平成3年4月2日です", "生年月日は<生年月日>です"),
        ("1991/4/2", "<生年月日>"),
        ("昭和25年生まれの母", "<生年月日>生まれの母"),
        ("I was born on April 2, 1991.", "I was born on <生年月日>."),
        ("https://example.com/reset?token=abc を開いた", "<URL> を開いた"),
        ("六丁目十二番一号", "<住所>"),
        ("赤羽台2の3の4です", "<住所>です"),
        ("203号室", "<住所>"),
    ],
)
def test_it_is_found(said: str, kept: str) -> None:
    assert mask(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "2026年12月1日に引っ越します",
        "2026-12-01",
        "11月24日まで",
        "119番と110番",
        "#7119",
        "1,000円",
        "3-4日",
        "2、3人",
        "24時間",
        "1番窓口",
        "2階の3番",
        "1/2通",
        "https://www.city.shibuya.tokyo.jp/kurashi/",
        "令和8年度の住民税",
        "65歳以上",
        "十二万円",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    assert mask(said) == said


@given(st.text(max_size=200))
def test_any_text_is_read_and_what_is_outside_spans_stays(text: str) -> None:
    assert len(folded(text)) == len(text)
    spans = list(patterns.find(text, TODAY))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    rest = replaced(text, spans)
    for placeholder in Mask:
        rest = rest.replace(placeholder, "")
    assert len(rest) <= len(text)


def test_where_two_overlap_the_first_names_both() -> None:
    spans = [Span(2, 5, Mask.PHONE), Span(0, 3, Mask.NUMBER), Span(6, 7, Mask.NAME)]
    assert replaced("0123456789", spans) == "<電話番号>5<氏名>789"
