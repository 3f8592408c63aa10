"""Whose call a conversation is, for a day: to hand links over, and to go on after a call broke off.

A number is personal: it is stored encrypted and found again by a keyed hash.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from madoguchi.forms import application
from madoguchi.storage.keyed_hash import keyed_hash, keyed_hashes
from madoguchi.storage.tables import CallRow

KEPT = timedelta(hours=24)

_PURPOSE = "caller"
_SEPARATORS = re.compile(r"[\s().-]")
_NUMBER = re.compile(r"\+?[0-9]{8,15}")
_IN_JAPAN = re.compile(r"^0(?=[1-9])")


def readable(number: str | None) -> str | None:
    """The number as ``+81312345678`` (E.164); None where it is withheld or none."""
    plain = _SEPARATORS.sub("", number or "")
    if not _NUMBER.fullmatch(plain):
        return None
    return plain if plain.startswith("+") else "+" + _IN_JAPAN.sub("81", plain)


def note(session: Session, conversation_id: str, number: str, now: datetime) -> None:
    """Keep the number of a call that begins."""
    session.add(
        CallRow(
            conversation_id=conversation_id,
            caller_hash=keyed_hash(_PURPOSE, number),
            number=number,
            began_at=now,
        )
    )


def number_of(session: Session, conversation_id: str) -> str | None:
    """The number of the conversation's caller, or None."""
    row = session.get(CallRow, conversation_id)
    return None if row is None else str(row.number)


def unfinished(session: Session, number: str, now: datetime) -> str | None:
    """The conversation of this number's last call whose application is still open, or None."""
    found = session.scalars(
        select(CallRow.conversation_id)
        .where(
            CallRow.caller_hash.in_(keyed_hashes(_PURPOSE, number)), CallRow.began_at > now - KEPT
        )
        .order_by(CallRow.began_at.desc())
    )
    return next((id_ for id_ in found if application.open_draft(session, id_) is not None), None)


def forget(session: Session, now: datetime) -> int:
    """Erase the numbers of calls that lie a day back; returns how many."""
    gone = session.scalars(
        delete(CallRow).where(CallRow.began_at <= now - KEPT).returning(CallRow.conversation_id)
    )
    return len(gone.all())
