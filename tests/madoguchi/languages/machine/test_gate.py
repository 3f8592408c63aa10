"""The quality gate."""

from __future__ import annotations

import pytest

from madoguchi.languages.machine.gate import alike, fault
from madoguchi.languages.machine.sentences import sentences
from madoguchi.languages.translations import translations


@pytest.mark.parametrize(
    ("template", "translation", "source", "target", "expected"),
    [
        ("X1を提出してください。", "Please submit the X1.", "ja", "en", None),
        ("X1を提出してください。", "", "ja", "en", "empty"),
        ("X1を提出してください。", "Please submit it.", "ja", "en", "placeholders"),
        ("窓口は平日の午前から午後まで開いています。", "Open.", "ja", "en", "length"),
        ("はい。", "Yes. " * 40, "ja", "en", "length"),
        ("印鑑を持ってきてください。", "Please bring your 印鑑.", "ja", "en", "residue"),
        ("印鑑を持ってきてください。", "印鑑を持ってきてください。", "ja", "zh-Hans", "residue"),
        ("印鑑を持ってきてください。", "Please bring your ⁇.", "ja", "en", "residue"),
        (
            "Please bring your seal to the counter.",
            "Please bring your 印鑑 to the counter.",
            "en",
            "ja",
            "residue",
        ),
        (
            "子どもの手当の申請はどこでしますか。",
            "the child the child the child the child the child",
            "ja",
            "en",
            "repetition",
        ),
        (
            "来週の月曜日までに出してください。",
            "Submit it by Monday the 25th.",
            "ja",
            "en",
            "number",
        ),
        ("二人で来てください。", "Please come, 2 of you.", "ja", "en", None),
    ],
)
def test_each_fault_is_named(
    template: str, translation: str, source: str, target: str, expected: str | None
) -> None:
    assert fault(template, translation, source, target) == expected


@pytest.mark.parametrize("target", ["en", "zh-Hans", "ko", "vi"])
def test_of_our_own_translations_hardly_any_is_refused_for_its_length(target: str) -> None:
    """The limits are those of real sentences, not of an idea of them."""
    refused = total = 0
    for ja, one in translations(target).items():
        ours, theirs = sentences(ja), sentences(one.text)
        if len(ours) == len(theirs):
            for a, b in zip(ours, theirs, strict=True):
                total += 1
                refused += fault(a.text, b.text, "ja", target) == "length"
    assert total > 3000
    assert refused / total < 0.002


def test_a_sentence_is_like_itself_and_unlike_another() -> None:
    sentence = "国民健康保険に入りたいです。"
    others = [sentence, "国民健康保険に加入したいです。", "犬が死にました。"]
    assert alike([sentence] * 3, others) == [True, True, False]
    assert alike([], []) == []
