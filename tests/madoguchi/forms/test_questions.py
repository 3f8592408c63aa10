"""How the form asks: buttons, limits, and what was wrong."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.catalogue.catalogue import WardProcedure, catalogue
from madoguchi.forms import questions
from madoguchi.forms.draft import Draft, applicable_fields
from madoguchi.messages import QuestionMessage

TODAY = date(2026, 11, 24)
EMPTY = Draft(procedure="moving-out", ward="nerima")
STARTED = EMPTY.with_values({"name": "佐藤美咲"})


def of(procedure: str) -> WardProcedure:
    return catalogue().procedure(procedure, "nerima")


def ask(name: str, draft: Draft = EMPTY, error: str | None = None) -> QuestionMessage:
    procedure = of(draft.procedure)
    field = next(f for f in procedure.procedure.form.fields if f.id == name)
    return questions.question(procedure, field, draft, TODAY, error)


def test_yes_or_no_has_two_buttons() -> None:
    question = ask("to_abroad")
    assert [choice.postback for choice in question.choices] == [
        "answer:to_abroad:yes",
        "answer:to_abroad:no",
    ]


def test_what_need_not_be_answered_can_be_skipped() -> None:
    assert "skip:email" in [choice.postback for choice in ask("email").choices]
    assert "skip:phone" not in [choice.postback for choice in ask("phone").choices]


def test_going_back_is_offered_once_there_is_something_to_go_back_to() -> None:
    assert "back" not in [choice.postback for choice in ask("name").choices]
    assert "back" in [choice.postback for choice in ask("phone", STARTED).choices]


def test_what_was_wrong_stands_before_the_question() -> None:
    question = ask("phone", error="電話番号が分かりませんでした。")
    assert question.text.splitlines()[0] == "電話番号が分かりませんでした。"
    assert question.error == "電話番号が分かりませんでした。"


def test_an_address_comes_with_the_postal_code_before_it() -> None:
    draft = Draft(procedure="moving-in", ward="nerima").with_values({"from_abroad": "no"})
    known = draft.with_values({"new_postal_code": "176-0012"})
    assert ask("new_address", known).postal_code == "176-0012"
    assert ask("new_address", draft).postal_code is None
    assert ask("old_address", known).postal_code is None
    assert ask("phone", known).postal_code is None


def test_the_limits_of_a_date_are_days() -> None:
    question = ask("birth_date")
    assert question.latest == TODAY
    assert question.earliest is not None
    assert question.earliest.year < 1910


def test_each_question_tells_how_far_the_form_is() -> None:
    question = ask("name_kana", STARTED)
    assert (question.step, question.steps) == (
        2,
        len(applicable_fields(of("moving-out").procedure, STARTED)),
    )


def test_the_newest_answer_is_offered_first_for_correction() -> None:
    draft = STARTED.with_values({"phone": "090-1234-5678"})
    offered = questions.what_to_correct(of("moving-out"), draft)
    assert [choice.postback for choice in offered.choices] == ["edit:phone", "edit:name"]


def test_cancelling_asks_before_anything_is_thrown_away() -> None:
    asked = questions.confirm_cancel(STARTED)
    assert [choice.postback for choice in asked.choices] == [f"abandon:{STARTED.revision}", "keep"]


def test_the_summary_shows_what_was_left_open() -> None:
    summary = questions.summary(of("moving-out"), STARTED, TODAY)
    shown = {row.field: row.value for row in summary.rows}
    assert shown["name"] == "佐藤美咲"
    assert shown["email"] == "（回答なし）"


@pytest.mark.parametrize(("ward", "origin"), [("toshima", "ward"), ("nerima", "common")])
def test_a_source_says_whose_facts_they_are(ward: str, origin: str) -> None:
    source = questions.source_of(catalogue().procedure("moving-in", ward))
    assert source.origin == origin
    assert source.ward == ward
    assert source.url is not None
