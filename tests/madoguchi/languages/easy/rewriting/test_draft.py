from __future__ import annotations

import pytest
from hypothesis import given

from madoguchi.languages import ruby
from madoguchi.languages.easy.rewriting.change import Change, applied
from madoguchi.languages.easy.rewriting.draft import rewrite
from tests.madoguchi.languages.easy.test_sentence import TEXTS


def drafted(text: str) -> str:
    return ruby.plain(rewrite(text).text).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("令和7年4月1日に届きます。", "2025年4月1日に届きます。"),
        ("令和8年度から変わります。", "2026年度から変わります。"),
        ("4/1までです。", "4月1日までです。"),
        ("2026/04/01からです。", "2026年4月1日からです。"),
        ("「4/1」と書きます。", "「4/1」と書きます。"),
    ],
)
def test_dates_are_those_of_the_common_calendar(text: str, draft: str) -> None:
    assert drafted(text) == draft


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("お待ちください。", "待ってください。"),
        ("お持ちください。", "持ってきてください。"),
        ("お電話ください。", "電話してください。"),
        ("ご相談ください。", "相談してください。"),
        ("担当の人がおります。", "担当の人がいます。"),
        ("窓口は1階でございます。", "窓口は1階です。"),
        ("区から連絡いたします。", "区から連絡します。"),
        ("カードをお持ちの方", "カードを持っている人"),
        ("区役所に来ていただきます。", "区役所に来てください。"),
        ("返事を書いていただけます。", "返事を書いてもらえます。"),
        ("見てくださいますようお願いいたします。", "見てください。"),
        ("お問い合わせください。", "聞いてください。"),
        ("ありがとうございます。", "ありがとうございます。"),
        ("おはようございます。", "おはようございます。"),
        ("コンビニでご予約いただけます。", "コンビニで予約できます。"),
    ],
)
def test_honorifics_become_plain(text: str, draft: str) -> None:
    assert drafted(text) == draft


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("紙を提出する。", "紙を出す。"),
        ("紙を提出します。", "紙を出します。"),
        ("紙を提出して待ちます。", "紙を出して待ちます。"),
        ("紙を提出した人", "紙を出した人"),
        ("紙を提出しない人", "紙を出さない人"),
        ("紙を提出しません。", "紙を出しません。"),
        ("紙を提出できます。", "紙を出すことができます。"),
        ("お金を振り込みます。", "お金を銀行に送ります。"),
        ("翌日に着きます。", "次の日に着きます。"),
        ("「提出」を押します。", "「提出」を押します。"),
        ("提出（出すこと）です。", "提出（出すこと）です。"),
    ],
)
def test_hard_words_become_easier_in_their_form(text: str, draft: str) -> None:
    assert drafted(text) == draft


def test_a_term_of_the_glossary_is_explained() -> None:
    assert drafted("転入届です。") == ("転入届（ほかの市や区から引っ越してきたときの届け出）です。")


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        (
            "住所が変わったが、紙を出さなかったので、お金を払います。",
            "住所が変わりました。でも、紙を出しませんでした。だから、お金を払います。",
        ),
        (
            "名前を書いて、はんこを押し、窓口に出してください。",
            "名前を書きます。そして、はんこを押します。そして、窓口に出してください。",
        ),
        (
            "駅から近いが、階段が多いので、気をつけてください。",
            "駅から近いです。でも、階段が多いです。だから、気をつけてください。",
        ),
        (
            "今日は休みですが、明日は開いていますので、明日来てください。",
            "今日は休みです。でも、明日は開いています。だから、明日来てください。",
        ),
        ("雨なので、家にいます。", "雨なので、家にいます。"),
    ],
)
def test_a_sentence_that_says_much_is_split(text: str, draft: str) -> None:
    assert drafted(text) == draft


def test_a_draft_says_what_was_changed_and_what_is_left() -> None:
    draft = rewrite("令和7年に制度が廃止されました。")
    assert Change("era-year", 0, "令和7年", "2025年") in draft.changes
    assert {finding.rule for finding in draft.left} == {"passive", "hard-word"}
    assert "｜年《ねん》" in draft.text


def test_an_easy_text_stays_as_it_is() -> None:
    text = "｜紙《かみ》を ｜書《か》いて ください。"
    draft = rewrite(text)
    assert (draft.text, draft.changes, draft.left) == (text, (), ())


def test_an_empty_text_is_an_empty_draft() -> None:
    assert rewrite("").text == ""


def test_of_changes_that_overlap_the_first_is_made() -> None:
    changes = [Change("a", 1, "いう", "x"), Change("b", 0, "あい", "y"), Change("c", 3, "え", "え")]
    assert applied("あいうえ", changes) == ("yうえ", (Change("b", 0, "あい", "y"),))


@given(TEXTS)
def test_no_text_breaks_the_draft(text: str) -> None:
    rewrite(text)


@pytest.mark.parametrize(
    "text", ["区" * 3000, "提出してください。" * 300, "👍" * 500, "שלום " * 500]
)
def test_strange_texts_are_drafted(text: str) -> None:
    rewrite(text)
