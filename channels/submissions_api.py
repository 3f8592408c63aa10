"""The status of an application: for its conversation, or for who knows receipt and birth date."""

from __future__ import annotations

import hmac
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from channels import conversation
from channels.gateway_parts import Parts
from channels.problems import PROBLEM_RESPONSES
from madoguchi.clock import JST, today_in_japan
from madoguchi.errors import InvalidValueError, NotFoundError
from madoguchi.forms.values.dates import parse_date
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow
from madoguchi.submissions import receipt_number, submission
from madoguchi.submissions.status import LABELS

router = APIRouter(prefix="/api/v1/submissions", tags=["submissions"], responses=PROBLEM_RESPONSES)
_bearer = HTTPBearer(auto_error=False, description="The token of the conversation that applied.")


class SubmissionStatusView(BaseModel):
    """Where an application stands; no answer of the form is shown. Times are ISO 8601 in JST."""

    receipt_number: str
    procedure: str
    ward: str
    status: str
    status_label: str
    submitted_at: str
    changed_at: str
    note: str | None


@router.get("/{receipt}")
def status(
    request: Request,
    receipt: str,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    birth_date: Annotated[str | None, Query(max_length=40)] = None,
) -> SubmissionStatusView:
    """Needs the conversation's token, or the birth date that the application states.

    A wrong birth date answers as an unknown receipt number does.
    """
    parts: Parts = request.app.state.parts
    number = receipt_number.parse(receipt)
    if credentials is None and birth_date is None:
        raise InvalidValueError(
            "birth-date-needed", "申請した方の生年月日（birth_date）を指定してください。"
        )
    day = None
    if birth_date is not None:
        day = parse_date(birth_date, today=today_in_japan(parts.clock), prefer="past")
    unknown = NotFoundError(
        "unknown-receipt-number",
        "この受付番号と生年月日の組み合わせでは、申請が見つかりません。控えをご確認ください。",
    )
    with transaction() as session:
        try:
            found = submission.get(session, number)
        except NotFoundError:
            found = None
        owner = None if credentials is None else _owner(session, credentials.credentials)
    if found is None or owner is None or owner != found.conversation_id:
        # Unknown numbers count, too: who guesses learns nothing from how it is refused.
        parts.limits.status_lookup(number)
        if found is None or not _same_day(found.values.get("birth_date"), day):
            raise unknown
    return SubmissionStatusView(
        receipt_number=found.receipt_number,
        procedure=found.procedure,
        ward=found.ward,
        status=found.status.value,
        status_label=LABELS[found.status],
        submitted_at=found.submitted_at.astimezone(JST).isoformat(timespec="seconds"),
        changed_at=found.changed_at.astimezone(JST).isoformat(timespec="seconds"),
        note=found.note,
    )


def _owner(session: Session, token: str) -> str | None:
    """The conversation whose token this is."""
    query = select(ConversationRow.id).where(
        ConversationRow.token_hash == conversation.hash_token(token)
    )
    return session.scalar(query)


def _same_day(stated: object, given: date | None) -> bool:
    if not isinstance(stated, str) or given is None:
        return False
    return hmac.compare_digest(stated, given.isoformat())
