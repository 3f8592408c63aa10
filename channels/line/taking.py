"""Taking an event: its message is remembered, or what else it asks for is done."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import Counter

from channels import conversation, erasure
from channels.incoming import Incoming
from channels.limiting import Limits, Verdict
from channels.line import inbound, inbox, residents, sending
from channels.line.accounts import account_of
from channels.line.inbound import Asked, Deed
from channels.line.inbox import DONE, TAKEN
from channels.line.residents import Resident
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow

TOO_MANY = Counter(
    "madoguchi_line_messages_too_many_total",
    "Messages over a resident's limit",
    ["verdict"],
)


@dataclass
class _Parts:
    limits: Limits | None = None


_parts = _Parts()


def use_limits(limits: Limits) -> None:
    """Give the work its rate limits; called before the first event."""
    _parts.limits = limits


def _limits() -> Limits:
    if _parts.limits is None:
        raise RuntimeError("use_limits() comes before the first event")
    return _parts.limits


def take(id_: str) -> int | None:
    """Do what the event asks for, once; the id of the turn that its message has become, if any."""
    with transaction() as session:
        row = inbox.find(session, id_)
    if row is None or row.event is None or row.status == DONE:
        return None
    if row.status == TAKEN:
        return row.turn_id
    asked = inbound.read(row.event)
    turn_id = row.turn_id  # of what was told; any other event's message becomes one now
    resident = resident_of(row, asked)
    if resident is not None:
        if asked.incoming is not None:
            # A voice message was counted before it was listened to.
            verdict = count(resident) if asked.incoming.heard is None else Verdict.TAKEN
            if verdict is Verdict.DROPPED:
                inbox.leave(id_)
                return None
            if verdict is Verdict.TAKEN:
                turn_id = _remember(row, resident, asked.incoming)
        elif asked.deed is Deed.GREET:
            residents.befriend(resident.key)
        elif asked.deed is Deed.LOSE:
            residents.lose(resident.key)
        elif asked.deed is Deed.UNSEND and resident.conversation_id is not None:
            erasure.unsay(resident.conversation_id, inbound.message_key(asked.detail))
    with transaction() as session:
        taken = inbox.find(session, id_)
        if taken is not None:
            taken.status, taken.turn_id, taken.taken_at = TAKEN, turn_id, system_clock()
    return turn_id


def count(resident: Resident) -> Verdict:
    """Count a message of the resident, and what becomes of it."""
    verdict = _limits().chat(resident.key)
    if verdict is not Verdict.TAKEN:
        TOO_MANY.labels(verdict).inc()
    return verdict


def _remember(row: LineEventRow, resident: Resident, incoming: Incoming) -> int:
    if not resident.is_friend:
        residents.befriend(resident.key)  # who writes has us again: a follow was lost
    talk = residents.converse(
        resident, row.ward, settings().conversation_days, catalogue(), system_clock
    )
    return conversation.remember(talk, incoming, system_clock).id


def resident_of(row: LineEventRow, asked: Asked) -> Resident | None:
    """Whoever the event is from, met now if not before; None where nobody is to be met."""
    user = inbound.user_id(row.event or {})
    if user is None or asked.deed is Deed.NOTHING:
        return None
    known = residents.find(row.account, user)
    if known is not None:
        return known
    if asked.deed in (Deed.LOSE, Deed.UNSEND):
        return None
    profile = sending.profile_language(account_of(settings().line, row.ward or "all"), user)
    return residents.meet(row.account, user, language=residents.language_of_profile(profile))
