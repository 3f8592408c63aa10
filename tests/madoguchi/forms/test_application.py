"""An application over several turns, stored between them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.errors import ConflictError, NotFoundError
from madoguchi.forms import application, sheet
from madoguchi.forms.draft import Draft
from madoguchi.forms.engine import Outcome, Status
from madoguchi.forms.turn import Turn
from madoguchi.messages import QuestionMessage, ReceiptMessage, SummaryMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import DraftRow, SubmissionRow
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


def unsay(message: int) -> frozenset[str]:
    with transaction() as session:
        return application.unsay(session, CONVERSATION, f"message-{message}")


def stored() -> str:
    with transaction() as session:
        row = session.get(DraftRow, CONVERSATION)
        return json.dumps(row.state if row else None, ensure_ascii=False)


def test_an_answer_that_is_taken_back_is_gone_and_asked_again(resident: Resident) -> None:
    resident.fill()
    assert "駅前の交差点" in stored()
    assert unsay(3) == {"place"}
    assert "駅前の交差点" not in stored()
    assert "深さ10センチ" in stored()
    assert pending(resident) == "place"
    asked = resident.say("はい")
    assert asked is not None
    assert asked.status is Status.OPEN, "yes is no consent to what is incomplete"
    assert submissions() == 0
    summed_up = resident.say("郵便局の前")
    assert summed_up is not None
    assert isinstance(summed_up.messages[-1], SummaryMessage)


def test_taking_back_the_last_message_says_nothing_of_it_again(resident: Resident) -> None:
    resident.begin(opening="豊玉北6丁目の道路に穴が開いています")
    unsay(1)
    assert "豊玉北" not in stored()


def test_taking_back_what_was_corrected_meanwhile_leaves_the_correction(
    resident: Resident,
) -> None:
    resident.fill()
    resident.say("場所を郵便局の前に訂正")
    unsay(3)
    assert "郵便局の前" in stored()
    assert pending(resident) is None


def test_what_was_submitted_is_left_alone(resident: Resident) -> None:
    resident.fill()
    resident.say("はい")
    assert submissions() == 1
    before = stored()
    assert unsay(3) == frozenset()
    assert stored() == before


def test_without_an_application_there_is_nothing_to_take_back() -> None:
    assert unsay(1) == frozenset()


def fill_sheet(
    resident: Resident,
    posted: sheet.Posted,
    *,
    procedure: str = "road-damage-report",
    goes_on: bool = False,
    only_if: str | None = None,
) -> Draft:
    with transaction() as session:
        return application.fill_sheet(
            session, resident.catalogue, conversation_id=CONVERSATION, procedure_id=procedure,
            ward_id="nerima", posted=posted, goes_on=goes_on,
            only_if=only_if, now=NOW,
        )  # fmt: skip


def consent(resident: Resident, revision: str) -> Outcome | None:
    with transaction() as session:
        return application.consent(
            session, resident.catalogue, conversation_id=CONVERSATION, revision=revision, now=NOW
        )


def current() -> Draft | None:
    with transaction() as session:
        return application.open_draft(session, CONVERSATION)


def test_a_draft_begun_in_chat_goes_on_as_a_sheet(resident: Resident) -> None:
    resident.begin()
    resident.say("穴・陥没")
    draft = fill_sheet(resident, {"place": ("駅前の交差点",)})
    assert set(draft.values) == {"damage_kind", "place"}


def test_a_draft_begun_as_a_sheet_goes_on_in_chat(resident: Resident) -> None:
    fill_sheet(resident, {"place": ("駅前の交差点",)})
    assert pending(resident) == "damage_kind"
    resident.say("穴・陥没")
    draft = current()
    assert draft is not None
    assert set(draft.values) == {"damage_kind", "place"}


def test_a_message_of_the_chat_that_comes_again_after_a_sheet_is_taken_once(
    resident: Resident,
) -> None:
    resident.begin()
    first = resident.say("穴・陥没")
    fill_sheet(resident, {"place": ("駅前の交差点",)})
    again = resident.say("穴・陥没", again=True)
    assert first is not None
    assert again is not None
    assert again.messages == first.messages
    draft = current()
    assert draft is not None
    assert "place" in draft.values


def test_a_chat_can_be_finished_on_the_page_and_the_page_again_is_the_same_receipt(
    resident: Resident,
) -> None:
    resident.fill()
    resident.say("やめる")  # and then the resident turned to the page
    draft = current()
    assert draft is not None
    first, again = consent(resident, draft.revision), consent(resident, draft.revision)
    assert first is not None
    assert again is not None
    assert first.status is again.status is Status.CONSENTED
    assert first.messages == again.messages
    assert submissions() == 1
    assert current() is None


def test_consent_is_to_what_was_shown(resident: Resident) -> None:
    resident.fill()
    shown = current()
    assert shown is not None
    fill_sheet(resident, {"place": ("駅の裏",)})
    refused = consent(resident, shown.revision)
    assert refused is not None
    assert refused.status is Status.OPEN
    assert "内容が変わりました" in refused.messages[0].text
    assert submissions() == 0
    fill_sheet(resident, {"place": ("駅前の交差点",)})
    agreed = consent(resident, shown.revision)
    assert agreed is not None
    assert agreed.status is Status.CONSENTED


def test_an_incomplete_sheet_cannot_be_consented_to(resident: Resident) -> None:
    draft = fill_sheet(resident, {"place": ("駅前の交差点",)}, goes_on=True)
    refused = consent(resident, draft.revision)
    assert refused is not None
    assert refused.status is Status.OPEN
    assert submissions() == 0


def test_consent_where_nothing_is_open_is_none(resident: Resident) -> None:
    assert consent(resident, "0" * 8) is None


def test_another_open_application_is_not_thrown_away(resident: Resident) -> None:
    resident.begin()
    resident.say("穴・陥没")
    with pytest.raises(ConflictError, match="申請が途中です") as raised:
        fill_sheet(resident, {"name": ("佐藤美咲",)}, procedure="moving-out")
    assert raised.value.code == "other-draft"
    draft = current()
    assert draft is not None
    assert draft.procedure == "road-damage-report"


def test_a_page_of_a_procedure_that_takes_no_applications_is_refused(resident: Resident) -> None:
    with pytest.raises(ConflictError, match="まだ申請を受け付けていません"):
        fill_sheet(resident, {}, procedure="absentee-ballot")


def test_two_who_consent_at_once_get_the_same_receipt(resident: Resident) -> None:
    resident.fill()
    draft = current()
    assert draft is not None
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(consent, [resident] * 4, [draft.revision] * 4))
    receipts = {outcome.messages for outcome in outcomes if outcome is not None}
    assert len(receipts) == 1
    assert submissions() == 1


def test_a_sheet_of_older_content_is_kept_out_where_that_is_asked_for(resident: Resident) -> None:
    first = fill_sheet(resident, {"place": ("駅前の交差点",)}, only_if="")
    second = fill_sheet(resident, {"place": ("駅の裏",)}, only_if=first.revision)
    for older in ("", first.revision):
        with pytest.raises(ConflictError, match="別の画面で内容が変わりました"):
            fill_sheet(resident, {"place": ("橋の上",)}, only_if=older)
    assert current() == second


def test_the_last_receipt_is_that_of_the_last_application(resident: Resident) -> None:
    def receipt(procedure: str = "road-damage-report", ward: str = "nerima") -> str | None:
        with transaction() as session:
            found = application.last_receipt(session, CONVERSATION, procedure, ward)
        return found.receipt_number if found else None

    assert receipt() is None
    resident.fill()
    assert receipt() is None
    said = resident.say("はい")
    assert said is not None
    assert isinstance(said.messages[0], ReceiptMessage)
    assert receipt() == said.messages[0].receipt_number
    assert receipt(ward="shibuya") is None
    assert receipt(procedure="moving-out") is None
    resident.begin()
    assert receipt() is None
