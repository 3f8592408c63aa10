"""A voice message: fetched, recognised here, and taken as if its words had been typed.

The sound is in memory only, and nothing of it is kept. What was heard is noted in the event itself,
which lies encrypted until it is handled; ``inbound`` then reads the event as these words. Whatever
dies in between, doing it again gives one answer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from channels import conversation
from channels.conversation import Turn
from channels.limiting import Verdict
from channels.line import asking, contents, courtesies, inbound, inbox, sending, taking, threads
from channels.line.accounts import Account, account_of
from channels.line.contents import NotFetchedError, TooLargeError
from channels.line.inbound import Asked, Deed
from madoguchi.answers import emergency
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import JST, system_clock
from madoguchi.errors import MadoguchiError
from madoguchi.forms import application
from madoguchi.inquiries import draft as inquiry_draft
from madoguchi.languages.answers import shown
from madoguchi.languages.strings import text
from madoguchi.messages import Message, TextMessage
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow
from madoguchi.voice.manners import expecting, transfer, voice_message
from madoguchi.voice.manners.course import asked_in
from madoguchi.voice.manners.understanding import Situation
from madoguchi.voice.manners.voice_message import Understood
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Expected
from madoguchi.voice.recognition.recognisers import model_of, recogniser
from madoguchi.voice.recording import NoSoundError, TooLongError, decode
from madoguchi.voice.transcribing import TooSlowError, transcribe_pcm

log = structlog.get_logger()

MOST_SECONDS = 61.0
"""Of sound; longer ones are not listened to. A recorder that stops at a minute rounds up."""

MOST_BYTES = 5 * 1024 * 1024
"""LINE's own recordings have about half a megabyte a minute."""

PATIENCE_SECONDS = 20.0
"""How long recognising one message may take."""

_MOST_TRIES = 3
"""How often one message is listened to: a file that kills the process must not do so for ever."""


@dataclass(frozen=True)
class _Wanted:
    """A voice message before it is fetched."""

    event_id: str
    account: Account
    user_id: str
    message_id: str
    tries: int
    situation: Situation


async def hear(id_: str) -> None:
    """Note what is said in the event, if it brings a voice message; again is harmless."""
    wanted = await threads.work(_wanted, id_)
    if wanted is None:
        return
    content, _ = await asyncio.gather(
        threads.call(_content, wanted),
        threads.call(sending.show_loading, wanted.account, wanted.user_id),
    )
    if isinstance(content, bytes):
        await threads.work(_note, id_, {"tries": wanted.tries + 1})
        content = await threads.hear(_heard, wanted, content)
    await threads.work(_note, id_, content)


def courtesy(row: LineEventRow, asked: Asked) -> Sequence[Message]:
    """What is said to a voice that was not heard: why, and the question once more if there is."""
    if asked.deed is not Deed.REFUSE_VOICE:
        return (courtesies.cannot_read("audio"),)
    return (TextMessage(text=asked.detail), *asking.question(asking.conversation_of(row)))


def with_what_was_heard(
    messages: tuple[Message, ...], turn: Turn, language: str
) -> tuple[Message, ...]:
    """The answer, and before it what was heard; nothing stands before the emergency numbers.

    A message that was taken back meanwhile is not quoted.
    """
    heard = turn.content.get("heard")
    if not heard:
        return messages
    told = TextMessage(text=text(language, "line.heard", words=heard), language=language)
    if any(emergency.names_the_numbers(message.text) for message in messages):
        return (*messages, told)
    return (told, *messages)


def _wanted(id_: str) -> _Wanted | None:
    """What to fetch; None where there is nothing, or no need to, which is noted then."""
    with transaction() as session:
        row = inbox.find(session, id_)
    if row is None or row.event is None or row.status != inbox.NEW:
        return None
    asked = inbound.read(row.event)
    resident = taking.resident_of(row, asked) if asked.deed is Deed.HEAR else None
    if resident is None:
        return None
    verdict = taking.count(resident)
    if verdict is Verdict.DROPPED:
        inbox.leave(id_)
        return None
    situation = _situation(resident.conversation_id, resident.language or "ja")
    message = row.event["message"]
    tries = _tries(row.event)
    refusal = _refusal(message, situation.language)
    if tries >= _MOST_TRIES:
        refusal = courtesies.voice_not_received()
    if verdict is Verdict.REMARKED:
        refusal = courtesies.too_many()
    if refusal is not None:
        _note(id_, {"refusal": refusal.text})
        return None
    account = account_of(settings().line, row.ward or "all")
    return _Wanted(id_, account, resident.user_id, str(message["id"]), tries, situation)


