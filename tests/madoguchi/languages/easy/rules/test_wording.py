from __future__ import annotations

import pytest

from madoguchi.languages.easy.checking import check


def found(rule: str, text: str) -> list[str]:
    return [one.found for one in check(text) if one.rule == rule]


def test_a_hard_word_is_found_with_an_easier_one() -> None:
    (finding,) = [one for one in check("税金を 滞納します。") if one.rule == "hard-word"]
    assert finding.found == "滞納"
    assert "「払うのが遅れる」" in finding.suggestion


def test_a_hard_word_without_an_easier_one_is_to_be_explained() -> None:
    (finding,) = [one for one in check("過料です。") if one.rule == "hard-word"]
    assert "「過料（…）」" in finding.suggestion


@pytest.mark.parametrize(
    "text",
    [
        "滞納（お金を 払って いない こと）です。",
        "滞納する（払わない）ときです。滞納は だめです。",
        "調停・和解（話し合って 決める こと）です。",
        "「滞納」と 書いて あります。",
        "資格確認書の写し（保険の 紙の コピー）",
    ],
)
def test_explained_and_quoted_words_pass(text: str) -> None:
    assert found("hard-word", text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("紙を お持ちください。", ["お持ちください"]),
        ("ご確認ください。", ["ご確認ください"]),
        ("使って いただけます。", ["いただけ"]),
        ("係の 人が おります。", ["おり"]),
        ("区が いたします。", ["いたし"]),
        ("窓口が ございます。", ["ござい"]),
        ("先生が いらっしゃいます。", ["いらっしゃい"]),
    ],
)
def test_honorifics_are_found(text: str, words: list[str]) -> None:
    assert found("honorific", text) == words


@pytest.mark.parametrize(
    "text",
    [
        "見て ください。",
        "ありがとう ございました。",
        "ごめんなさい。",
        "ごみを 出します。",
        "お金を 払います。",
        "ご飯を 食べます。",
    ],
)
def test_plain_politeness_passes(text: str) -> None:
    assert found("honorific", text) == []


def test_vague_words_are_found() -> None:
    assert found("vague", "おおむね 1週間です。") == ["おおむね"]
    assert found("vague", "1週間ぐらいです。") == []
