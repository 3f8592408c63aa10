"""Taking an open application into another conversation: begun by telephone, ended on the web.

Whoever has the code has the application, so a code is good for a day and for one use, is stored as
a keyed hash only, and cannot be tried out: not by one conversation, nor by many.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.conversations import continuation_code
from madoguchi.errors import ConflictError
from madoguchi.forms import adoption, application
from madoguchi.forms.engine import Outcome
from madoguchi.storage.keyed_hash import keyed_hash, keyed_hashes
from madoguchi.storage.tables import ContinuationRow, ContinuationTryRow

LIFE = timedelta(hours=24)

_MOST_TRIES, _MOST_TRIES_OF_ALL = 5, 60
_WINDOW = timedelta(hours=1)
"""Wrong codes of one conversation, and of all, within this time. Of some seven million codes
sixty an hour for a day would find one of ten that are open with a probability of 0.2 %."""

_PURPOSE = "continuation"


def issue(session: Session, conversation_id: str, now: datetime) -> str:
    """A new code for the conversation's application; an earlier one is worth nothing any more."""
    session.execute(
        delete(ContinuationRow).where(ContinuationRow.conversation_id == conversation_id)
    )
    code = continuation_code.new()
    while session.get(ContinuationRow, keyed_hash(_PURPOSE, code)) is not None:
        code = continuation_code.new()
    session.add(
        ContinuationRow(
            code_hash=keyed_hash(_PURPOSE, code),
            conversation_id=conversation_id,
            expires_at=now + LIFE,
        )
    )
    session.flush()
    return code


def redeem(
    session: Session,
    catalogue: Catalogue,
    *,
    code: str,
    conversation_id: str,
    message_id: str,
    now: datetime,
) -> Outcome | None:
    """The code's application, in this conversation from now on; None, and counted, for no code.

    The same message again yields the same answer. Of several who use a code at once one has it.

    Raises:
        ConflictError: if too many wrong codes came (``too-many-tries``), or this conversation has
            an open application of its own (``other-draft``): the code stays good then.

    """
    repeated = application.repeated(session, conversation_id, message_id)
    if repeated is not None:
        return repeated
    _check_tries(session, conversation_id, now)
    # Deleting it first is the lock: whoever comes second finds none.
    source = session.scalar(
        delete(ContinuationRow)
        .where(
            ContinuationRow.code_hash.in_(keyed_hashes(_PURPOSE, code)),
            ContinuationRow.expires_at > now,
        )
        .returning(ContinuationRow.conversation_id)
    )
    outcome = source and adoption.adopt(
        session,
        catalogue,
        source=source,
        conversation_id=conversation_id,
        message_id=message_id,
        now=now,
    )
    if not outcome:
        session.add(ContinuationTryRow(conversation_id=conversation_id, at=now))
        return None
    return outcome


def forget(session: Session, now: datetime) -> int:
    """Delete the codes that are over, and tries that count no more; returns how many codes."""
    session.execute(delete(ContinuationTryRow).where(ContinuationTryRow.at < now - _WINDOW))
    gone = session.scalars(
        delete(ContinuationRow)
        .where(ContinuationRow.expires_at <= now)
        .returning(ContinuationRow.code_hash)
    )
    return len(gone.all())


def _check_tries(session: Session, conversation_id: str, now: datetime) -> None:
    lately = ContinuationTryRow.at > now - _WINDOW
    tries = select(func.count()).select_from(ContinuationTryRow).where(lately)
    of_all = session.scalar(tries) or 0
    own = session.scalar(tries.where(ContinuationTryRow.conversation_id == conversation_id)) or 0
    if own >= _MOST_TRIES or of_all >= _MOST_TRIES_OF_ALL:
        raise ConflictError(
            "too-many-tries",
            "違う引き継ぎ番号が続いたため、いまは受け付けられません。"
            "1時間ほどしてから、もう一度入力してください。",
        )
