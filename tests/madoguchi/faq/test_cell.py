"""A cell becomes plain text, or is refused with a reason."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.faq.cell import CellError, plain_text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("そのまま", "そのまま"),
        ("  前後の空白\r\n二行目 \r三行目", "前後の空白\n二行目\n三行目"),
        ("一\n\n\n\n二", "一\n\n二"),
        ("<p>段落</p><p>次の段落</p>", "段落\n次の段落"),
        ("一行目<br>二行目<br/>三行目", "一行目\n二行目\n三行目"),
        ("<ul><li>申請書</li><li>本人確認書類</li></ul>", "・申請書\n・本人確認書類"),
        ('詳しくは<a href="https://example.jp/a">こちら</a>へ', "詳しくはこちら（https://example.jp/a）へ"),
        ('<a href="https://example.jp/">https://example.jp/</a>', "https://example.jp/"),
        ('<a href="javascript:alert(1)">押す</a>', "押す"),
        ("前<script>alert('x')</script>後", "前後"),
        ('<img src=x onerror=alert(1)>絵', "絵"),
        ("<style>p{}</style><b>太字</b>", "太字"),
        ("<!-- 内部メモ -->回答", "回答"),
        ("3 < 5 で A & B", "3 < 5 で A & B"),
        ("<AED>の場所と<b>電話</b>", "<AED>の場所と電話"),
        ("＜改＞ &amp; &lt;新&gt;", "＜改＞ & <新>"),
        ("<p>改行は\n  無視される</p>", "改行は無視される"),
        ("<b>太字</b>\n次の行", "太字\n次の行"),
        ("制御\x00\x07文字\u200bと\u202e向き\ufeff", "制御文字と向き"),
        ("タブ\tは空白", "タブ は空白"),
        ("- 本人確認書類\n- 印鑑", "- 本人確認書類\n- 印鑑"),
        ("+81-3-3463-1211", "+81-3-3463-1211"),
        ("-300", "-300"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_residents_will_read(cell: str, text: str) -> None:
    assert plain_text(cell) == text


@pytest.mark.parametrize(
    "cell",
    ['=HYPERLINK("http://example.com","押す")', "=1+1", " =A1", "＝SUM(A1:A9)", "+1+1", "-1+1",
     "@SUM(1+1)", '+HYPERLINK("http://example.com","こちら")', "@cmd|' /C calc'!A0",
     "-2+3+cmd|' /C calc'!A0", "&#61;1+1", "<b>=1+1</b>", "\x00=1+1", "\ufeff=1+1"],
)  # fmt: skip
def test_formulas_are_refused(cell: str) -> None:
    with pytest.raises(CellError) as error:
        plain_text(cell)
    assert "formula" in error.value.wrong
    assert "plain text" in error.value.accepted


def test_half_a_character_is_refused() -> None:
    with pytest.raises(CellError):
        plain_text("\ud83d")


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_out_visible_and_once_and_for_all_or_is_refused(cell: str) -> None:
    try:
        text = plain_text(cell)
    except CellError:
        return
    assert text == text.strip()
    assert not any(unicodedata.category(character) == "Cc" for character in text.replace("\n", ""))
