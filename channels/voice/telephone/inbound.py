"""``WS /channels/voice/telephone/{ward}``: a call, as a provider streams it (``schema.py``)."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from channels import conversation
from channels.gateway_parts import Parts
from channels.problems import TooManyRequestsError
from channels.voice.call import Call
from channels.voice.lines import Lines
from channels.voice.session import VoiceSession
from channels.voice.telephone import access, busy, calls, readiness, schema, texting
from channels.voice.telephone.outbound import Telephone
from channels.voice.telephone.schema import PROVIDER_MESSAGE, ProviderMessage, StartData
from channels.voice.together import until_one_ends
from madoguchi.conversations import continuation
from madoguchi.errors import InvalidValueError, MadoguchiError
from madoguchi.storage.database import transaction
from madoguchi.voice.audio import mulaw_decode
from madoguchi.voice.recognition.recognisers import available

router = APIRouter(prefix="/channels/voice/telephone", tags=["voice"])

START_SECONDS = 10.0
"""Within this time a provider says which call it is."""

QUIET_SECONDS = 60.0
"""A provider that sends nothing for this long has lost the call without saying so."""

MOST_SECONDS = 3600.0
"""How long a call may last."""

MOST_UNREADABLE = 50
"""Messages in a row that cannot be read, a second of sound, before a stream is given up."""

_NORMAL, _UNSUPPORTED, _POLICY = 1000, 1003, 1008

log = structlog.get_logger()


class RefusedError(InvalidValueError):
    """A stream that is not taken; ``message`` is for the provider's log, 123 bytes at most."""

    def __init__(self, code: str, message: str, close: int = _POLICY) -> None:
        super().__init__(code, message)
        self.close = close


@dataclass(frozen=True)
class _Conversation:
    id: str
    number: str | None
    unfinished: str | None


@router.websocket("/{ward}")
async def telephone(socket: WebSocket, ward: str) -> None:
    """Speak with a caller about a ward."""
    parts: Parts = socket.app.state.parts
    voice = parts.settings.voice
    problem = readiness.problem(voice)
    if problem is not None or ward not in parts.catalogue.wards:
        log.warning("call_refused", reason=problem or f"no ward {ward[:32]!r}")
        await socket.close(_POLICY)  # before it is accepted: HTTP 403
        return
    is_shown = access.is_shown(socket, voice, parts.settings.public_url)
    if is_shown is False:
        log.warning("call_refused", reason="the token or signature is missing or wrong")
        await socket.close(_POLICY)
        return
    await socket.accept()
    close = _NORMAL
    try:
        start = await _begin(socket)
        if not is_shown and not access.is_token(start.custom_parameters.get("token"), voice):
            raise RefusedError("wrong-token", "the telephone token is missing or wrong")
        await _take(socket, ward, start)
    except WebSocketDisconnect:
        return
    except RefusedError as error:
        log.warning("call_refused", reason=error.message)
        await _close(socket, error.close, error.message)
        return
    except MadoguchiError as error:
        log.warning("call_broken", code=error.code)
        close = _POLICY
    await _close(socket, close)


async def _close(socket: WebSocket, code: int, reason: str = "") -> None:
    with suppress(WebSocketDisconnect):  # the provider may have closed it just now
        await socket.close(code, reason)


async def _begin(socket: WebSocket) -> StartData:
    """The call, from the first messages.

    Raises:
        RefusedError: if they are none that can begin a call, or do not come in time.

    """
    try:
        async with asyncio.timeout(START_SECONDS):
            while True:
                match await _next(socket):
                    case schema.Start(start=start):
                        return start
                    case schema.Connected() | None:
                        continue
                    case message:
                        raise RefusedError("no-start", f"{message.event} came before start")
    except TimeoutError:
        raise RefusedError("no-start", "start did not come in time") from None
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in wrong["loc"])
        is_format = "media" in where.lower()
        raise RefusedError(
            "invalid-start",
            f"{where}: {wrong['msg']}"[:120],
            _UNSUPPORTED if is_format else _POLICY,
        ) from None


