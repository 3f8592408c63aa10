"""An event of LINE as durable work: once LINE was told 200, it is handled, whatever dies meanwhile.

The workflow's id is made of the event's, so it happens once. Its steps hand on ids only: what
residents say lies encrypted in our tables, and DBOS keeps what steps return.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from dbos import DBOS, SetWorkflowID

from channels import conversation, erasure, translating, turn_workflow
from channels.bot import message_id_at_bot
from channels.line import (
    attachments,
    courtesies,
    hearing,
    inbound,
    inbox,
    news,
    owed,
    residents,
    sending,
    taking,
    threads,
)
from channels.line.accounts import account_of
from channels.line.calls import LineCallError
from channels.line.delivery import ANSWER, APOLOGY, Envelope, deliver, has_arrived
from channels.line.drawing import limits
from channels.line.drawing.sender import Sender
from channels.line.form_link import with_form_link
from channels.line.inbound import Deed
from channels.line.inbox import DONE
from channels.line.outbound import draw
from channels.line.owed import Owed
from channels.line.richmenu.apply import SHOWN_LANGUAGE, link
from channels.line.richmenu.menu import LANGUAGES, MenuLanguage
from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.ward import Ward
from madoguchi.clock import system_clock
from madoguchi.errors import NotFoundError
from madoguchi.languages.answers import shown
from madoguchi.messages import Message, TextMessage
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow

log = structlog.get_logger()

SLOW_SECONDS = 1.0
"""After this long a resident sees that the answer is under way."""

_AT_ONCE = 8
"""Events that one process works on at a time: more would only take turns."""

_WAITS_AFTER_SECONDS = 2.0
"""Whatever takes longer waits for Rasa or for LINE, and is in nobody's way."""

_PAUSE_SECONDS, _IDLE_SECONDS = 0.02, 0.1
"""Between two looks into the inbox: while events are being taken, and while nothing is new."""

_NEWS_SECONDS = 1.0
"""Between two looks for what was told without being asked."""

_running: dict[str, float] = {}
"""The events that this process has just begun, and when (``time.monotonic``)."""


async def dispatch() -> None:
    """Start the work of every event of the inbox, oldest first, until cancelled.

    Few are worked on at a time: the others wait in the inbox.
    """
    begun: set[str] = set()
    new: tuple[str, ...] = ()
    next_look = time.monotonic()
    while True:
        try:
            if time.monotonic() >= next_look:
                next_look = time.monotonic() + _NEWS_SECONDS
                await threads.work(news.collect, system_clock)
            new = await threads.work(inbox.ready_ids, len(begun) + _AT_ONCE, system_clock())
            begun.intersection_update(new)
            room = _AT_ONCE - _busy()
            fresh = [id_ for id_ in new if id_ not in begun][: max(0, room)]
            for id_ in fresh:
                with SetWorkflowID(f"line:{id_}"):
                    await DBOS.start_workflow_async(handle_event, id_)
                begun.add(id_)
                _running[id_] = time.monotonic()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next try may succeed
            log.error("line_dispatch_failed", error=type(error).__name__)
        await asyncio.sleep(_PAUSE_SECONDS if new else _IDLE_SECONDS)


def _busy() -> int:
    """How many events are being worked on, and do not only wait."""
    started_before = time.monotonic() - _WAITS_AFTER_SECONDS
    for id_ in [id_ for id_, since in _running.items() if since < started_before]:
        del _running[id_]
    return len(_running)


@DBOS.workflow()
async def handle_event(id_: str) -> None:
    """Take what the event brings, have it answered, and bring the answer."""
    try:
        is_late = False
        turn_id = await take(id_)
        if turn_id is None:
            await unsay_at_bot(id_)
        else:
            is_late = await answer(id_, turn_id)
        erased = await bring(id_)
        if erased is not None:
            await turn_workflow.ask_to_erase(erased)
        if turn_id is not None and is_late:
            await translating.follow(turn_id)
    except Exception as error:  # noqa: BLE001 - it is told to staff, and not tried for ever
        log.error("line_event_failed", id=id_, error=type(error).__name__)
        await give_up(id_)
    finally:
        _running.pop(id_, None)


@DBOS.step()
async def give_up(id_: str) -> None:
    """Leave an event that cannot be handled."""
    await threads.work(inbox.give_up, id_)


