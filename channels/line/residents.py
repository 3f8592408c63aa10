"""Residents as an account of LINE knows them, and the conversation that each has with us."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from channels import conversation, erasure
from channels.line import inbox
from channels.line.inbox import resident_key
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, LineResidentRow

_LANGUAGES = {
    "ja": "ja", "en": "en", "ko": "ko", "vi": "vi", "ne": "ne", "tl": "tl", "fil": "tl",
    "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh": "zh-Hans",
}  # fmt: skip
"""Our languages by what LINE's profile says (BCP 47, lower case)."""


@dataclass(frozen=True)
class Resident:
    """A user of an account. ``conversation_id`` None: they have none yet, or no longer."""

    key: str
    user_id: str
    conversation_id: str | None
    language: str | None
    is_friend: bool


def language_of_profile(tag: str | None) -> str:
    """Our language for the one of LINE's profile; Japanese where it says none.

    A language that we do not speak becomes English: whoever set it reads Japanese less likely.
    """
    if not tag:
        return "ja"
    lower = tag.lower()
    return _LANGUAGES.get(lower) or _LANGUAGES.get(lower.split("-")[0]) or "en"


def find(account: str, user_id: str) -> Resident | None:
    """A user by their id, or None for one who has never written."""
    with transaction() as session:
        row = session.get(LineResidentRow, resident_key(account, user_id))
        return None if row is None else _as_resident(row)


def meet(account: str, user_id: str, *, language: str | None = None) -> Resident:
    """The user, remembered from now on; ``language`` is kept where none is known yet."""
    with transaction() as session:
        row = session.get(LineResidentRow, resident_key(account, user_id))
        if row is None:
            row = LineResidentRow(
                key=resident_key(account, user_id),
                account=account,
                user_id=user_id,
                conversation_id=None,
                language=language,
                is_friend=True,
                notices=False,
            )
            session.add(row)
        elif row.language is None:
            row.language = language
        return _as_resident(row)


def befriend(key: str) -> None:
    """They follow the account, for the first time or again; consent to notices starts as no."""
    with transaction() as session:
        row = session.get(LineResidentRow, key)
        if row is not None:
            row.is_friend, row.notices = True, False


def lose(key: str) -> None:
    """They have blocked the account: LINE brings them nothing; consent to notices ends."""
    with transaction() as session:
        row = session.get(LineResidentRow, key)
        if row is not None:
            row.is_friend, row.notices = False, False


def prefer(key: str, language: str | None, notices: bool | None) -> None:
    """Keep what they have chosen; None leaves as it is."""
    with transaction() as session:
        row = session.get(LineResidentRow, key)
        if row is not None:
            row.language = language or row.language
            row.notices = row.notices if notices is None else notices


def converse(
    resident: Resident, ward: str | None, days: int, catalogue: Catalogue, clock: Clock
) -> str:
    """The id of their conversation; a new one where they have none or it has expired."""
    if resident.conversation_id is not None:
        with transaction() as session:
            row = session.get(ConversationRow, resident.conversation_id)
            if row is not None and not erasure.is_expired(row, days, clock):
                row.last_seen_at = clock()
                return row.id
    started = conversation.start(
        catalogue, clock, channel="line", ward_id=ward, language=resident.language or "ja"
    )
    with transaction() as session:
        known = session.get(LineResidentRow, resident.key)
        if known is not None:
            known.conversation_id = started.id
    return started.id


def forget(session: Session, key: str) -> None:
    """Erase them; the ids of their events stay for a while, nobody's now."""
    row = session.get(LineResidentRow, key)
    if row is not None:
        session.delete(row)
    inbox.let_go(session, key)


def _as_resident(row: LineResidentRow) -> Resident:
    return Resident(row.key, row.user_id, row.conversation_id, row.language, row.is_friend)
