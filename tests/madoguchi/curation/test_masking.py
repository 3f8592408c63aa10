"""Personal data goes, and what the question is about stays."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.curation.masking import masked, masked_answer
from madoguchi.curation.names import GinzaNames
from madoguchi.curation.spans import Mask, holds_mask

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("名前は佐藤美咲です", "名前は<氏名>です"),
        ("田中と申します。転入届の件です", "<氏名>と申します。転入届の件です"),
        ("さとうみさきです", "<氏名>です"),
        ("氏名はサトウミサキ", "氏名は<氏名>"),
        ("妻の山田花子が代わりに行きます", "妻の<氏名>が代わりに行きます"),
        ("グエン・ヴァン・アンといいます", "<氏名>といいます"),
        ("渋谷さんに聞きました", "<氏名>さんに聞きました"),
        (
            "練馬区豊玉北6丁目12番1号に住んでいます。電話は090-1234-5678です",
            "練馬区<住所>に住んでいます。電話は<電話番号>です",
        ),
        ("東京都渋谷区幡ヶ谷３丁目７１－５", "東京都渋谷区<住所>"),
        ("豊玉北6-12-1 コーポ山田 203号室", "<住所>"),
        ("My name is Misaki Sato. I live in Shibuya.", "My name is <氏名>. I live in Shibuya."),
        ("我叫王小明，想办理转入手续", "我叫<氏名>，想办理转入手续"),
        ("제 이름은 김민수입니다", "제 이름은 <氏名>입니다"),
        ("Tôi tên là Nguyễn Văn An, tôi ở Nerima", "Tôi tên là <氏名>, tôi ở Nerima"),
    ],
)
def test_what_tells_who_it_is_goes(names: GinzaNames, said: str, kept: str) -> None:
    assert masked(said, names, TODAY) == kept


@pytest.mark.parametrize(
    "said",
    [
        "渋谷区で転入届を出したい",
        "練馬から渋谷に引っ越します",
        "マイナンバーカードを更新したい",
        "国民健康保険に入りたい",
        "2026年11月10日に引っ越しました。転入届の期限はいつですか",
        "住民票を3通ほしい。1番窓口はどこ",
        "皆さんどうしていますか。奥さんが外国人です",
        "税金は1000000円払いました",
        "7日から10日の3-4日間",
        "I want to move to Nerima City. What documents do I need?",
        "",
    ],
)
def test_what_the_question_is_about_stays(names: GinzaNames, said: str) -> None:
    assert masked(said, names, TODAY) == said


def test_an_answer_to_a_personal_field_goes_as_a_whole() -> None:
    assert masked_answer("name") is Mask.NAME
    assert masked_answer("address") is Mask.ADDRESS
    assert masked_answer("choice") is None
    assert masked_answer("no-such-kind") is None
    assert masked_answer(None) is None


def test_a_masked_text_is_known() -> None:
    assert holds_mask("名前は<氏名>です")
    assert not holds_mask("名前は佐藤です")
