"""Consent to notices, where the channel of a conversation can bring any."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from madoguchi.storage.tables import LineResidentRow


def to_notices(session: Session, conversation_id: str) -> bool | None:
    """Whether the resident wants notices; None where their channel brings none (all but LINE)."""
    return session.scalar(
        select(LineResidentRow.notices).where(LineResidentRow.conversation_id == conversation_id)
    )
