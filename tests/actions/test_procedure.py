"""Questions about a procedure: answered for the ward, which is asked for once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.conversation import ActionFallback
from actions.procedure import ActionAnswerProcedure, ActionInform
from madoguchi.messages import ChoicesMessage
from tests.actions.conftest import Talk

ANSWER = ActionAnswerProcedure()
Begin = Callable[..., Talk]


def test_the_answer_is_the_wards_and_says_what_it_is_about(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.say(ANSWER, "転入届に必要なものは？", "ask_documents")
    assert "転入届" in said
    assert resident.understanding["procedure"] == "moving-in"
    assert resident.understanding["aspect"] == "documents"
    assert resident.slots["procedure"] == "moving-in"
    sources = [message.source for message in resident.messages if message.source]
    assert {source.ward for source in sources} == {"shibuya"}


def test_the_ward_is_asked_for_once_and_the_question_answered_then(talk: Begin) -> None:
    resident = talk()
    asked = resident.say(ANSWER, "転入届の期限は？", "ask_deadline")
    assert asked == "どちらの区のことでしょうか。"
    assert len(resident.buttons) == 23
    answered = resident.say(ActionInform(), "練馬区です", "inform")
    assert "練馬区ですね" in answered
    assert "14日" in answered
    assert resident.understanding["ward"] == "nerima"
    assert resident.understanding["aspect"] == "deadline"
    assert "どちらの区" not in resident.say(ANSWER, "転入届の手数料は？", "ask_fee")


def test_a_follow_up_is_about_what_was_talked_of(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.say(ANSWER, "転入届について", "ask_overview")
    resident.say(ANSWER, "手数料はいくらですか", "ask_fee")
    assert resident.understanding["procedure"] == "moving-in"
    assert resident.understanding["aspect"] == "fee"


def test_a_button_names_the_procedure_whatever_was_talked_of(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.say(ANSWER, "転入届について", "ask_overview")
    resident.press(ANSWER, "ask_fee", procedure="bulky-waste")
    assert resident.understanding["procedure"] == "bulky-waste"


def test_a_button_of_no_procedure_is_not_an_error(talk: Begin) -> None:
    resident = talk("shibuya")
    assert resident.press(ANSWER, "ask_overview", procedure="no-such")
    assert resident.understanding["procedure"] is None


def test_a_date_works_out_the_deadline(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.say(
        ANSWER, "11月20日に引っ越しました。転入届の期限はいつですか", "ask_deadline"
    )
    assert "12月4日" in said


def test_what_has_happened_lies_behind_however_long_ago(talk: Begin) -> None:
    """From November the next 10 March is nearer than the last."""
    resident = talk("shibuya")
    said = resident.say(ANSWER, "転入届の期限は？３月１０日に引っ越しました", "ask_deadline")
    assert "2026年3月24日" in said
    said = resident.say(ANSWER, "転入届の期限は？３月１０日に引っ越します", "ask_deadline")
    assert "2027年3月24日" in said


@pytest.mark.parametrize("gibberish", ["あqwせdrftgyふじこlp", "😀😀😀", "。", "12345"])
def test_what_says_nothing_is_asked_back_then_offered_then_handed_over(
    talk: Begin, gibberish: str
) -> None:
    resident = talk("shibuya")
    first = resident.say(ANSWER, gibberish, "ask_overview")
    assert "言い換えて" in first
    assert resident.understanding["procedure"] is None
    resident.say(ANSWER, gibberish, "ask_overview")
    assert isinstance(resident.messages[0], ChoicesMessage)
    assert "職員に相談する" in resident.buttons
    assert "03-3463-1211" in resident.say(ANSWER, gibberish, "ask_overview")
    resident.say(ANSWER, "転入届について", "ask_overview")
    assert resident.slots["fallback_count"] == 0, "an answer starts the ladder anew"


def test_a_value_for_a_form_that_is_over_is_not_taken_for_a_question(talk: Begin) -> None:
    said = talk("shibuya").press(ActionInform(), "inform", field="copies", value="2")
    assert "もう終わっています" in said


def test_the_office_answers_where_no_procedure_is_meant(talk: Begin) -> None:
    resident = talk("shibuya")
    assert "渋谷区役所" in resident.say(ANSWER, "区役所は土曜日に開いていますか", "ask_hours")


@pytest.mark.parametrize("said", ["ひっこしたんだけど何する", "ひっこしたんだけど何すればいい"])
def test_an_occasion_without_a_procedure_is_answered_with_all_there_is_to_do(
    talk: Begin, said: str
) -> None:
    resident = talk("nerima")
    answered = resident.say(ANSWER, said, "ask_overview")
    assert "転出届" in answered
    assert "転入届" in answered
    assert resident.understanding["aspect"] == "checklist"


@pytest.mark.parametrize(
    ("said", "intent"),
    [("土曜日は開いていますか", "ask_hours"), ("区役所は土曜日も開いていますか？", "ask_hours"),
     ("Is the ward office open on Saturday?", "nlu_fallback")],
)  # fmt: skip
def test_the_office_itself_is_told_from_procedures_and_from_talk(
    talk: Begin, said: str, intent: str
) -> None:
    resident = talk("shinjuku")
    action = ANSWER if intent == "ask_hours" else ActionFallback()
    assert "新宿区役所" in resident.say(action, said, intent)


def test_who_only_talks_is_offered_a_person_in_the_end(talk: Begin) -> None:
    resident = talk("shibuya")
    for said in ("今日の天気は？", "おすすめのラーメン屋は？"):
        assert "03-3463-1211" not in resident.say(ActionFallback(), said, "nlu_fallback")
    assert "03-3463-1211" in resident.say(ActionFallback(), "歌を歌って", "nlu_fallback")