def _refusal(message: dict[str, Any], language: str) -> TextMessage | None:
    """Why the message is not even fetched; None where it is."""
    provider = message.get("contentProvider")
    is_at_line = not isinstance(provider, dict) or provider.get("type", "line") == "line"
    if model_of(language) is None or not is_at_line:
        return courtesies.cannot_read("audio")
    duration_ms = message.get("duration")
    if isinstance(duration_ms, int) and duration_ms > MOST_SECONDS * 1000:
        return courtesies.voice_too_long()
    return None


def _situation(conversation_id: str | None, language: str) -> Situation:
    """What the words are understood by: the question that is open, and in which language."""
    today = system_clock().astimezone(JST).date()
    if conversation_id is None or not conversation.exists(conversation_id):
        return Situation(None, language, today, None, (), None)
    language = conversation.language_of(conversation_id)
    ward = conversation.ward_of(conversation_id, catalogue())
    with transaction() as session:
        draft = application.open_draft(session, conversation_id)
        is_for_staff = inquiry_draft.is_awaited(session, conversation_id)
    messages: tuple[Message, ...] = ()
    if draft is not None and not is_for_staff:
        messages = shown(asking.question(conversation_id), language)
    elif not is_for_staff:
        messages = conversation.last_answer(conversation_id)
    procedure = transfer.procedure_of(messages) if draft is None else draft.procedure
    return Situation(
        asked_in(messages), language, today, procedure, (), ward.names.ja if ward else None
    )


def _content(wanted: _Wanted) -> bytes | dict[str, str]:
    """The sound, or the note why there is none."""
    try:
        return contents.fetch(wanted.account, wanted.message_id, MOST_BYTES)
    except TooLargeError:
        return {"refusal": courtesies.voice_too_long().text}
    except NotFetchedError:
        return {"refusal": courtesies.voice_not_received().text}


def _heard(wanted: _Wanted, content: bytes) -> dict[str, str]:
    """The note of what was heard, or why nothing was."""
    began = time.monotonic()
    outcome = "heard"
    try:
        understood = _understood(content, wanted.situation)
        note = _as_note(understood)
        outcome = "heard" if understood is not None else "unclear"
    except TooLongError as error:
        outcome, note = error.code, {"refusal": courtesies.voice_too_long().text}
    except NoSoundError as error:
        outcome, note = error.code, {"refusal": courtesies.voice_not_received().text}
    except TooSlowError as error:
        outcome, note = error.code, {"refusal": courtesies.no_time_to_hear().text}
    except Exception as error:  # noqa: BLE001 - a damaged model fails in its own way
        outcome = error.code if isinstance(error, MadoguchiError) else type(error).__name__
        log.error("line_voice_failed", id=wanted.event_id, error=outcome)
        note = {"refusal": courtesies.cannot_read("audio").text}
    took = round(time.monotonic() - began, 2)
    log.info("line_voice", id=wanted.event_id, outcome=outcome, seconds=took)
    return note


def _understood(content: bytes, now: Situation) -> Understood | None:
    pcm = decode(content, MOST_SECONDS)
    ear = recogniser(now.language)
    if ear is None:
        raise MadoguchiError("no-recogniser", f"There is no model for {now.language}.")
    wanted = expecting.expect(now.asked, None, now.language, now.procedure, now.near)
    transcript = transcribe_pcm(
        pcm,
        SAMPLE_RATE,
        ear,
        now.language,
        expected=Expected(wanted.words, wanted.example),
        patience_seconds=PATIENCE_SECONDS,
    )
    return voice_message.understood(transcript, ear.engine, now)


def _as_note(understood: Understood | None) -> dict[str, str]:
    if understood is None:
        return {"refusal": courtesies.not_heard().text}
    send = understood.send
    if send.postback is not None:
        return {"postback": send.postback, "shown": understood.shown}
    return {"text": str(send.text), "shown": understood.shown}


def _note(id_: str, note: Mapping[str, str | int]) -> None:
    """Note it in the event, unless the event has its answer."""
    with transaction() as session:
        row = inbox.find(session, id_)
        if row is not None and row.event is not None and _is_open(row.event):
            row.event = {**row.event, inbound.HEARD: dict(note)}


def _tries(event: Mapping[str, Any]) -> int:
    """How often it was listened to, and nothing came of it."""
    match event.get(inbound.HEARD):
        case {"tries": int(tries)}:
            return tries
        case _:
            return 0


def _is_open(event: Mapping[str, Any]) -> bool:
    return inbound.read(event).deed is Deed.HEAR
