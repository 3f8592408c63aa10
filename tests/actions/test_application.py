"""The application form as Rasa runs it: opened, interrupted, taken up, submitted once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.application import FORM, ActionNoApplication, ApplicationForm
from actions.resident import ActionDeleteData, ActionSetWard
from actions.submission_status import ActionApplicationStatus
from madoguchi import postback
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.conversations import continuation, continuation_code
from madoguchi.forms import application, attachments
from madoguchi.forms.values.files import File
from madoguchi.messages import QuestionMessage, ReceiptMessage, SummaryMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow
from madoguchi.submissions import submission
from madoguchi.submissions.submission import Submission
from tests.actions.conftest import Talk
from tests.conftest import NOW

FORM_ACTION = ApplicationForm()
Begin = Callable[..., Talk]


def submissions() -> tuple[Submission, ...]:
    with transaction() as session:
        return submission.of_conversation(session, "conversation")


def has_draft() -> bool:
    with transaction() as session:
        return application.open_draft(session, "conversation") is not None


def press(resident: Talk, label: str) -> str:
    """Press a button of the last answer, within the form."""
    pressed = postback.parse(resident.buttons[label])
    return resident.press(FORM_ACTION, pressed.intent, **pressed.entities)


def report_a_hole(resident: Talk) -> None:
    """Fill in a report of road damage up to its summary."""
    resident.press(FORM_ACTION, "start_application", procedure="road-damage-report")
    for answer in (
        "穴",
        "公園の前",
        "いいえ",
        "直径30センチ",
        "スキップ",
        "今日",
        "いいえ",
        "いいえ",
    ):
        resident.say(FORM_ACTION, answer, "inform")
    assert isinstance(resident.messages[-1], SummaryMessage)


def test_a_whole_application_gives_a_receipt(talk: Begin) -> None:
    resident = talk("shibuya")
    report_a_hole(resident)
    assert resident.loop == FORM
    press(resident, "この内容で申請する")
    (receipt,) = resident.messages
    assert isinstance(receipt, ReceiptMessage)
    assert resident.loop is None
    (made,) = submissions()
    assert made.receipt_number == receipt.receipt_number
    assert (made.procedure, made.ward) == ("road-damage-report", "shibuya")
    assert made.values["place"] == "公園の前"
    assert made.values["noticed_date"] == "2026-11-24"
    assert not has_draft()


def test_a_repeated_message_neither_answers_twice_nor_submits_twice(talk: Begin) -> None:
    resident = talk("shibuya")
    report_a_hole(resident)
    consent = postback.parse(resident.buttons["この内容で申請する"])
    receipts = []
    for _ in range(2):
        resident.loop, resident.turns = FORM, 99
        resident.press(FORM_ACTION, consent.intent, **consent.entities)
        receipts.append(resident.messages)
    assert receipts[0] == receipts[1]
    assert len(submissions()) == 1


def test_typed_consent_words_of_a_payload_submit_nothing(talk: Begin) -> None:
    resident = talk("shibuya")
    report_a_hole(resident)
    resident.say(FORM_ACTION, "／affirm", "nlu_fallback")
    assert submissions() == ()


def test_consent_that_a_machine_heard_submits_nothing_and_the_button_does(talk: Begin) -> None:
    resident = talk("shibuya")
    report_a_hole(resident)
    said = resident.say(FORM_ACTION, "はい", "affirm", heard=True)
    assert "声では決定できません" in said
    assert submissions() == ()
    assert has_draft()
    press(resident, "この内容で申請する")
    assert len(submissions()) == 1


def test_without_a_ward_it_is_asked_for_and_then_the_form_opens(talk: Begin) -> None:
    resident = talk()
    resident.press(FORM_ACTION, "start_application", procedure="road-damage-report")
    assert len(resident.buttons) == 23
    assert resident.loop is None
    resident.say(ActionSetWard(), "練馬区", "set_ward")
    assert isinstance(resident.messages[-1], QuestionMessage)
    assert resident.loop == FORM
    assert has_draft()


def test_what_is_not_taken_here_is_explained_the_ordinary_way(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.press(FORM_ACTION, "start_application", procedure="divorce-notification")
    assert "ここではまだ申請できません" in said
    assert resident.loop is None
    assert not has_draft()


def test_a_side_question_goes_to_its_own_action_and_the_form_asks_again(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.press(FORM_ACTION, "start_application", procedure="road-damage-report")
    resident.say(FORM_ACTION, "穴", "inform")
    asked = resident.messages[-1]
    with pytest.raises(ActionExecutionRejection):
        resident.say(FORM_ACTION, "転入届の手数料はいくらですか", "ask_fee")
    resident.say(
        FORM_ACTION, "転入届の手数料はいくらですか", "ask_fee", after="action_answer_procedure"
    )
    again = resident.messages[-1]
    assert isinstance(asked, QuestionMessage)
    assert isinstance(again, QuestionMessage)
    assert again.field == asked.field
    assert resident.loop == FORM
    assert resident.understanding == {}, "what was understood is the side answer's to say"


def test_cancelling_ends_the_form_and_forgets_the_answers(talk: Begin) -> None:
    resident = talk("shibuya")
    report_a_hole(resident)
    resident.say(FORM_ACTION, "やっぱりやめます", "cancel")
    if resident.loop == FORM:  # it asks first
        resident.say(FORM_ACTION, "はい", "affirm")
    assert resident.loop is None
    assert not has_draft()
    assert submissions() == ()


def test_a_loop_without_a_draft_does_not_swallow_the_conversation(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.loop = FORM
    resident.say(FORM_ACTION, "あqwせdrftgyふじこlp", "inform")
    assert resident.loop is None


@pytest.mark.parametrize("intent", ["affirm", "deny", "cancel", "go_back", "correct_answer"])
def test_yes_no_and_back_without_a_form_are_answered_kindly(talk: Begin, intent: str) -> None:
    assert talk("shibuya").say(ActionNoApplication(), "はい", intent)


def test_the_status_is_told_to_who_applied(talk: Begin) -> None:
    resident = talk("shibuya")
    assert "申請はありません" in resident.say(ActionApplicationStatus(), "状況は？", "ask_status")
    report_a_hole(resident)
    press(resident, "この内容で申請する")
    (made,) = submissions()
    said = resident.say(ActionApplicationStatus(), "申請はどうなりましたか", "ask_status")
    assert made.receipt_number in said
    assert "受け付けました" in said
    by_number = resident.say(
        ActionApplicationStatus(), f"{made.receipt_number}の状況を教えて", "ask_status"
    )
    assert made.receipt_number in by_number


def test_a_receipt_alone_shows_nothing_of_another_conversation(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.say(ActionApplicationStatus(), "0000-0000-0098の状況は？", "ask_status")
    assert "この会話で申請されたものではない" in said
    wrong = resident.say(ActionApplicationStatus(), "0000-0000-0097の状況は？", "ask_status")
    assert "どこかが違うようです" in wrong


def test_a_photo_goes_with_the_application(talk: Begin) -> None:
    resident = talk("shibuya")
    report_a_hole(resident)
    resident.press(FORM_ACTION, "correct_answer", field="photo")
    with transaction() as session:
        photo = attachments.keep(
            session, conversation_id="conversation", field="photo", now=NOW,
            file=File("穴.jpg", "image/jpeg", b"a photo"),
        )  # fmt: skip
    summary = resident.press(FORM_ACTION, "inform", field="photo", value=photo.id)
    assert "写真：穴.jpg（1KB）" in summary
    press(resident, "この内容で申請する")
    (made,) = submissions()
    with transaction() as session:
        assert list(attachments.of_submission(session, made.receipt_number)) == [
            (photo, b"a photo")
        ]


def test_deleting_asks_first_and_then_forgets_the_draft(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.press(FORM_ACTION, "start_application", procedure="road-damage-report")
    resident.say(ActionDeleteData(), "全部消して", "delete_data")
    assert list(resident.buttons) == ["すべて消す", "消さない"]
    assert resident.understanding["erase"] is False
    assert has_draft()
    resident.press(ActionDeleteData(), "delete_data")
    assert resident.understanding["erase"] is True
    assert not has_draft()


def test_an_application_begun_elsewhere_goes_on_here(talk: Begin, catalogue: Catalogue) -> None:
    with transaction() as session:
        session.add(
            ConversationRow(
                id="call", token_hash="", channel="voice", ward="shibuya", language="ja",
                created_at=NOW, last_seen_at=NOW,
            )
        )  # fmt: skip
        application.begin(
            session, catalogue, conversation_id="call", message_id="b", opening="", now=NOW,
            procedure_id="bulky-waste", ward_id="shibuya",
        )  # fmt: skip
        code = continuation.issue(session, "call", NOW)
    resident = talk()
    told = resident.say(FORM_ACTION, f"引き継ぎ {code}", "start_application")
    assert "引き継ぎました" in told
    assert (resident.loop, resident.ward) == (FORM, "shibuya")
    assert isinstance(resident.messages[-1], QuestionMessage)
    assert has_draft()


def test_a_wrong_code_is_told_and_opens_nothing(talk: Begin) -> None:
    resident = talk("shibuya")
    told = resident.say(FORM_ACTION, continuation_code.new(), "start_application")
    assert "続けられません" in told
    assert resident.loop is None
    assert not has_draft()
