"""Where an application stands, in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from madoguchi.answers import submission_status
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.submissions.status import LABELS, SubmissionStatus
from madoguchi.submissions.submission import Submission

CHANGED = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def submitted(status: SubmissionStatus, note: str | None = None) -> Submission:
    return Submission(
        receipt_number="AB12-CD34-EF",
        procedure="moving-out",
        ward="nerima",
        values={"name": "佐藤美咲"},
        rows=[{"field": "name", "label": "お名前", "value": "佐藤美咲"}],
        status=status,
        submitted_at=CHANGED,
        changed_at=CHANGED,
        conversation_id=None,
        note=note,
    )


@pytest.mark.parametrize("status", SubmissionStatus)
def test_each_status_has_its_words(catalogue: Catalogue, status: SubmissionStatus) -> None:
    card = submission_status.message(catalogue, submitted(status))
    assert LABELS[status] in card.text
    assert "練馬区" in card.text


def test_the_time_is_japan_s(catalogue: Catalogue) -> None:
    card = submission_status.message(catalogue, submitted(SubmissionStatus.RECEIVED))
    assert "2026年11月25日 00:30" in [row.value for row in card.rows]


def test_what_the_ward_says_is_marked_as_the_ward_s(catalogue: Catalogue) -> None:
    card = submission_status.message(
        catalogue, submitted(SubmissionStatus.NEEDS_RESIDENT, "印鑑をお持ちください。")
    )
    assert card.rows[-1].label == "練馬区から"
    assert card.rows[-1].origin == "ward"


def test_no_personal_value_is_shown(catalogue: Catalogue) -> None:
    card = submission_status.message(catalogue, submitted(SubmissionStatus.COMPLETED))
    assert "佐藤" not in card.model_dump_json()
