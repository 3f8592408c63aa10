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


def test_both_numbers_are_told() -> None:
    said = emergency.message().text
    assert "119" in said
    assert "110" in said
