"""The states of a submission, and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from madoguchi.errors import ConflictError


class SubmissionStatus(StrEnum):
    """Where an application stands at the ward."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    NEEDS_RESIDENT = "needs_resident"
    COMPLETED = "completed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


LABELS = {
    SubmissionStatus.RECEIVED: "受け付けました",
    SubmissionStatus.IN_REVIEW: "内容を確認しています",
    SubmissionStatus.NEEDS_RESIDENT: "ご確認いただきたいことがあります",
    SubmissionStatus.COMPLETED: "手続きが完了しました",
    SubmissionStatus.REJECTED: "お受けできませんでした",
    SubmissionStatus.WITHDRAWN: "取り下げられました",
}

CLOSED = frozenset(
    {SubmissionStatus.COMPLETED, SubmissionStatus.REJECTED, SubmissionStatus.WITHDRAWN}
)


def check_change(receipt_number: str, old: SubmissionStatus, new: SubmissionStatus) -> None:
    """Let a status change pass, or not.

    Raises:
        ConflictError: if the submission is closed, or would go back to ``received``.

    """
    if old in CLOSED:
        raise ConflictError("submission-closed", f"{receipt_number} is closed ({old})")
    if new is SubmissionStatus.RECEIVED:
        raise ConflictError("already-received", f"{receipt_number} was received already")
