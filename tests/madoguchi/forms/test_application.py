"""An application over several turns, stored between them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.errors import ConflictError, NotFoundError
from madoguchi.forms import application
from madoguchi.forms.engine import Outcome, Status
from madoguchi.forms.turn import Turn
from madoguchi.messages import QuestionMessage, ReceiptMessage, SummaryMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import SubmissionRow
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clean_database")

CONVERSATION = "conversation-1"
ANSWERS = ("穴・陥没", "駅前の交差点", "いいえ", "深さ10センチ", "なし", "昨日", "いいえ", "いいえ")
"""Everything that the report of road damage needs."""


class Resident:
    """Fills in a form; every turn is a transaction and a message of its own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.turns = 0

    def begin(
        self, procedure: str = "road-damage-report", ward: str = "nerima", opening: str = ""
    ) -> Outcome:
        self.turns += 1
        with transaction() as session:
            return application.begin(
                session, self.catalogue, conversation_id=CONVERSATION,
                message_id=f"message-{self.turns}", procedure_id=procedure, ward_id=ward,
                opening=opening, now=NOW,
            )  # fmt: skip

    def say(self, words: str, *, again: bool = False) -> Outcome | None:
        self.turns += 0 if again else 1
        with transaction() as session:
            return application.answer(
                session, self.catalogue, conversation_id=CONVERSATION,
                message_id=f"message-{self.turns}", turn=Turn(words, "inform", 0.9),
                now=NOW + timedelta(minutes=self.turns),
            )  # fmt: skip

    def fill(self) -> None:
        self.begin()
        for words in ANSWERS:
            self.say(words)


@pytest.fixture
def resident(catalogue: Catalogue) -> Resident:
    return Resident(catalogue)


def submissions() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(SubmissionRow)) or 0


def pending(resident: Resident) -> str | None:
    with transaction() as session:
        messages = application.pending_question(session, resident.catalogue, CONVERSATION, NOW)
    last = messages[-1] if messages else None
    return last.field if isinstance(last, QuestionMessage) else None


def test_what_was_answered_is_there_in_the_next_turn(resident: Resident) -> None:
    resident.begin()
    resident.say("穴・陥没")
    assert pending(resident) == "place"


def test_the_same_message_again_is_answered_the_same_and_taken_once(resident: Resident) -> None:
    resident.begin()
    resident.say("穴・陥没")
    first = resident.say("駅前の交差点")
    again = resident.say("駅前の交差点", again=True)
    assert first is not None
    assert again == first
    assert pending(resident) == "danger_now"


def test_nothing_is_submitted_before_consent(resident: Resident) -> None:
    resident.fill()
    with transaction() as session:
        draft = application.open_draft(session, CONVERSATION)
    assert draft is not None
    assert draft.phase == "confirming"
    assert submissions() == 0


def test_consent_submits_once_and_gives_a_receipt(resident: Resident) -> None:
    resident.fill()
    first = resident.say("はい")
    again = resident.say("はい", again=True)
    assert first is not None
    assert again is not None
    (receipt,) = first.messages
    assert isinstance(receipt, ReceiptMessage)
    assert receipt.receipt_number in receipt.text
    assert again.messages == first.messages
    assert submissions() == 1


def test_after_the_receipt_no_application_is_open(resident: Resident) -> None:
    resident.fill()
    resident.say("はい")
    assert resident.say("はい") is None
    assert pending(resident) is None
    assert submissions() == 1


def test_what_is_submitted_is_what_the_summary_showed(resident: Resident) -> None:
    resident.fill()
    with transaction() as session:
        (summary,) = application.pending_question(session, resident.catalogue, CONVERSATION, NOW)
    assert isinstance(summary, SummaryMessage)
    resident.say("はい")
    with transaction() as session:
        (row,) = session.scalars(select(SubmissionRow)).all()
        stored = [(entry["label"], entry["value"]) for entry in row.rows]
    assert stored == [(entry.label, entry.value) for entry in summary.rows]


def test_a_cancelled_application_leaves_no_answer_behind(resident: Resident) -> None:
    resident.begin()
    resident.say("穴・陥没")
    resident.say("やめる")
    cancelled = resident.say("はい")
    assert cancelled is not None
    assert cancelled.status is Status.CANCELLED
    with transaction() as session:
        assert application.open_draft(session, CONVERSATION) is None
    assert submissions() == 0


def test_a_side_question_leaves_the_draft_alone(resident: Resident, catalogue: Catalogue) -> None:
    resident.begin()
    resident.say("穴・陥没")
    with transaction() as session:
        before = application.open_draft(session, CONVERSATION)
        aside = application.answer(
            session, catalogue, conversation_id=CONVERSATION, message_id="aside",
            turn=Turn("手数料はいくらですか？", "ask_fee", 0.95), now=NOW,
        )  # fmt: skip
        assert aside is not None
        assert aside.status is Status.SIDE_QUESTION
        assert application.open_draft(session, CONVERSATION) == before


def test_answers_are_not_in_clear_in_the_database(resident: Resident) -> None:
    resident.begin()
    resident.say("穴・陥没")
    resident.say("佐藤美咲の家の前")
    with transaction() as session:
        stored = session.execute(text("SELECT state FROM drafts")).scalar_one()
    assert "佐藤" not in str(stored)
    assert "place" not in str(stored)


def test_a_conversation_without_application_has_nothing_pending(resident: Resident) -> None:
    assert pending(resident) is None
    assert resident.say("はい") is None


def test_a_new_application_takes_the_place_of_the_old(resident: Resident) -> None:
    resident.begin()
    resident.say("穴・陥没")
    resident.begin("moving-out")
    assert pending(resident) == "name"


def test_a_discarded_draft_is_gone(resident: Resident) -> None:
    resident.begin()
    with transaction() as session:
        application.discard(session, CONVERSATION)
    assert pending(resident) is None


def test_a_procedure_that_takes_no_applications_says_so(resident: Resident) -> None:
    closed = next(
        id_ for id_, entry in resident.catalogue.procedures.items() if not entry.form.accepting
    )
    with pytest.raises(ConflictError, match="まだ申請を受け付けていません"):
        resident.begin(closed)


@pytest.mark.parametrize(("procedure", "ward"), [("none", "nerima"), ("moving-in", "osaka")])
def test_an_unknown_procedure_or_ward_is_refused(
    resident: Resident, procedure: str, ward: str
) -> None:
    with pytest.raises(NotFoundError):
        resident.begin(procedure, ward)
