from __future__ import annotations

from typing import Any

import yaml

from benchmarks.intents.baseline import stock_pipeline
from benchmarks.turns.baseline import stock_config, stock_domain, stock_rules
from madoguchi.settings import ROOT


def content(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return read


def test_the_stock_bot_has_our_pipeline_of_rasas_own_components() -> None:
    ours, stock = content("config.yml"), stock_config(content("config.yml"))
    assert stock["pipeline"] == stock_pipeline(ours)
    assert stock["language"] == ours["language"]
    names = [each["name"] for each in (*stock["pipeline"], *stock["policies"])]
    assert not [name for name in names if "." in name], "a component of our own is not stock"


def test_every_intent_has_a_rule_and_every_rule_an_answer() -> None:
    domain = content("domain.yml")
    stock, rules = stock_domain(domain), stock_rules(domain)["rules"]
    assert [rule["steps"][0]["intent"] for rule in rules] == [*domain["intents"], "nlu_fallback"]
    assert {rule["steps"][1]["action"] for rule in rules} == set(stock["responses"])
    assert all(text["text"] for texts in stock["responses"].values() for text in texts)


def test_the_stock_bot_calls_no_actions_and_keeps_no_slots() -> None:
    assert {"actions", "forms", "slots"}.isdisjoint(stock_domain(content("domain.yml")))


def test_entities_with_settings_are_known_by_their_names() -> None:
    domain = {
        "intents": ["greet", {"ask": {"use_entities": []}}],
        "entities": [{"ward": {}}, "date"],
    }
    assert stock_domain(domain)["intents"] == ["greet", "ask"]
    assert stock_domain(domain)["entities"] == ["ward", "date"]
