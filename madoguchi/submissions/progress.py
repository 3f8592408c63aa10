"""What becomes of a submission, told where the resident applied."""

from __future__ import annotations

from sqlalchemy.orm import Session

from madoguchi.answers import submission_status
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.conversations import turns
from madoguchi.submissions import submission
from madoguchi.submissions.status import SubmissionStatus
from madoguchi.submissions.submission import Submission


def report(
    session: Session,
    catalogue: Catalogue,
    number: str,
    status: SubmissionStatus,
    note: str | None,
    clock: Clock,
) -> Submission:
    """Record a status of a submission and tell its conversation, if that still exists.

    What changes nothing is not told again.

    Raises:
        NotFoundError: if there is no such submission.
        ConflictError: if the submission is closed.

    """
    before = submission.get(session, number)
    changed = submission.set_status(session, number, status, note, clock())
    if changed != before and changed.conversation_id is not None:
        message = submission_status.message(catalogue, changed)
        turns.tell(session, changed.conversation_id, message, clock)
    return changed
