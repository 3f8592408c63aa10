"""What a button may send back, and nothing else."""

from __future__ import annotations

import pytest
import yaml

from madoguchi.errors import InvalidValueError
from madoguchi.postback import parse
from madoguchi.settings import ROOT

BUTTONS: list[tuple[str, str, dict[str, str]]] = [
    ("procedure:moving-in", "ask_overview", {"procedure": "moving-in"}),
    ("procedure:moving-in:fee", "ask_fee", {"procedure": "moving-in"}),
    ("ward:nerima", "set_ward", {"ward": "nerima"}),
    ("answer:note:a:b", "inform", {"field": "note", "value": "a:b"}),
    ("submit:0a1b2c3d", "affirm", {"submit": "0a1b2c3d"}),
    ("cancel", "cancel", {}),
    ("abandon:0a1b2c3d", "cancel", {"abandon": "0a1b2c3d"}),
    ("checklist:moving-out", "ask_checklist", {"checklist": "moving-out"}),
    ("status:", "ask_status", {"receipt": ""}),
    ("language:en", "set_language", {"language": "en"}),
    ("language:", "set_language", {"language": ""}),
    ("ward:", "set_ward", {"ward": ""}),
    ("settings", "settings", {}),
    ("notices:on", "settings", {"notices": "on"}),
    ("notices:off", "settings", {"notices": "off"}),
    ("delete", "delete_data", {"ask": ""}),
    ("delete:ask", "delete_data", {"ask": "ask"}),
    ("skip:email", "skip", {"field": "email"}),
    ("faq:shibuya:ごみ-1", "ask_overview", {"faq_ward": "shibuya", "faq": "ごみ-1"}),
    ("near:35.73484,139.67412", "ask_nearest_shelter", {"near": "35.73484,139.67412"}),
    ("near:35,139:flood", "ask_nearest_shelter", {"near": "35,139:flood"}),
    ("near:35,139:in-nerima", "ask_nearest_shelter", {"near": "35,139:in-nerima"}),
    ("locate", "ask_nearest_shelter", {}),
    ("faq:shibuya:7:more", "ask_overview", {"faq_ward": "shibuya", "faq": "7:more"}),
]


@pytest.mark.parametrize(("data", "intent", "entities"), BUTTONS)
def test_a_button_stands_for_an_intent(data: str, intent: str, entities: dict[str, str]) -> None:
    assert parse(data).intent == intent
    assert parse(data).entities == entities


def test_rasa_knows_what_buttons_send() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    declared = {name for entity in domain["entities"] for name in entity}
    assert {name for _, _, entities in BUTTONS for name in entities} <= declared
    assert {intent for _, intent, _ in BUTTONS} <= set(domain["intents"])


@pytest.mark.parametrize(
    "data",
    ["", "/affirm", "drop:table", "procedure:moving-in:price", "submit:yes", "cancel:x", "yes",
     "abandon", "answer:x:" + "a" * 400, "ward:練馬", "faq:7", "faq:shibuya:a b",
     "faq:shibuya:7:all", "near:", "near:35.7", "near:90.1,139", "near:35,180.1",
     "near:35.123456,139", "near:３５,139", "near:35,139:war", "near:35,139:in-", "locate:35,139",
     "settings:x", "notices", "notices:maybe", "delete:now"],
)  # fmt: skip
def test_anything_else_is_refused(data: str) -> None:
    with pytest.raises(InvalidValueError):
        parse(data)
