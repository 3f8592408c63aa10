"""The life of a file: kept for a field, an answer, replaced, submitted, or forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import Condition
from madoguchi.errors import ConflictError
from madoguchi.forms import application, attachments, sheet
from madoguchi.forms.attachments import MAX_WAITING, Attachment
from madoguchi.forms.engine import Outcome, Status
from madoguchi.forms.turn import Turn
from madoguchi.forms.values.files import ACCEPTED, File
from madoguchi.messages import QuestionMessage, ReceiptMessage, SummaryMessage
from madoguchi.storage import database
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import AttachmentRow, SubmissionRow
from madoguchi.submissions import submission
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clean_database")

CONVERSATION, OTHER = "conversation-1", "conversation-2"
BEFORE, AFTER = ("穴・陥没", "駅前", "いいえ", "深さ10センチ"), ("昨日", "いいえ", "いいえ")
"""What the report of road damage asks before the photo, and behind it."""


class Resident:
    """Reports a hole in the road; every turn is a transaction and a message of its own."""

    def __init__(self, catalogue: Catalogue, conversation_id: str = CONVERSATION) -> None:
        self.catalogue, self.id = catalogue, conversation_id
        self.turns = 0

    def begin(self) -> Outcome:
        self.turns += 1
        with transaction() as session:
            return application.begin(
                session, self.catalogue, conversation_id=self.id, message_id=f"m-{self.turns}",
                procedure_id="road-damage-report", ward_id="nerima", opening="", now=NOW,
            )  # fmt: skip

    def take(self, turn: Turn) -> Outcome:
        self.turns += 1
        with transaction() as session:
            outcome = application.answer(
                session, self.catalogue, conversation_id=self.id, message_id=f"m-{self.turns}",
                turn=turn, now=NOW,
            )  # fmt: skip
        assert outcome is not None
        return outcome

    def say(self, *answers: str) -> Outcome:
        for words in answers:
            outcome = self.take(Turn(words, "inform", 0.9))
        return outcome

    def press(self, intent: str, **entities: str) -> Outcome:
        return self.take(Turn("", intent, 1.0, entities))

    def give(self, file: Attachment) -> Outcome:
        return self.press("inform", field="photo", value=file.id)

    def to_photo(self) -> Outcome:
        self.begin()
        return self.say(*BEFORE)


@pytest.fixture
def resident(catalogue: Catalogue) -> Resident:
    return Resident(catalogue)


def keep(
    content: bytes = b"a photo", conversation_id: str = CONVERSATION, field: str = "photo",
    id: str | None = None, hours_ago: float = 0,
) -> Attachment:  # fmt: skip
    with transaction() as session:
        return attachments.keep(
            session, conversation_id=conversation_id, field=field,
            file=File("穴.jpg", "image/jpeg", content), now=NOW - timedelta(hours=hours_ago), id=id,
        )  # fmt: skip


def kept() -> set[str]:
    with transaction() as session:
        return set(session.scalars(select(AttachmentRow.id)))


def question(outcome: Outcome) -> QuestionMessage:
    asked = outcome.messages[-1]
    assert isinstance(asked, QuestionMessage)
    return asked


def test_the_question_says_what_is_accepted_and_can_be_passed_over(resident: Resident) -> None:
    asked = question(resident.to_photo())
    assert (asked.field, asked.field_kind) == ("photo", "file")
    assert ACCEPTED in (asked.help or "")
    assert "skip:photo" in [choice.postback for choice in asked.choices]
    assert question(resident.press("skip", field="photo")).field == "noticed_date"


@pytest.mark.parametrize("typed", ["写真はこれです", "はい", "http://example.jp/photo.jpg"])
def test_what_is_typed_instead_is_told_how_to_send_or_skip(resident: Resident, typed: str) -> None:
    resident.to_photo()
    again = question(resident.say(typed))
    assert again.field == "photo"
    assert again.error is not None
    assert ACCEPTED in again.error
    assert "スキップ" in again.error


def test_a_file_is_an_answer_and_the_summary_shows_its_name_and_size(resident: Resident) -> None:
    resident.to_photo()
    file = keep(bytes(123_000))
    outcome = resident.give(file)
    assert question(outcome).field == "noticed_date"
    assert outcome.draft.values["photo"] == [{"id": file.id, "name": "穴.jpg", "bytes": 123_000}]
    (summary,) = resident.say(*AFTER).messages
    assert isinstance(summary, SummaryMessage)
    shown = {row.label: row.value for row in summary.rows}
    assert shown["写真"] == "穴.jpg（123KB）"


def test_only_a_file_of_this_conversation_and_field_is_an_answer(resident: Resident) -> None:
    resident.to_photo()
    for value in (keep(conversation_id=OTHER).id, keep(field="place").id, "nothing"):
        again = question(resident.press("inform", field="photo", value=value))
        assert again.field == "photo"
        assert "見つかりませんでした" in (again.error or "")


def test_the_same_id_is_kept_once() -> None:
    first, again = keep(b"one", id="7b0c"), keep(b"two", id="7b0c")
    assert again == first
    assert kept() == {"7b0c"}


def fill(
    catalogue: Catalogue, given: sheet.Given, posted: sheet.Posted | None = None
) -> dict[str, object]:
    """Send a page with these files; the answers of the draft afterwards."""
    with transaction() as session:
        draft = application.fill_sheet(
            session, catalogue, conversation_id=CONVERSATION, procedure_id="road-damage-report",
            ward_id="nerima", posted=posted or {}, given=given, now=NOW,
        )  # fmt: skip
    return dict(draft.values)


def test_a_page_gives_the_same_file_once_in_one_application(catalogue: Catalogue) -> None:
    photo = File("穴.jpg", "image/jpeg", b"a photo")
    first, again = fill(catalogue, {"photo": photo}), fill(catalogue, {"photo": photo})
    assert first == again
    assert len(kept()) == 1
    renamed = fill(catalogue, {"photo": replace(photo, name="道.jpg")})
    assert renamed["photo"] != first["photo"]
    assert len(kept()) == 1
    with transaction() as session:
        application.discard(session, CONVERSATION)
    assert fill(catalogue, {"photo": photo})["photo"] != first["photo"]


def test_a_file_is_kept_only_for_a_question_that_is_asked(catalogue: Catalogue) -> None:
    photo = File("穴.jpg", "image/jpeg", b"a photo")
    asking = with_condition(catalogue, Condition(field="danger_now", equals=("yes",)))
    assert fill(asking, {"photo": photo, "place": photo}) == {}
    assert kept() == set()
    assert "photo" in fill(asking, {"photo": photo}, {"danger_now": ("yes",)})
    assert len(kept()) == 1
    assert "photo" not in fill(asking, {}, {"danger_now": ("no",)})
    assert kept() == set()


def with_condition(catalogue: Catalogue, when: Condition) -> Catalogue:
    """The catalogue in which reports of road damage ask for the photo on this condition."""
    road = catalogue.procedures["road-damage-report"]
    fields = tuple(
        each.model_copy(update={"when": when}) if each.id == "photo" else each
        for each in road.form.fields
    )
    changed = road.model_copy(update={"form": road.form.model_copy(update={"fields": fields})})
    return replace(catalogue, procedures={**catalogue.procedures, changed.id: changed})


def test_content_and_name_are_unreadable_on_the_disk(clean_database: Path) -> None:
    file = keep(b"the content of a photo")
    with database.engine().connect() as connection:
        row = connection.execute(text("SELECT name, media_type, content FROM attachments")).one()
        connection.execute(text("PRAGMA wal_checkpoint(FULL)"))
    raw = b"".join(path.read_bytes() for path in clean_database.parent.glob("madoguchi.db*"))
    assert bytes(row.content) in raw
    assert not any(words in raw for words in (b"content of a", "穴".encode(), b"image/jpeg"))
    with transaction() as session:
        assert session.get_one(AttachmentRow, file.id).content == b"the content of a photo"


def test_a_replaced_file_is_deleted(resident: Resident) -> None:
    resident.to_photo()
    first, second = keep(), keep()
    resident.give(first)
    resident.give(second)
    assert kept() == {second.id}


@pytest.mark.parametrize(
    "undo",
    [
        lambda resident: resident.press("correct_answer", field="photo"),
        lambda resident: resident.say("戻る"),
    ],
)
def test_an_unanswered_file_is_deleted(resident: Resident, undo: object) -> None:
    assert callable(undo)
    resident.to_photo()
    resident.give(keep())
    assert question(undo(resident)).field == "photo"
    assert kept() == set()


def test_a_file_that_is_taken_back_is_deleted(resident: Resident) -> None:
    resident.to_photo()
    resident.give(keep())
    with transaction() as session:
        assert application.unsay(session, CONVERSATION, f"m-{resident.turns}") == {"photo"}
    assert kept() == set()


def test_a_file_that_waits_survives_another_answer(resident: Resident) -> None:
    resident.to_photo()
    file = keep()
    resident.say("場所は区役所の裏です")
    assert question(resident.give(file)).field == "noticed_date"


def test_who_gives_up_or_begins_anew_leaves_no_file(resident: Resident) -> None:
    resident.to_photo()
    resident.give(keep())
    keep()
    resident.say("やめる")
    assert resident.say("はい").status is Status.CANCELLED
    assert kept() == set()
    resident.to_photo()
    resident.give(keep())
    resident.begin()
    assert kept() == set()


def test_a_discarded_draft_takes_its_files_along_and_nobody_elses(resident: Resident) -> None:
    resident.to_photo()
    resident.give(keep())
    other = keep(conversation_id=OTHER)
    with transaction() as session:
        application.discard(session, CONVERSATION)
    assert kept() == {other.id}


def submitted(resident: Resident, *files: Attachment) -> str:
    for file in files:
        resident.give(file)
    resident.say(*AFTER)
    (receipt,) = resident.say("はい").messages
    assert isinstance(receipt, ReceiptMessage)
    return receipt.receipt_number


def test_a_submitted_file_belongs_to_the_submission_and_outlives_the_conversation(
    resident: Resident,
) -> None:
    resident.to_photo()
    unused, file = keep(b"unused"), keep(b"the photo")
    number = submitted(resident, file)
    assert unused.id not in kept()
    with transaction() as session:
        application.discard(session, CONVERSATION)
        submission.forget_conversation(session, CONVERSATION)
        attachments.forget(session, NOW + timedelta(days=400))
    with transaction() as session:
        assert list(attachments.of_submission(session, number)) == [(file, b"the photo")]
        assert session.get_one(AttachmentRow, file.id).conversation_id is None


def test_a_deleted_submission_takes_its_files_along(resident: Resident) -> None:
    resident.to_photo()
    submitted(resident, keep())
    with transaction() as session:
        session.delete(session.scalars(select(SubmissionRow)).one())
    assert kept() == set()


def test_a_file_that_no_answer_refers_to_is_forgotten(resident: Resident) -> None:
    resident.to_photo()
    used = keep(hours_ago=30)
    resident.give(used)
    keep(hours_ago=25)
    keep(conversation_id=OTHER, hours_ago=25)
    recent = keep(hours_ago=23)
    with transaction() as session:
        assert attachments.forget(session, NOW - timedelta(days=1)) == 2
    assert kept() == {used.id, recent.id}


def test_of_many_unused_files_the_oldest_make_room(resident: Resident) -> None:
    resident.to_photo()
    used = keep(hours_ago=50)
    resident.give(used)
    given = [keep(hours_ago=20 - number) for number in range(MAX_WAITING + 2)]
    assert kept() == {used.id, *(file.id for file in given[2:])}


def test_a_file_is_taken_only_for_a_field_of_the_open_application(
    resident: Resident, catalogue: Catalogue
) -> None:
    def field(name: str) -> str:
        with transaction() as session:
            draft = application.open_draft(session, CONVERSATION)
        return attachments.file_field(catalogue, draft, name).id

    with pytest.raises(ConflictError):
        field("photo")
    resident.begin()
    assert field("photo") == "photo"
    for other in ("place", "nothing"):
        with pytest.raises(ConflictError) as caught:
            field(other)
        assert other in caught.value.message


def test_which_file_is_asked_for(resident: Resident, catalogue: Catalogue) -> None:
    def state() -> tuple[str | None, bool]:
        with transaction() as session:
            draft = application.open_draft(session, CONVERSATION)
        asked = attachments.asked_field(catalogue, draft)
        return (asked.id if asked else None), attachments.is_answered(catalogue, draft)

    assert state() == (None, False)
    resident.begin()
    assert state() == (None, False)
    resident.say(*BEFORE)
    assert state() == ("photo", False)
    resident.give(keep())
    assert state() == (None, True)
