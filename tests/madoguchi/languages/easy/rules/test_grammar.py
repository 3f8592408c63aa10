from __future__ import annotations

import pytest

from madoguchi.languages.easy.checking import check


def found(rule: str, text: str) -> list[str]:
    return [one.found for one in check(text) if one.rule == rule]


@pytest.mark.parametrize(
    "text",
    [
        "ここで 食べられます。",
        "どこでも 受けられます。",
        "明日 来られますか。",
        "子どもが 生まれました。",
        "決められた 日に 出します。",
        "紙に 書けます。",
        "字が 見えます。",
    ],
)
def test_ability_and_learnt_words_are_no_passive(text: str) -> None:
    assert found("passive", text) == []


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("お金が 支払われます。", "支払われ"),
        ("証明書が 発行されます。", "され"),
        ("名簿に 書かれて います。", "書かれ"),
        ("区の 職員に 調べられます。", "調べられ"),
    ],
)
def test_passives_are_found(text: str, passive: str) -> None:
    assert found("passive", text) == [passive]


def test_causatives_are_found_but_not_in_words_of_their_own() -> None:
    assert found("causative", "子どもを 学校に 行かせます。") == ["行かせ"]
    assert found("causative", "手当を 受けさせます。") == ["受けさせ"]
    assert found("causative", "結果を 知らせます。") == []


@pytest.mark.parametrize(
    ("text", "negation"),
    [
        ("できないわけでは ありません。", "ないわけでは ありません"),
        ("使えなくは ない。", "なくは ない"),
        ("もらえないことは ありません。", "ないことは ありません"),
        ("出せない ものでは ありません。", "ない ものでは ありません"),
    ],
)
def test_double_negations_are_found(text: str, negation: str) -> None:
    assert found("double-negation", text) == [negation]


@pytest.mark.parametrize(
    "text",
    [
        "できません。",
        "お金は ない。",
        "出さないで ください。",
        "人では ありません。",
        "ない ときは 聞いて ください。",
    ],
)
def test_one_negation_is_none(text: str) -> None:
    assert found("double-negation", text) == []
    assert found("negative-condition", text) == []


def test_a_negative_condition_is_found() -> None:
    assert found("negative-condition", "紙が ないと、もらえません。") == ["ないと、もらえません"]
    assert found("negative-condition", "紙が あると、もらえます。") == []


def test_a_duty_is_no_negative_condition() -> None:
    text = "紙を 出さなければ なりません。"
    assert found("obligation", text) == ["なければ なりません"]
    assert found("negative-condition", text) == []
    assert found("obligation", "紙を 出して ください。") == []
