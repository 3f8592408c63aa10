from __future__ import annotations

import pytest

from madoguchi.languages.easy.checking import check
from madoguchi.languages.easy.rules.structure import MAX_LENGTH


def found(rule: str, text: str) -> list[str]:
    return [one.found for one in check(text) if one.rule == rule]


def test_the_longest_sentence_that_is_short() -> None:
    assert found("sentence-length", "あ" * (MAX_LENGTH - 1) + "。") == []
    longer = "あ" * MAX_LENGTH + "。"
    assert found("sentence-length", longer) == [longer]


def test_an_explanation_does_not_make_a_sentence_long() -> None:
    assert found("sentence-length", "世帯主（" + "あ" * 60 + "）が 来ます。") == []


@pytest.mark.parametrize(
    "text",
    [
        "雨が 降ったので、家に います。",
        "紙を 書いて、出します。",
        "窓口に 来て ください。",
        "子どもが 生まれた 日から 14日以内です。",
        "駅から 近いです。",
    ],
)
def test_one_joint_is_enough(text: str) -> None:
    assert found("clauses", text) == []


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        (
            "引っ越したが、届けを出さなかったので、お金を払います。",
            "が、届けを出さなかったので",
        ),
        ("名前を書いて、はんこを押し、窓口に出します。", "て、はんこを押し"),
        (
            "働くため、子どもを預けるが、夜は家にいるので、預けません。",
            "ため、子どもを預けるが、夜は家にいるので",
        ),
    ],
)
def test_more_joints_are_too_many(text: str, stretch: str) -> None:
    assert found("clauses", text) == [stretch]


@pytest.mark.parametrize(
    "text",
    [
        "出します。",
        "紙です。",
        "出して ください。",
        "出しましたか。",
        "出せません。",
        "紙を 出す こと",
        "はい。",
    ],
)
def test_polite_endings_and_labels_pass(text: str) -> None:
    assert found("polite-ending", text) == []


@pytest.mark.parametrize(
    ("text", "ending"),
    [("紙を 出す。", "出す"), ("紙だ。", "だ"), ("紙を 出した。", "た"), ("出さない。", "ない")],
)
def test_plain_endings_are_found(text: str, ending: str) -> None:
    assert found("polite-ending", text) == [ending]