async def _take(socket: WebSocket, ward: str, start: StartData) -> None:
    """Have the call on a line, or say that none is free."""
    parts: Parts = socket.app.state.parts
    lines: Lines = socket.app.state.voice_lines
    wanted = start.custom_parameters.get("language", readiness.LANGUAGE)
    language = wanted if wanted in available() else readiness.LANGUAGE
    try:
        with lines.taken():
            await _converse(socket, ward, start, language)
    except TooManyRequestsError:
        log.warning("call_refused", reason="all lines are busy")
        wire = Telephone(socket, start, socket.app.state.call_control, parts.clock)
        seconds = await busy.tell(wire, language)
        try:
            async with asyncio.timeout(seconds):
                while not isinstance(await _heard(socket), schema.Stop):
                    continue
        except TimeoutError:
            await wire.hang_up()


async def _converse(socket: WebSocket, ward: str, start: StartData, language: str) -> None:
    parts: Parts = socket.app.state.parts
    began = time.monotonic()
    talk = await asyncio.to_thread(_open, parts, ward, language, start)
    control = socket.app.state.call_control
    can_message = talk.number is not None and texting.is_possible(parts.settings.voice)
    number = talk.number if can_message else None
    wire = Telephone(socket, start, control, parts.clock, number, talk.id)
    session = VoiceSession(
        wire,
        parts,
        socket.app.state.streams,
        talk.id,
        rate=schema.RATE,
        has_screen=False,
        call=Call(can_message, control.can_transfer, talk.unfinished, MOST_SECONDS),
    )
    try:
        await until_one_ends(session.run(), _receive(socket, session))
    finally:
        seconds = round(time.monotonic() - began)
        log.info("call_ended", conversation=talk.id, seconds=seconds)


def _open(parts: Parts, ward: str, language: str, start: StartData) -> _Conversation:
    """A conversation for the call, and what the caller may have left open before."""
    started = conversation.start(
        parts.catalogue, parts.clock, channel="voice", ward_id=ward, language=language
    )
    number = calls.readable(start.custom_parameters.get("from"))
    if number is None:
        return _Conversation(started.id, None, None)
    now = parts.clock()
    with transaction() as session:
        earlier = calls.unfinished(session, number, now)
        unfinished = None if earlier is None else continuation.issue(session, earlier, now)
        calls.note(session, started.id, number, now)
    return _Conversation(started.id, number, unfinished)


async def _receive(socket: WebSocket, session: VoiceSession) -> None:
    """Hand on what comes, until the call is over or the provider has gone silent."""
    while True:
        try:
            async with asyncio.timeout(QUIET_SECONDS):
                message = await _heard(socket)
        except TimeoutError:
            return
        match message:
            case schema.Media(media=media) if media.track != "outbound":
                session.sound(mulaw_decode(media.payload))
            case schema.Dtmf(dtmf=dtmf):
                session.pressed(dtmf.digit)
            case schema.Mark(mark=mark) if mark.name.isdecimal():
                session.played(int(mark.name))
            case schema.Stop():
                return


async def _heard(socket: WebSocket) -> ProviderMessage:
    """The next message that can be read; a torn one in between costs nobody the call.

    Raises:
        InvalidValueError: if too many in a row cannot be.

    """
    for _ in range(MOST_UNREADABLE):
        try:
            message = await _next(socket)
        except ValidationError:
            continue
        if message is not None:
            return message
    raise InvalidValueError("unreadable-stream", "the stream's messages cannot be read")


async def _next(socket: WebSocket) -> ProviderMessage | None:
    """The next message; None for an event that we do not know.

    Raises:
        ValidationError: if it is none.
        WebSocketDisconnect: if the provider has gone.

    """
    frame = await socket.receive()
    if frame["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(frame.get("code", _NORMAL))
    try:
        return PROVIDER_MESSAGE.validate_json(frame.get("text") or "")
    except ValidationError as error:
        if error.errors(include_input=False)[0]["type"] == "union_tag_invalid":
            return None
        raise