@DBOS.step(retries_allowed=True, max_attempts=5)
async def take(id_: str) -> int | None:
    """Remember the event's message; the turn's id."""
    await attachments.fetch(id_)
    await hearing.hear(id_)
    return await threads.work(taking.take, id_)


@DBOS.step()
async def answer(id_: str, turn_id: int) -> bool:
    """Have the turn answered. Whoever waits is told: by the animation, then by an apology.

    True: a translation of the answer shall follow.
    """
    work = asyncio.ensure_future(turn_workflow.ask_and_keep(turn_id))
    done, _ = await asyncio.wait({work}, timeout=SLOW_SECONDS)
    if not done:
        await threads.call(_show_loading, id_)
        done, _ = await asyncio.wait({work}, timeout=turn_workflow.MOMENT_SECONDS)
    if not done and not turn_workflow.bot().is_down:
        done, _ = await asyncio.wait({work}, timeout=settings().turn_timeout_seconds)
    if not done:
        await _apologise(id_)
    return await work


@DBOS.step()
async def unsay_at_bot(id_: str) -> None:
    """Where the event takes a message back, have Rasa forget it as soon as it answers."""
    unsent = await threads.work(_unsent, id_)
    if unsent is None:
        return
    async for attempt in turn_workflow.until_bot_is_back():
        with attempt:
            await turn_workflow.bot().unsay(unsent[0], message_id_at_bot(*unsent))
    # An action that was at work on it may have put it into the draft since; now none is.
    await threads.work(erasure.unsay, *unsent)


@DBOS.step()
async def bring(id_: str) -> str | None:
    """Bring what there is to say, and forget the event. Bringing it again is harmless.

    The id of a conversation that was erased by that, and that Rasa shall forget, too.
    """
    said = await threads.work(_said, id_)
    if said is None:
        return None
    if said.resident is not None and (said.language or said.notices is not None):
        await threads.work(residents.prefer, said.resident, said.language, said.notices)
    if said.menu is not None:
        await threads.call(_give_menu, said.envelope, said.menu)
    if said.messages:
        await _deliver(said)
    if said.erase is not None:
        await threads.work(erasure.erase, said.erase)
    await threads.work(_finish, id_, said.erase is not None)
    return said.erase


async def _deliver(said: _Said) -> None:
    """Bring the answer, and before it, as far as there is room, what is still owed of others."""
    sender = _sender(said.ward)
    batches = draw(said.messages, sender)
    late: tuple[Owed, ...] = ()
    if batches and said.erase is None:
        room = limits.MESSAGES - len(batches[0])
        late = await threads.work(owed.owed, said.envelope, sender, room, system_clock)
        batches[0] = [*(each.message for each in late), *batches[0]]
    await deliver(said.envelope, batches, ANSWER, system_clock)
    if late:
        arrived = await threads.work(has_arrived, said.envelope.seq, f"{ANSWER}:0")
        if arrived:
            await threads.work(owed.carried, late, system_clock)


@dataclass(frozen=True)
class _Said:
    """What there is to say to an event, and in which ward's name (None: the account's own).

    ``language`` and ``notices`` are what the resident (by their key) has chosen in the turn,
    ``menu`` the rich menu that they are to get. ``erase`` is a conversation that is to be erased
    then.
    """

    envelope: Envelope
    messages: Sequence[Message]
    ward: Ward | None
    resident: str | None = None
    language: str | None = None
    notices: bool | None = None
    menu: MenuLanguage | None = None
    erase: str | None = None


def _unsent(id_: str) -> tuple[str, str] | None:
    """The conversation and the message that the event takes back."""
    with transaction() as session:
        row = inbox.find(session, id_)
    if row is None or row.event is None:
        return None
    asked, user = inbound.read(row.event), inbound.user_id(row.event)
    resident = residents.find(row.account, user) if user and asked.deed is Deed.UNSEND else None
    if resident is None or resident.conversation_id is None:
        return None
    talk = resident.conversation_id
    return talk, inbound.message_key(asked.detail)


def _said(id_: str) -> _Said | None:
    with transaction() as session:
        row = inbox.find(session, id_)
    if row is None or row.event is None or row.status == DONE:
        return None
    turn = None if row.turn_id is None else conversation.load_turn(row.turn_id)
    if turn is None:
        courtesy = shown(_courtesy(row), _language(row))
        return _Said(_envelope(row), courtesy, _ward(row), menu=_menu_of_new(row))
    noted = turn.understanding or {}
    envelope = _envelope(row)
    answer = conversation.answer_to(turn)
    linked = with_form_link(answer, envelope.account, noted.get("procedure"))
    language = conversation.language_of(turn.conversation_id)
    return _Said(
        envelope,
        hearing.with_what_was_heard(shown(linked, language), turn, language),
        conversation.ward_of(turn.conversation_id, catalogue()),
        resident=row.resident,
        language=noted.get("language"),
        notices=noted.get("notices"),
        menu=_menu_in(noted.get("language")),
        erase=turn.conversation_id if noted.get("erase") else None,
    )


