"""Every turn leaves a record: without words at first, then with masked ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from channels import conversation, erasure
from channels.conversation import Started
from channels.incoming import Incoming
from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.catalogue.search.result import Hit
from madoguchi.clock import Clock
from madoguchi.curation import record, worker
from madoguchi.messages import Message, QuestionMessage, TextMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ReviewRow

pytestmark = pytest.mark.usefixtures("clean_database")

UNDERSTOOD = {
    "intent": "ask_overview",
    "confidence": 0.8,
    "procedure": "moving-in",
    "aspect": "overview",
    "candidates": [{"procedure": "moving-in", "score": 0.9}],
    "model": "0123456789abcdef",
}
Turned = Callable[..., int]


@pytest.fixture
def started(clean_database: object, catalogue: Catalogue, clock: Clock) -> Started:
    return conversation.start(catalogue, clock, channel="web", ward_id="shibuya", language="ja")


@pytest.fixture
def turned(started: Started, clock: Clock) -> Turned:
    """Has a turn answered: what was said or pressed, and with what."""

    def turned(said: str, *messages: Message, pressed: bool = False, **noted: object) -> int:
        number = len(conversation.history(started.id, 0))
        text, postback = (None, said) if pressed else (said, None)
        incoming = Incoming(f"m{number}", text, postback)
        turn = conversation.remember(started.id, incoming, clock)
        shown = messages or (TextMessage(text="はい。"),)
        conversation.keep_answer(turn.id, shown, {**UNDERSTOOD, **noted}, clock)
        return turn.id

    return turned


def rows() -> list[ReviewRow]:
    with transaction() as session:
        return list(session.scalars(select(ReviewRow).order_by(ReviewRow.id)))


def hide(text: str, today: object) -> str:
    return text.replace("佐藤", "<氏名>")


def test_a_record_is_there_with_the_answer_and_its_words_follow_masked(
    turned: Turned, started: Started, clean_database: Path
) -> None:
    turned("佐藤です。転入届")
    (row,) = rows()
    assert (row.text, row.text_state) == (None, "waiting")
    assert (row.ward, row.language, row.channel) == ("shibuya", "ja", "web")
    assert (row.intent, row.confidence, row.procedure) == ("ask_overview", 0.8, "moving-in")
    assert row.candidates == UNDERSTOOD["candidates"]
    assert (row.outcome, row.model) == ("answered", "0123456789abcdef")
    assert row.conversation_id == started.id
    assert worker.work(hide) == 1
    assert (rows()[0].text, rows()[0].text_state) == ("<氏名>です。転入届", "masked")
    assert worker.work(hide) == 0


def test_where_nothing_can_be_masked_there_is_no_text(turned: Turned) -> None:
    turned("佐藤です")
    assert worker.work(None) == 1
    assert (rows()[0].text, rows()[0].text_state) == (None, "withheld")


def test_a_text_that_breaks_the_masking_is_withheld(turned: Turned) -> None:
    def breaks(text: str, today: object) -> str:
        raise ValueError(text)

    turned("佐藤です")
    worker.work(breaks)
    assert (rows()[0].text, rows()[0].text_state) == (None, "withheld")


def test_an_answer_to_the_field_for_the_name_goes_as_a_whole(turned: Turned) -> None:
    question = QuestionMessage(
        text="お名前を教えてください。",
        field="name",
        field_kind=FieldKind.NAME,
        label="氏名",
        required=True,
    )
    turned("転出届を申請したい", question, intent="start_application")
    turned("美咲", question, intent="inform")
    turned("手数料は？", question, intent="ask_fee")
    worker.work(lambda text, today: text)
    assert [row.text for row in rows()] == ["転出届を申請したい", "<氏名>", "手数料は？"]
    assert [row.outcome for row in rows()] == ["form", "form", "answered"]


def test_a_pressed_button_has_its_label(turned: Turned, catalogue: Catalogue) -> None:
    turned("?", guidance.which_procedure(catalogue, (Hit("moving-in", 0.5),), "overview"))
    turned("procedure:moving-in", pressed=True)
    assert rows()[1].pressed
    assert "転入届" in str(rows()[1].text)


def test_the_next_turn_tells_what_the_last_was_worth(turned: Turned, catalogue: Catalogue) -> None:
    choices = guidance.which_procedure(catalogue, (Hit("moving-in", 0.5),), "overview")
    turned("引っ越し", choices)
    turned("procedure:moving-in", pressed=True)
    turned("引っ越し", choices)
    turned("none", pressed=True, intent="none_of_these")
    turned("転入届", TextMessage(text="はい。"))
    turned("職員につないで", intent="handover")
    assert [(row.feedback, row.chosen) for row in rows()] == [
        ("chosen", "moving-in"),
        (None, None),
        ("none_of_these", None),
        (None, None),
        ("handover", None),
        (None, None),
    ]


def test_what_a_resident_erases_is_erased_here_but_for_what_became_an_example(
    turned: Turned, started: Started, clock: Clock
) -> None:
    turned("佐藤です")
    turned("転入届")
    worker.work(hide)
    with transaction() as session:
        session.get_one(ReviewRow, rows()[-1].id).reviewed_at = clock()
    erasure.erase(started.id)
    (row,) = rows()
    assert (row.text, row.conversation_id, row.turn_id) == ("転入届", None, None)


def test_when_a_conversation_expires_its_records_stay_and_are_nobodys(
    turned: Turned, started: Started
) -> None:
    turned("佐藤です")
    worker.work(hide)
    turned("佐藤の転入届")
    erasure.expire(started.id)
    masked, late = rows()
    assert (masked.text, masked.conversation_id) == ("<氏名>です", None)
    assert (late.text, late.text_state) == (None, "withheld"), "its words are gone already"


def test_records_expire(turned: Turned, clock: Clock) -> None:
    turned("転入届")
    with transaction() as session:
        assert record.expire(session, clock() - timedelta(days=1)) == 0
        assert record.expire(session, clock() + timedelta(days=1)) == 1
    assert rows() == []


def test_what_is_erased_while_it_is_masked_stays_erased(turned: Turned, started: Started) -> None:
    turned("佐藤です")

    def slow(text: str, today: object) -> str:
        erasure.erase(started.id)
        return text

    worker.work(slow)
    assert rows() == []


def test_no_word_of_a_record_is_readable_on_the_disk(turned: Turned, clean_database: Path) -> None:
    turned("児童手当のことです")
    worker.work(hide)
    raw = b"".join(path.read_bytes() for path in clean_database.parent.glob("madoguchi.db*"))
    assert "児童手当".encode() not in raw
