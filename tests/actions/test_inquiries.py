"""A question to staff, from the button to its number, as the action server takes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from actions.application import ApplicationForm
from actions.handover import ActionHandover
from actions.resident import ActionDeleteData, ActionSetWard
from actions.submission_status import ActionApplicationStatus
from madoguchi.clock import Clock
from madoguchi.inquiries import draft, inquiry
from madoguchi.inquiries.asking import LONGEST
from madoguchi.inquiries.inquiry import MOST_A_DAY, MOST_OPEN, Inquiry
from madoguchi.inquiries.status import InquiryStatus
from madoguchi.messages import SummaryMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow
from tests.actions.conftest import Talk

QUESTION = "外国の免許証で転入届を出せますか。3月に引っ越します。"
TALK = "conversation"


@pytest.fixture
def resident(talk: Callable[..., Talk], clock: Clock) -> Talk:
    """Somebody in Shibuya, whose conversation is stored as the gateway stores it."""
    with transaction() as session:
        session.add(
            ConversationRow(
                id=TALK,
                token_hash="",
                channel="web",
                ward="shibuya",
                language="ja",
                created_at=clock(),
                last_seen_at=clock(),
            )
        )
    return talk("shibuya")


def step(resident: Talk, step: str, text: str = "", **more: Any) -> str:
    """A step as the gateway takes it: by a button, or by words."""
    return resident.say(ActionHandover(), text, "handover", inquiry=step, **more)


def sent() -> tuple[Inquiry, ...]:
    with transaction() as session:
        return inquiry.listed(session)


def test_whoever_asks_for_a_person_is_offered_to_write(resident: Talk) -> None:
    resident.say(ActionHandover(), "人と話したい", "handover")
    assert resident.buttons == {"区の職員に質問を送る": "inquiry:write"}


def test_a_question_is_asked_for_shown_with_consent_and_sent(resident: Talk) -> None:
    assert "1通のメッセージ" in step(resident, "write")
    assert sent() == ()
    shown = step(resident, "question", QUESTION)
    assert "渋谷区の職員へ" in shown
    assert QUESTION in shown
    assert sent() == (), "nothing is sent without consent"
    send = resident.buttons["この質問を送る"].removeprefix("inquiry:")
    receipt = step(resident, send)
    (asked,) = sent()
    assert (asked.text, asked.ward, asked.language) == (QUESTION, "shibuya", "ja")
    assert asked.status is InquiryStatus.OPEN
    assert asked.number in receipt
    assert "03-3463-1211" in receipt
    assert "回答待ち" in resident.say(
        ActionApplicationStatus(), f"{asked.number}はどうなりましたか", "ask_status"
    )
    assert "回答待ち" in resident.say(ActionApplicationStatus(), "状況は", "ask_status")


def test_the_language_is_that_of_the_words_not_of_the_conversation(resident: Talk) -> None:
    step(resident, "write")
    step(resident, "question", "Tôi nộp giấy tờ muộn có được không? Con tôi bị ốm.")
    step(resident, "send")
    assert [each.language for each in sent()] == ["vi"]


def test_the_same_message_again_is_answered_the_same_and_sends_once(resident: Talk) -> None:
    step(resident, "write")
    first = step(resident, "question", QUESTION, message_id="q")
    assert step(resident, "question", QUESTION, message_id="q") == first
    receipt = step(resident, "send", "はい", message_id="s")
    assert step(resident, "send", "はい", message_id="s") == receipt
    assert len(sent()) == 1
    assert "もう送った" in step(resident, "send:00000000")
    assert len(sent()) == 1


def test_consent_is_to_the_question_that_was_shown(resident: Talk) -> None:
    step(resident, "write")
    step(resident, "question", QUESTION)
    old = resident.buttons["この質問を送る"].removeprefix("inquiry:")
    step(resident, "write")
    step(resident, "question", "別の質問です。")
    assert "もう送った" in step(resident, old)
    assert sent() == ()


def test_it_can_be_given_up(resident: Talk) -> None:
    step(resident, "write")
    step(resident, "question", QUESTION)
    assert "やめました" in step(resident, "cancel", "やめる")
    assert "もう送った" in step(resident, "send")
    assert sent() == ()
    with transaction() as session:
        assert not draft.is_awaited(session, TALK)


def test_a_question_that_is_too_long_can_be_written_again(resident: Talk) -> None:
    step(resident, "write")
    assert f"（{LONGEST + 1}文字）" in step(resident, "question", "あ" * (LONGEST + 1))
    assert "あ" * LONGEST in step(resident, "question", "あ" * LONGEST)


def test_a_conversation_has_only_so_many_open_questions(resident: Talk) -> None:
    for number in range(MOST_OPEN):
        step(resident, "write")
        step(resident, "question", f"質問{number}です。")
        step(resident, "send")
    assert f"{MOST_OPEN}件" in step(resident, "write")
    assert len(sent()) == MOST_OPEN


def test_a_conversation_sends_only_so_many_a_day(resident: Talk, clock: Clock) -> None:
    for number in range(MOST_A_DAY):
        step(resident, "write")
        step(resident, "question", f"質問{number}です。")
        step(resident, "send")
        with transaction() as session:
            inquiry.close(session, sent()[-1].number, clock())
    assert "本日は" in step(resident, "write")
    with transaction() as session:
        assert not inquiry.too_many(session, TALK, clock() + timedelta(days=1, seconds=1))


def test_a_ward_that_is_not_known_is_asked_for_first(talk: Callable[..., Talk]) -> None:
    resident = talk()
    resident.say(ActionHandover(), "", "handover", inquiry="write")
    assert "ward:nerima" in resident.buttons.values()
    assert "練馬区の職員への質問" in resident.press(ActionSetWard(), "set_ward", ward="nerima")
    assert resident.ward == "nerima"
    assert resident.slots["aspect"] is None


def test_danger_in_the_words_of_the_question_comes_first(resident: Talk) -> None:
    step(resident, "write")
    assert "119" in step(resident, "question", "家の中が煙だらけで息ができない、どうすればいい")
    with transaction() as session:
        assert draft.is_awaited(session, TALK), "the question can still be written"


def test_an_open_application_waits_until_the_question_is_written(resident: Talk) -> None:
    form = ApplicationForm()
    resident.say(form, "転出届を申請したい", "start_application")
    assert resident.loop == "application_form"
    step(resident, "write")
    assert resident.say(form, "", "handover", inquiry="write", after="action_handover") == ""
    assert resident.loop == "application_form"
    step(resident, "question", QUESTION)
    step(resident, "send")
    asked = resident.say(form, "", "handover", inquiry="send", after="action_handover")
    assert "お名前" in asked or "氏名" in asked


def test_words_for_staff_are_no_answer_to_the_form(resident: Talk) -> None:
    form = ApplicationForm()
    resident.say(form, "転出届を申請したい", "start_application")
    step(resident, "write")
    with pytest.raises(Exception, match="application_form"):
        resident.say(form, "山田太郎です", "handover", inquiry="question")


def test_erasing_everything_says_that_the_question_is_withdrawn(resident: Talk) -> None:
    ask = "この会話と入力中の内容をすべて消しますか。"
    assert "取り下げます" not in resident.say(ActionDeleteData(), "全部消して", "delete_data")
    step(resident, "write")
    step(resident, "question", QUESTION)
    step(resident, "send")
    shown = resident.say(ActionDeleteData(), "全部消して", "delete_data")
    assert shown.startswith(ask)
    assert "取り下げます" in shown


def test_the_summary_is_to_exactly_one_question(resident: Talk) -> None:
    step(resident, "write")
    step(resident, "question", QUESTION)
    (summary,) = resident.messages
    assert isinstance(summary, SummaryMessage)
    assert [row.value for row in summary.rows] == [QUESTION]
    assert set(resident.buttons) == {"この質問を送る", "書き直す", "やめる"}
