from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from madoguchi.languages.easy.checking import NAME_RULES, RULES, check
from madoguchi.languages.easy.own_texts import OwnText, own_texts
from tests.madoguchi.languages.easy.test_sentence import TEXTS


@pytest.fixture(scope="module")
def ours() -> list[OwnText]:
    return list(own_texts())


def test_rules_have_ids_of_their_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_a_finding_says_where_what_and_why() -> None:
    text = "｜紙《かみ》を ご｜提出《ていしゅつ》ください。"
    (finding,) = [one for one in check(text) if one.rule == "honorific"]
    assert text[finding.start : finding.end] == "ご｜提出《ていしゅつ》ください"
    assert finding.found == "ご提出ください"
    assert finding.sentence == "紙を ご提出ください。"
    assert finding.severity == "error"
    assert finding.accepted == "です・ますの普通の言い方"
    assert "〜てください" in finding.suggestion


def test_our_own_texts_have_no_errors(ours: list[OwnText]) -> None:
    errors = [
        f"{own.where}: {finding.rule}: {finding.found}"
        for own in ours
        for finding in check(own.text, NAME_RULES if own.is_name else RULES)
        if finding.severity == "error"
    ]
    assert errors == []


def test_the_rules_tell_our_texts_from_the_japanese_that_they_were_made_from(
    ours: list[OwnText],
) -> None:
    """The share of texts in which a rule finds something; docs/easy-japanese.md has the table."""
    pairs = [own for own in ours if not own.is_name and own.japanese is not None]
    easy, japanese = Counter[str](), Counter[str]()
    for own in pairs:
        easy.update({finding.rule for finding in check(own.text)})
        japanese.update({finding.rule for finding in check(own.japanese or "")})
    assert len(pairs) > 3000
    assert japanese["hard-word"] / len(pairs) > 0.4
    assert easy["hard-word"] / len(pairs) < 0.1
    for rule in ("sentence-length", "passive", "honorific", "vague", "spaces", "kanji-reading"):
        assert japanese[rule] > 2 * easy[rule], rule


@given(TEXTS)
def test_no_text_breaks_the_check(text: str) -> None:
    for finding in check(text):
        assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\u3000",
        "あ" * 3000,
        "区" * 3000,
        "申請書を提出しなければなりません。" * 180,
        "👨‍👩‍👧‍👦🇯🇵を持ってきてください🙏",
        "مرحبا بالعالم、こんにちは שלום",
        "《》｜｜《あ》",
        "\x00\ufeff\u202e申請",
    ],
)
def test_strange_texts_are_checked(text: str) -> None:
    check(text)