def _ward(row: LineEventRow) -> Ward | None:
    return catalogue().wards.get(row.ward) if row.ward else None


def _sender(ward: Ward | None) -> Sender | None:
    return None if ward is None else Sender(ward.names.ja)


def _courtesy(row: LineEventRow) -> Sequence[Message]:
    """What is said to an event that no turn answers."""
    asked = inbound.read(row.event or {})
    if asked.incoming is not None and row.turn_id is None:
        return (courtesies.too_many(),)
    if asked.deed is Deed.GREET:
        return (guidance.greeting(_ward(row), guidance.suggestions(catalogue())),)
    if asked.deed in (Deed.ATTACH, Deed.REFUSE_FILE):
        return attachments.courtesy(row, asked)
    if asked.deed in (Deed.HEAR, Deed.REFUSE_VOICE):
        return hearing.courtesy(row, asked)
    if asked.deed is Deed.EXPLAIN:
        return (courtesies.cannot_read(asked.detail),)
    if asked.deed is Deed.REFUSE:
        return (TextMessage(text=asked.detail),)
    if asked.deed is Deed.DECLINE_GROUP:
        return (courtesies.one_to_one_only(),)
    return ()


def _language(row: LineEventRow) -> str:
    """The language of whoever the event is from; Japanese where nobody, or nobody known, is."""
    user = inbound.user_id(row.event or {})
    resident = residents.find(row.account, user) if user else None
    return (resident and resident.language) or "ja"


def _finish(id_: str, erase: bool) -> None:
    with transaction() as session:
        row = inbox.find(session, id_)
        if row is not None:
            row.status, row.event = DONE, None
            if erase and row.resident is not None:
                residents.forget(session, row.resident)


def _envelope(row: LineEventRow) -> Envelope:
    event = row.event or {}
    return Envelope(
        seq=row.seq,
        event_id=row.id,
        ward=row.ward,
        account=account_of(settings().line, row.ward or "all"),
        user_id=inbound.user_id(event) if event.get("source", {}).get("type") == "user" else None,
        token=inbound.reply_token(event),
        received_at=row.received_at,
    )


def _menu_in(language: str | None) -> MenuLanguage | None:
    return next((tag for tag in LANGUAGES if tag == language), None)


def _menu_of_new(row: LineEventRow) -> MenuLanguage | None:
    """Whoever follows and reads another language gets the rich menu in it."""
    user = inbound.user_id(row.event or {})
    if user is None or inbound.read(row.event or {}).deed is not Deed.GREET:
        return None
    resident = residents.find(row.account, user)
    language = None if resident is None else _menu_in(resident.language)
    return None if language == SHOWN_LANGUAGE else language


def _give_menu(envelope: Envelope, language: MenuLanguage) -> None:
    try:
        link(envelope.account, str(envelope.user_id), language)
    except (LineCallError, NotFoundError) as error:
        # They keep the menu that everybody has.
        log.warning("line_menu_not_linked", account=envelope.account.name, code=error.code)


def _show_loading(id_: str) -> None:
    envelope = _open_envelope(id_)
    if envelope is not None and envelope.user_id is not None:
        sending.show_loading(envelope.account, envelope.user_id)


def _open_envelope(id_: str) -> Envelope | None:
    with transaction() as session:
        row = inbox.find(session, id_)
    return None if row is None or row.event is None else _envelope(row)


def _language_of_event(id_: str) -> str:
    with transaction() as session:
        row = inbox.find(session, id_)
    return "ja" if row is None else _language(row)


async def _apologise(id_: str) -> None:
    envelope = await threads.work(_open_envelope, id_)
    if envelope is not None:
        ward = catalogue().wards.get(envelope.ward) if envelope.ward else None
        language = await threads.work(_language_of_event, id_)
        batches = draw(shown([guidance.unavailable(ward)], language), _sender(ward))
        await deliver(envelope, batches, APOLOGY, system_clock)
