"""The office's words for what sounds like them, on what Whisper really wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.voice.generate import sentences
from madoguchi.voice.recognition.recogniser import Hypothesis
from madoguchi.voice.recognition.vocabulary import Vocabulary, vocabulary, with_corrections


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("自動手当てはいつ振り込まれますか?", "児童手当はいつ振り込まれますか?"),
        ("リコントどけの書き方を教えてください。", "離婚届の書き方を教えてください。"),
        ("アダチクに住んでいます。", "足立区に住んでいます。"),
        ("自信で家が壊れました、理財証明書は?", "地震で家が壊れました、罹災証明書は?"),
        ("天曲届けはどこの窓口で出せますか", "転居届はどこの窓口で出せますか"),
        ("天入したははの要会護認定ひきつぎ", "天入したははの要介護認定ひきつぎ"),
        ("素大ごみの収集を申し込みたいです。", "粗大ごみの収集を申し込みたいです。"),
    ],
)
def test_what_was_heard_well_is_written_well(heard: str, written: str) -> None:
    assert vocabulary().corrected(heard) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "はい、そうです。",
        "いいえ、違います。",
        "山田太郎です。三丁目の四番地に住んでいます。",
        "私は会社員で、昨日犬と散歩しました。",
        "電話番号は03-1234-5678です。",
        "I moved to Shibuya.",
        "転入届と転出届と転居届",
        "納税証明書がほしいです",
        "転入の届けはどの窓口ですか",
        "会社やめたから国保入りたい",
        "非課税証明書はコンビニでも取れますか",
        "自動車税を払い忘れた",
        "1号認定と2号認定って何が違うの",
        "住民税の申告をいたしたく、何をそろえて伺えばよろしいですか。",
        "介護の負担割合証なくした",
        "お風呂の椅子を店で3万円で買いました",
    ],
)
def test_what_is_no_mistake_stays(text: str) -> None:
    assert vocabulary().corrected(text) == text


def test_our_own_sentences_are_nearly_all_left_alone() -> None:
    changed = [text for text in sentences("ja") if vocabulary().corrected(text) != text]
    assert len(changed) <= 5, changed


def test_what_resembles_two_terms_is_neither() -> None:
    assert (
        Vocabulary(["カゼショウメイショ"], []).corrected("サゼショウメイショ")
        == "カゼショウメイショ"
    )
    both = Vocabulary(["カゼショウメイショ", "タゼショウメイショ"], [])
    assert both.corrected("サゼショウメイショ") == "サゼショウメイショ"


@given(st.text(alphabet="区役所のごみ 転入届、。ab1", max_size=30))
def test_correcting_ends(text: str) -> None:
    once = vocabulary().corrected(text)
    assert vocabulary().corrected(once) == once


def test_what_is_the_offices_explains_most() -> None:
    explained = [
        vocabulary().explained(text)
        for text in ("罹災証明書です", "理財証明書です", "かきくけこです", "")
    ]
    assert explained == sorted(explained, reverse=True)
    assert explained[1] > 0
    assert explained[2:] == [0, 0]


def test_what_was_heard_stands_behind() -> None:
    heard = (Hypothesis("アダチクです", 0.8), Hypothesis("はい", 0.5))
    assert with_corrections(heard) == (
        Hypothesis("足立区です", 0.8),
        Hypothesis("アダチクです", 0.8),
        Hypothesis("はい", 0.5),
    )
