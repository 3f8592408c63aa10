"""What a procedure's file may say, and what its form must not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from madoguchi.catalogue.procedure import DeadlineRule, Fee, Form, FormField, Procedure


def field(id: str = "size", kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": kind, "label": "大きさ", "question": "大きさは？", **more}


CHOICES = [{"value": "small", "label": "小さい"}, {"value": "large", "label": "大きい"}]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (field(kind="choice"), "at least two choices"),
        (field(kind="choice", choices=CHOICES[:1]), "at least two choices"),
        (field(kind="text", choices=CHOICES), "takes no choices"),
        (field(kind="phone", in_ward=True), "drop in_ward"),
        (field(kind="choice", choices=[CHOICES[0], CHOICES[0]]), "same value"),
        (field(kind="file", choices=CHOICES), "takes no choices"),
        (field(kind="file", example="穴の写真"), "takes no example"),
        (field(kind="file", earliest=0, maximum=3), "takes no earliest, maximum"),
        (field(kind="colour"), "kind"),
        (field(id="Größe"), "id"),
        (field(colour="red"), "colour"),
    ],
)
def test_a_wrong_field_is_refused(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        FormField.model_validate(wrong)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ([field(), field()], "defined twice"),
        ([field(when={"field": "none", "equals": ["yes"]})], "not asked before it"),
        (
            [
                field(when={"field": "later", "equals": ["yes"]}),
                field("later", "yes_no"),
            ],
            "not asked before it",
        ),
        (
            [
                field("kind", "choice", choices=CHOICES),
                field(when={"field": "kind", "equals": ["huge"]}),
            ],
            "no such choice",
        ),
        (
            [
                field("photo", "file"),
                field(when={"field": "photo", "equals": ["yes"]}),
            ],
            "no value to depend on",
        ),
        ([], "needs fields"),
    ],
)
def test_fields_that_do_not_fit_together_are_refused(
    fields: list[dict[str, Any]], problem: str
) -> None:
    with pytest.raises(ValidationError, match=problem):
        Form.model_validate({"accepting": True, "fields": fields})


def test_a_fee_is_never_negative() -> None:
    with pytest.raises(ValidationError):
        Fee(yen=-1)


def test_a_deadline_of_no_days_is_refused() -> None:
    with pytest.raises(ValidationError):
        DeadlineRule(amount=0, event="引っ越した日", counting="next_day")


def test_an_unknown_fact_must_be_said_to_be_unknown() -> None:
    """Leaving ``fee`` out could be forgetfulness; ``fee: null`` is a statement."""
    with pytest.raises(ValidationError) as caught:
        Procedure.model_validate({"id": "copy"})
    missing = {error["loc"][0] for error in caught.value.errors() if error["type"] == "missing"}
    assert {"fee", "deadline", "documents", "places", "verified_on"} <= missing


def test_a_loaded_part_never_changes() -> None:
    fee = Fee(yen=300)
    with pytest.raises(ValidationError):
        fee.yen = 0  # type: ignore[misc]
