"""Search has a second look at what Rasa takes for steering or talk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.application import ActionNoApplication, ApplicationForm
from actions.conversation import ActionDecline, ActionFallback, ActionHelp
from actions.domain_action import DomainAction
from actions.emergency import ActionEmergency
from actions.handover import ActionHandover
from actions.procedure import ActionAnswerProcedure, ActionInform
from actions.resident import ActionDeleteData, ActionSetLanguage, ActionSetWard
from actions.steering import ActionCourtesy
from actions.submission_status import ActionApplicationStatus
from tests.actions.conftest import Talk

Begin = Callable[..., Talk]
ANSWER = ActionAnswerProcedure()


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        (ActionHelp(), "help"),
        (ActionSetLanguage(), "set_language"),
        (ActionSetWard(), "set_ward"),
        (ActionDecline(), "out_of_scope"),
        (ActionFallback(), "nlu_fallback"),
        (ActionNoApplication(), "deny"),
        (ActionCourtesy(), "complaint"),
        (ActionEmergency(), "emergency"),
    ],
)
def test_a_procedure_that_is_beyond_doubt_is_answered(
    talk: Begin, action: DomainAction, intent: str
) -> None:
    resident = talk("shibuya")
    resident.say(action, "粗大ごみの収集を申し込みたい", intent)
    assert resident.understanding["procedure"] == "bulky-waste"


def test_danger_goes_first(talk: Begin) -> None:
    resident = talk("shibuya")
    assert "119" in resident.say(ActionHelp(), "人が倒れて息をしていません", "help")
    assert resident.understanding["procedure"] is None


@pytest.mark.parametrize(
    ("action", "text", "intent", "said"),
    [
        (ActionHandover(), "職員の人と話したい", "handover", "03-3463-1211"),
        (ActionDeleteData(), "会話の内容を消して", "delete_data", "消しますか"),
        (ActionApplicationStatus(), "申請はどうなりましたか", "ask_status", "申請はありません"),
        (ActionSetLanguage(), "英語で話せますか", "set_language", "English"),
        (ActionSetWard(), "新宿区です", "set_ward", "新宿区ですね"),
        (ActionHelp(), "何ができますか", "help", "お答えします"),
        (ActionNoApplication(), "はい", "affirm", "お聞かせください"),
    ],
)
def test_commands_are_obeyed(
    talk: Begin, action: DomainAction, text: str, intent: str, said: str
) -> None:
    assert said in talk("shibuya").say(action, text, intent)


def test_only_rasa_sees_danger_and_search_plainly_none(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.say(ActionEmergency(), "スマホの画面が割れた", "emergency")
    assert "119" not in said


@pytest.mark.parametrize(
    "text",
    ["chuyển nhà", "mất thẻ", "con dấu", "moving house", "lost card", "搬家", "倒垃圾", "카드 분실",
     "쓰레기 버리기", "kasal papeles", "basura araw", "कार्ड हरायो", "विवाह दर्ता"],
)  # fmt: skip
def test_two_everyday_words_are_no_danger_though_rasa_guesses_so(talk: Begin, text: str) -> None:
    resident = talk("shibuya")
    assert "119" not in resident.say(ActionEmergency(), text, "emergency", confidence=0.62)
    assert resident.understanding["procedure"] or resident.buttons


@pytest.mark.parametrize(
    "text",
    [
        "có cháy",
        "nhà cháy",
        "fire here",
        "着火",
        "불이야",
        "may sunog",
        "आगो लाग्यो",
        "かじ",
        "血がでた",
    ],
)
def test_two_words_of_danger_are(talk: Begin, text: str) -> None:
    assert "119" in talk("shibuya").say(ActionEmergency(), text, "emergency", confidence=0.4)


def test_what_rasa_is_sure_of_is_danger_though_search_has_never_seen_it(talk: Begin) -> None:
    said = talk("shibuya").say(ActionEmergency(), "chuyển nhà", "emergency", confidence=0.95)
    assert "119" in said


def test_nonsense_time_and_again_leads_to_a_person(talk: Begin) -> None:
    """Whatever Rasa takes each of them for."""
    resident = talk("shibuya")
    resident.say(ActionFallback(), "ふんがふんが", "nlu_fallback")
    resident.say(ActionDecline(), "もげもげらりほー", "out_of_scope")
    said = resident.say(ActionCourtesy(), "ぴよぴよぽんぽこ", "greet", confidence=0.74)
    assert "03-3463-1211" in said


@pytest.mark.parametrize(
    ("text", "confidence"), [("Good morning", 0.6), ("やっほー", 0.97), ("こんちはー", 0.7)]
)
def test_a_greeting_is_greeted(talk: Begin, text: str, confidence: float) -> None:
    said = talk("shibuya").say(ActionCourtesy(), text, "greet", confidence=confidence)
    assert "分かりませんでした" not in said


TWO = [
    {"text": "転出届の期限と", "intent": "ask_deadline", "confidence": 0.9},
    {"text": "住民票の写しの手数料を教えて", "intent": "ask_fee", "confidence": 0.9},
]


def test_two_requests_are_answered_in_order(talk: Begin) -> None:
    resident = talk("shibuya")
    text = "転出届の期限と、住民票の写しの手数料を教えて"
    said = resident.say(ANSWER, text, "ask_fee", parts=TWO)
    assert 0 <= said.index("転出届") < said.index("住民票")
    assert resident.understanding["procedure"] == "moving-out"
    assert resident.slots["procedure"] == "resident-record-copy"  # what is asked next is about it


def test_two_requests_wait_for_the_ward_together(talk: Begin) -> None:
    resident = talk()
    asked = resident.say(ANSWER, "転出届の期限と、住民票の写しの手数料", "ask_fee", parts=TWO)
    assert "どちらの区" in asked
    said = resident.say(ActionInform(), "練馬区です", "inform")
    assert "転出届" in said
    assert "住民票" in said
    assert "転出届" not in resident.say(ANSWER, "手数料は？", "ask_fee")


def test_an_application_is_opened_after_the_answer_to_the_other_request(talk: Begin) -> None:
    resident = talk("shibuya")
    parts = [
        {"text": "住民票の写しの手数料を教えて。", "intent": "ask_fee", "confidence": 0.9},
        {
            "text": "粗大ごみの収集を申し込みたいです",
            "intent": "start_application",
            "confidence": 0.9,
        },
    ]
    text = "住民票の写しの手数料を教えて。それから粗大ごみの収集を申し込みたいです"
    said = resident.say(ApplicationForm(), text, "start_application", parts=parts)
    assert "住民票" in said
    assert resident.loop == "application_form"
    assert resident.understanding["procedure"] == "bulky-waste"
