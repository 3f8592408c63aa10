"""Present danger is pointed to 119 and 110; talk about danger is not."""

from __future__ import annotations

import pytest

from madoguchi.answers import emergency


@pytest.mark.parametrize(
    "text",
    ["火事です！", "家が燃えている", "息をしていない", "母が倒れました", "血が止まらない",
     "ｶﾞｽ臭い", "救急車を呼んでください", "木が倒れて人が下敷きです", "もう死にたい",
     "ブロック塀が倒れて母が下にいる", "木は無事、母が倒れた", "看板が倒れて夫に当たりました"],
)  # fmt: skip
def test_fire_and_illness(text: str) -> None:
    assert emergency.detect(text) == "fire_or_illness"


@pytest.mark.parametrize(
    "text", ["泥棒に入られた", "知らない人に殴られた", "誰かが家に入ってきた", "助けてください"]
)
def test_crime(text: str) -> None:
    assert emergency.detect(text) == "crime"


@pytest.mark.parametrize(
    "text",
    ["罹災証明書がほしい", "火災保険の手続き", "去年火事にあいました", "自転車が倒れている",
     "歩道に街路樹が倒れています", "自転車が倒れているけど大丈夫？", "消防訓練の申し込み",
     "救急箱を捨てたい", "燃えるごみ", "転入届", ""],
)  # fmt: skip
def test_everyday_matters_are_no_emergency(text: str) -> None:
    assert emergency.detect(text) is None


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("My house is on fire!", "fire_or_illness"), ("She's not breathing", "fire_or_illness"),
        ("请叫救护车", "fire_or_illness"), ("집에 불이 났어요", "fire_or_illness"),
        ("Gọi xe cấp cứu giúp tôi", "fire_or_illness"), ("घरमा आगो लाग्यो", "fire_or_illness"),
        ("May sunog po", "fire_or_illness"), ("There is a burglar in my room", "crime"),
        ("家里有小偷", "crime"), ("경찰 불러 주세요", "crime"), ("Hãy gọi cảnh sát", "crime"),
        ("How do I get a certificate after my house was on fire?", None),
        ("Where do I buy fire insurance?", None), ("火灾证明", None), ("Burnable garbage", None),
    ],
)  # fmt: skip
def test_danger_is_heard_in_other_languages(text: str, danger: str | None) -> None:
    assert emergency.detect(text) == danger


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("火事です", "命や安全に"), ("Help, fire", "Call now."), ("着火了", "请立即"),
        ("불이 났어요", "지금 바로"), ("Nhà tôi đang cháy", "Hãy gọi"), ("आगो लाग्यो", "तुरुन्तै"),
        ("Sunog!", "Call now."),
    ],
)  # fmt: skip
def test_all_numbers_are_told_in_the_resident_s_language_and_in_japanese(
    text: str, opening: str
) -> None:
    said = emergency.message(text).text
    assert said.startswith(opening)
    assert all(number in said for number in ("119", "110", "#7119", "#9110"))
    assert "すぐに電話してください" in said


def test_tagalog_is_among_what_latin_letters_are_answered_with() -> None:
    assert "Tumawag agad" in emergency.message("Sunog!").text
