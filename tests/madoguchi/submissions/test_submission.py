"""The store of submissions: once per draft, found by number, changed by the ward."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from madoguchi.errors import ConflictError, NotFoundError
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import StatusChangeRow, SubmissionRow
from madoguchi.submissions import receipt_number, submission
from madoguchi.submissions.status import SubmissionStatus
from madoguchi.submissions.submission import Submission
from tests.conftest import NOW

VALUES = {
    "name": "佐藤 美咲",
    "birth_date": "1991-04-02",
    "copies": 2,
    "items": [{"name": "ソファ"}],
}
ROWS = [{"field": "name", "label": "お名前", "value": "佐藤 美咲"}]

pytestmark = pytest.mark.usefixtures("clean_database")


def submit(
    draft_id: str = "draft-1",
    *,
    ward: str = "shibuya",
    procedure: str = "moving-out",
    conversation_id: str = "conversation-1",
    now: datetime = NOW,
) -> Submission:
    with transaction() as session:
        return submission.submit(
            session, draft_id=draft_id, conversation_id=conversation_id, procedure=procedure,
            ward=ward, values=VALUES, rows=ROWS, now=now,
        )  # fmt: skip


def set_status(
    number: str, status: SubmissionStatus, note: str | None, now: datetime
) -> Submission:
    with transaction() as session:
        return submission.set_status(session, number, status, note, now)


def get(number: str) -> Submission:
    with transaction() as session:
        return submission.get(session, number)


def test_what_was_submitted_is_found_by_its_number() -> None:
    made = submit()
    assert get(made.receipt_number) == made
    assert made.values == VALUES
    assert made.rows == ROWS
    assert made.status is SubmissionStatus.RECEIVED
    assert made.submitted_at == made.changed_at == NOW
    assert made.note is None


def test_the_same_draft_submits_once() -> None:
    first = submit("draft-1")
    again = submit("draft-1", now=NOW + timedelta(minutes=1))
    assert again == first
    with transaction() as session:
        assert session.scalar(select(func.count(SubmissionRow.id))) == 1
        assert session.scalar(select(func.count(StatusChangeRow.id))) == 1


def test_other_drafts_have_other_numbers() -> None:
    assert len({submit(f"draft-{n}").receipt_number for n in range(20)}) == 20


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = submit("draft-1").receipt_number
    free = receipt_number.new()
    draws = iter([taken, taken, free])
    monkeypatch.setattr(receipt_number, "new", lambda: next(draws))
    assert submit("draft-2").receipt_number == free


def test_an_unknown_number_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="見つかりません"):
        get(receipt_number.new())
    with pytest.raises(NotFoundError):
        set_status(receipt_number.new(), SubmissionStatus.IN_REVIEW, None, NOW)


def test_a_status_change_is_kept_with_its_note_and_time() -> None:
    number = submit().receipt_number
    later = NOW + timedelta(days=1)
    set_status(number, SubmissionStatus.NEEDS_RESIDENT, "本人確認書類をお持ちください。", later)
    found = get(number)
    assert found.status is SubmissionStatus.NEEDS_RESIDENT
    assert found.note == "本人確認書類をお持ちください。"
    assert found.changed_at == later
    assert found.submitted_at == NOW


def test_repeating_a_status_change_records_it_once() -> None:
    number = submit().receipt_number
    for minutes in range(3):
        set_status(
            number, SubmissionStatus.COMPLETED, "発送しました。", NOW + timedelta(minutes=minutes)
        )
    set_status(number, SubmissionStatus.COMPLETED, None, NOW + timedelta(minutes=9))
    assert get(number).changed_at == NOW
    with transaction() as session:
        assert session.scalar(select(func.count(StatusChangeRow.id))) == 2


def test_a_new_note_on_an_open_submission_is_recorded() -> None:
    number = submit().receipt_number
    set_status(number, SubmissionStatus.IN_REVIEW, "確認中です。", NOW)
    set_status(number, SubmissionStatus.IN_REVIEW, "来週お返事します。", NOW + timedelta(days=1))
    assert get(number).note == "来週お返事します。"


def test_a_closed_submission_stays_closed() -> None:
    number = submit().receipt_number
    set_status(number, SubmissionStatus.REJECTED, "対象外でした。", NOW)
    with pytest.raises(ConflictError):
        set_status(number, SubmissionStatus.IN_REVIEW, None, NOW)
    assert get(number).status is SubmissionStatus.REJECTED


def test_submissions_since_a_moment_come_oldest_first_and_filtered() -> None:
    day = timedelta(days=1)
    submit("a", now=NOW - day)
    submit("b", now=NOW, ward="nerima")
    submit("c", now=NOW + day, procedure="bulky-waste")
    with transaction() as session:
        everything = [found.submitted_at for found in submission.since(session, NOW - day)]
        assert everything == [NOW - day, NOW, NOW + day]
        assert len(list(submission.since(session, NOW))) == 2
        assert len(list(submission.since(session, NOW + timedelta(seconds=1)))) == 1
        (in_nerima,) = submission.since(session, NOW - day, ward="nerima")
        assert in_nerima.ward == "nerima"
        (waste,) = submission.since(session, NOW - day, procedure="bulky-waste")
        assert waste.procedure == "bulky-waste"


def test_a_conversation_knows_its_own_newest_first_until_it_is_forgotten() -> None:
    first, second = submit("a"), submit("b")
    submit("c", conversation_id="another")
    with transaction() as session:
        own = submission.of_conversation(session, "conversation-1")
        assert [found.receipt_number for found in own] == [
            second.receipt_number, first.receipt_number
        ]  # fmt: skip
        submission.forget_conversation(session, "conversation-1")
    with transaction() as session:
        assert submission.of_conversation(session, "conversation-1") == ()
        assert submission.of_conversation(session, "another")
    assert get(first.receipt_number).values == VALUES


def test_the_file_shows_who_applied_for_nothing(clean_database: Path) -> None:
    made = submit()
    set_status(made.receipt_number, SubmissionStatus.COMPLETED, "佐藤様へ発送しました。", NOW)
    raw = b"".join(path.read_bytes() for path in clean_database.parent.glob("madoguchi.db*"))
    assert made.receipt_number.encode() in raw
    for value in ("佐藤", "美咲", "1991-04-02", "ソファ"):
        assert value.encode() not in raw
        assert value.encode("unicode_escape") not in raw
