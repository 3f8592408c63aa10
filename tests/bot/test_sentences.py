"""Which sentence of a message decides."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import pytest
from bot.sentences import MAX_PARTS, clauses, decisive, requests, sentences


def parse(text: Text, intent: Text, confidence: float = 0.9) -> Dict[Text, Any]:
    found = {"name": intent, "confidence": confidence}
    other = {"name": "out_of_scope", "confidence": 0.01}
    return {"text": text, "intent": found, "intent_ranking": [found, other], "entities": []}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("一。", ["一。"]),
        ("一。二！三？四", ["一。", "二！", "三？", "四"]),
        ("一\n\n二", ["一", "二"]),
        ("Hello! Why?", ["Hello!", "Why?"]),
        ("。。", ["。", "。"]),
    ],
)
def test_sentences(text: Text, parts: List[Text]) -> None:
    assert sentences(text) == parts


def test_clauses() -> None:
    assert clauses("一、二,三 、") == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("転出届の期限と、住民票の手数料", ["転出届の期限と", "住民票の手数料"]),
        ("転入届と印鑑登録", ["転入届", "印鑑登録"]),
        ("犬が死んだ。それから子犬の登録も", ["犬が死んだ。", "子犬の登録も"]),
        ("転入届ついでに国保", ["転入届", "国保"]),
        ("夫といっしょに行きます", []),
        ("転入届", []),
        ("I moved, and I need a seal certificate", []),
        ("", []),
    ],
)
def test_parts_that_may_ask_for_something_each(text: Text, parts: List[Text]) -> None:
    assert requests(text) == parts


def test_a_lecture_is_taken_sentence_by_sentence_or_not_at_all() -> None:
    assert requests("一、二、三。四、五、六、七。") == ["一、二、三。", "四、五、六、七。"]
    assert requests("、".join("一二三四五六七八九")) == []
    assert len(requests("。".join("一二三四五六"))) == MAX_PARTS


def test_the_last_sure_wish_decides_and_keeps_the_entities_of_the_whole() -> None:
    whole = {**parse("all", "inform"), "entities": [{"entity": "ward"}]}
    found = decisive(
        whole,
        [parse("a", "ask_fee"), parse("b", "ask_deadline"), parse("c", "thanks"),
         parse("d", "ask_where", 0.5)],
    )  # fmt: skip
    assert (found["intent"]["name"], found["wish"]) == ("ask_deadline", "b")
    assert found["entities"] == [{"entity": "ward"}]
    assert [entry["name"] for entry in found["intent_ranking"]] == [
        "ask_deadline", "inform", "out_of_scope"
    ]  # fmt: skip


def test_without_a_sure_wish_the_whole_keeps_its_intent() -> None:
    whole = parse("all", "greet")
    assert decisive(whole, [parse("a", "affirm"), parse("b", "ask_fee", 0.3)]) is whole
    assert decisive(whole, []) is whole
