"""The status of a submitted application in words."""

from __future__ import annotations

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import JST
from madoguchi.forms.values.dates import format_date
from madoguchi.messages import CardMessage, CardRow, MessageSource
from madoguchi.submissions.status import LABELS
from madoguchi.submissions.submission import Submission


def message(catalogue: Catalogue, submission: Submission) -> CardMessage:
    """Where the application stands, since when, and what the ward said about it."""
    procedure = catalogue.procedures[submission.procedure]
    ward = catalogue.wards[submission.ward]
    changed = submission.changed_at.astimezone(JST)
    rows = [
        CardRow(label="受付番号", value=submission.receipt_number),
        CardRow(label="状況", value=LABELS[submission.status]),
        CardRow(label="更新", value=f"{format_date(changed.date())} {changed:%H:%M}"),
    ]
    if submission.note:
        rows.append(CardRow(label=f"{ward.names.ja}から", value=submission.note, origin="ward"))
    return CardMessage(
        title=f"{procedure.names.official}の申請状況",
        text=f"{ward.names.ja}の「{procedure.names.official}」は、「{LABELS[submission.status]}」の状態です。",
        rows=tuple(rows),
        source=MessageSource(procedure=submission.procedure, ward=submission.ward),
    )
