"""Answers to questions, read from what was heard and read back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import Button, QuestionMessage
from madoguchi.voice.manners.acts import Send
from madoguchi.voice.manners.answering import amended, readings

TODAY = date(2026, 11, 24)


def question(kind: FieldKind, **more: Any) -> QuestionMessage:
    return QuestionMessage(
        text="？", field="x", field_kind=kind, label="それ", required=True, **more
    )


@pytest.mark.parametrize(
    ("kind", "said", "language", "sent", "spoken"),
    [
        (FieldKind.DATE, "昭和 六十 年 四月 一日", "ja", "1985-04-01",
         "1985年4月1日、昭和60年4月1日"),
        (FieldKind.DATE, "12月 5日", "ja", "2026-12-05", "2026年12月5日、土曜日"),
        (FieldKind.DATE, "1st of April 1985", "en", "1985-04-01", "April 1, 1985"),
        (FieldKind.DATE, "1985年4月1号", "zh-Hans", "1985-04-01", "1985年4月1日"),
        (FieldKind.PHONE, "ゼロ三 一二三四 五六七八", "ja", "03-1234-5678",
         "03-1234-5678"),
        (FieldKind.POSTAL_CODE, "一五〇 の 〇〇四一", "ja", "150-0041", "150-0041"),
        (FieldKind.NUMBER, "三階 です", "ja", "3", "3"),
        (FieldKind.NUMBER, "three", "en", "3", "3"),
        (FieldKind.NAME, "山田 太郎 と 申し ます", "ja", "山田 太郎", "ヤマダ タロウ様"),
        (FieldKind.NAME, "ヤマダ タロウ", "ja", "ヤマダ タロウ", "ヤマダ タロウ様"),
        (FieldKind.NAME, "Anna Lee", "en", "Anna Lee", "Anna Lee, A N N A, L E E"),
        (FieldKind.KANA, "佐藤 美咲", "ja", "サトウ ミサキ", "サトウ ミサキ"),
        (FieldKind.EMAIL, "エー アットマーク ジーメール", "ja", "a@gmail.com",
         "a、アットマーク、g、m、a、i、l、ドット、c、o、m"),
        (FieldKind.ITEM_LIST, "布団 三つ 机 一つ", "ja", "布団 3個、机 1個", "布団 3つ、机 1つ"),
        (FieldKind.ITEM_LIST, "布団三つ机一つと椅子", "ja", "布団 3個、机 1個、椅子 1個",
         "布団 3つ、机 1つ、椅子 1つ"),
        (FieldKind.ITEM_LIST, "いす 十二 脚", "ja", "いす 12個", "いす 12個"),
        (FieldKind.TEXT, "玄関 の 前 です", "ja", "玄関の前", "玄関の前"),
        (FieldKind.ADDRESS, "渋谷区 宇田川町 一の一", "ja", "東京都渋谷区宇田川町1-1",
         "東京都渋谷区宇田川町1-1"),
    ],
)  # fmt: skip
def test_kinds(kind: FieldKind, said: str, language: str, sent: str, spoken: str) -> None:
    found = readings(question(kind), [said], language, TODAY)
    assert [(one.send, one.spoken) for one in found] == [(Send(text=sent), spoken)]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (FieldKind.DATE, "山田です"),
        (FieldKind.PHONE, "一二三"),
        (FieldKind.POSTAL_CODE, "九九九の九九九九"),
        (FieldKind.EMAIL, "分かりません"),
        (FieldKind.NUMBER, "たくさん"),
        (FieldKind.FILE, "写真"),
        (FieldKind.KANA, "1985년 4월 1일"),
        (FieldKind.YES_NO, "たぶん"),
    ],
)
def test_what_does_not_fit_is_no_answer(kind: FieldKind, said: str) -> None:
    assert readings(question(kind), [said], "ja", TODAY) == []


def test_the_limits_of_the_question_hold() -> None:
    asked = question(FieldKind.DATE, earliest=date(2026, 11, 27), latest=date(2027, 1, 23))
    assert readings(asked, ["昨日", "来週の金曜日"], "ja", TODAY)[0].send.text == "2026-12-04"


def test_things_that_the_form_is_for_come_before_what_was_likelier_to_be_heard() -> None:
    heard = ["祖父 一つ", "ソファ 一つ"]
    found = readings(question(FieldKind.ITEM_LIST), heard, "ja", TODAY, "bulky-waste")
    assert [one.spoken for one in found] == ["ソファ 1つ", "祖父 1つ"]
    found = readings(question(FieldKind.ITEM_LIST), heard, "ja", TODAY)
    assert found[0].spoken == "祖父 1つ"


def test_several_choices_are_sent_as_the_form_knows_them() -> None:
    buttons = tuple(
        Button(label=label, postback=f"answer:x:{value}")
        for value, label in (("wife", "妻"), ("child", "子"), ("other", "その他"))
    )
    asked = question(FieldKind.MULTI_CHOICE, choices=buttons)
    assert readings(asked, ["妻と子"], "ja", TODAY)[0].send == Send(text="妻、子")
    english = tuple(one.model_copy(update={"label": one.postback[-5:]}) for one in buttons)
    asked = question(FieldKind.MULTI_CHOICE, choices=english)
    assert readings(asked, ["other"], "en", TODAY)[0].send == Send(text="other")


def test_a_correction_changes_the_counts_that_it_names() -> None:
    before = Send(text="ソファ 1個、布団 3個")
    assert amended(before, "布団は二つです") == "ソファ 1個、布団 2個"
    assert amended(before, "机は二つです") is None
    assert amended(before, "。") is None


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FieldKind), st.text(max_size=60), st.sampled_from(["ja", "en", "ko"]))
def test_any_text_is_read_or_not(kind: FieldKind, said: str, language: str) -> None:
    more = {}
    if kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE):
        more["choices"] = tuple(Button(label=v, postback=f"answer:x:{v}") for v in "ab")
    for reading in readings(question(kind, **more), [said], language, TODAY):
        assert reading.spoken.strip()
        assert reading.send.text or reading.send.postback
