"""What a button may send back, and nothing else."""

from __future__ import annotations

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.postback import parse


@pytest.mark.parametrize(
    ("data", "intent", "entities"),
    [
        ("procedure:moving-in", "ask_overview", {"procedure": "moving-in"}),
        ("procedure:moving-in:fee", "ask_fee", {"procedure": "moving-in"}),
        ("ward:nerima", "set_ward", {"ward": "nerima"}),
        ("answer:note:a:b", "inform", {"field": "note", "value": "a:b"}),
        ("submit:0a1b2c3d", "affirm", {"submit": "0a1b2c3d"}),
        ("cancel", "cancel", {}),
        ("abandon:0a1b2c3d", "cancel", {"abandon": "0a1b2c3d"}),
    ],
)
def test_a_button_stands_for_an_intent(data: str, intent: str, entities: dict[str, str]) -> None:
    assert parse(data).intent == intent
    assert parse(data).entities == entities


@pytest.mark.parametrize(
    "data",
    ["", "/affirm", "drop:table", "procedure:moving-in:price", "submit:yes", "cancel:x", "yes",
     "abandon", "answer:x:" + "a" * 400, "ward:練馬"],
)  # fmt: skip
def test_anything_else_is_refused(data: str) -> None:
    with pytest.raises(InvalidValueError):
        parse(data)
