"""``WS /channels/voice/stream``: a browser's microphone and loudspeaker."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from channels import conversation
from channels.gateway_parts import Parts
from channels.problems import status_of
from channels.voice.lines import Lines
from channels.voice.protocol import (
    CLIENT_MESSAGE,
    MOST_FRAME_BYTES,
    Aloud,
    Played,
    Quiet,
    Start,
    Stop,
    Talk,
)
from channels.voice.session import VoiceSession
from channels.voice.together import until_one_ends
from channels.voice.wire import Speech
from madoguchi.errors import InvalidValueError, MadoguchiError

router = APIRouter(prefix="/channels/voice", tags=["voice"])

START_SECONDS = 10.0
"""Within this time a client says who it is."""

QUIET_SECONDS = 60.0
"""A client that sends neither sound nor a message for this long has gone without saying so."""

_NORMAL, _POLICY, _LATER = 1000, 1008, 1013


class NotStartedError(InvalidValueError):
    """The first message is not one that can begin a session; ``errors`` names field and problem."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(
            "invalid-start",
            "音声を始められませんでした。最初に送るメッセージの errors の項目をご確認ください。",
        )
        self.errors = [_as_error(field, problem)]


class Browser:
    """The wire to a browser."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._sending = asyncio.Lock()

    async def ready(self, language: str, *, listens: bool, speaks: bool) -> None:
        """Tell the language, and what there is a model for."""
        await self._tell(type="ready", language=language, listens=listens, speaks=speaks)

    async def caption(self, text: str, *, is_final: bool) -> None:
        """Show what is being understood."""
        await self._tell(type="caption", text=text, final=is_final)

    async def speak(self, speech: Speech) -> None:
        """Send a sentence: what it is, then its sound."""
        head = {
            "type": "speech",
            "mark": speech.mark,
            "rate": speech.rate,
            "language": speech.language,
            "text": speech.text,
        }
        async with self._sending:
            await self._socket.send_json(head)
            await self._socket.send_bytes(speech.pcm)

    async def stop_speaking(self) -> None:
        """Have what is played or waits to be played stop."""
        await self._tell(type="clear")

    async def hand_over(self, text: str) -> None:
        """Nothing: the screen shows every link."""

    async def transfer(self, number: str, summary: str) -> bool:
        """Offer to call the number."""
        await self._tell(type="call", number=number)
        return True

    async def hang_up(self) -> None:
        """Nothing: the microphone is turned off by the end of the connection."""

    async def problem(self, code: str, detail: str, errors: list[dict[str, str]]) -> None:
        """Say what was wrong; the connection goes on or ends behind it."""
        await self._tell(type="problem", code=code, detail=detail, errors=errors)

    async def _tell(self, **message: Any) -> None:
        async with self._sending:
            await self._socket.send_json(message)


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """Speak with a conversation; see ``channels/voice/protocol.py``."""
    await socket.accept()
    browser = Browser(socket)
    lines: Lines = socket.app.state.voice_lines
    close = _NORMAL
    try:
        with lines.taken():
            await _converse(socket, browser)
    except WebSocketDisconnect:
        return
    except MadoguchiError as error:
        await browser.problem(error.code, error.message, getattr(error, "errors", []))
        is_busy = status_of(error) is HTTPStatus.SERVICE_UNAVAILABLE
        close = _LATER if is_busy else _POLICY
    await socket.close(close)


async def _converse(socket: WebSocket, browser: Browser) -> None:
    start = await _begin(socket)
    parts: Parts = socket.app.state.parts
    await asyncio.to_thread(
        conversation.authorise,
        start.conversation,
        start.token,
        parts.settings.conversation_days,
        parts.clock,
    )
    session = VoiceSession(
        browser,
        parts,
        socket.app.state.streams,
        start.conversation,
        rate=start.sample_rate,
        has_screen=True,
        dictates=start.mode == "dictate",
        resumes=start.resumes,
    )
    session.speaks_aloud(start.aloud)
    await until_one_ends(session.run(), _receive(socket, browser, session))


async def _begin(socket: WebSocket) -> Start:
    """The first message.

    Raises:
        InvalidValueError: if it is not ``start``, or does not come in time.

    """
    try:
        async with asyncio.timeout(START_SECONDS):
            frame = await socket.receive()
    except TimeoutError:
        raise NotStartedError("type", f"nothing came within {START_SECONDS:.0f} seconds") from None
    if frame["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(frame.get("code", _NORMAL))
    if frame.get("text") is None:
        raise NotStartedError("type", "sound came before the message start")
    try:
        start = CLIENT_MESSAGE.validate_json(frame["text"])
    except ValidationError as error:
        raise NotStartedError(*_wrong(error)) from None
    if not isinstance(start, Start):
        raise NotStartedError("type", f"must be start, not {start.type}")
    return start


async def _receive(socket: WebSocket, browser: Browser, session: VoiceSession) -> None:
    """Hand on what comes, until the client stops or goes."""
    while True:
        try:
            # Not wait_for: before Python 3.12 it may lose a cancellation.
            async with asyncio.timeout(QUIET_SECONDS):
                frame = await socket.receive()
        except TimeoutError:
            return
        if frame["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(frame.get("code", _NORMAL))
        pcm = frame.get("bytes")
        if pcm is not None:
            if len(pcm) > MOST_FRAME_BYTES:
                raise InvalidValueError(
                    "frame-too-long",
                    f"音声は、1回に{MOST_FRAME_BYTES}バイトまでに分けてお送りください。",
                )
            session.sound(pcm)
            continue
        try:
            message = CLIENT_MESSAGE.validate_json(frame["text"])
        except ValidationError as error:
            # What cannot be read is told, and costs nobody the conversation.
            await browser.problem(
                "invalid-message",
                "メッセージの形式が正しくありません。errors の項目をご確認ください。",
                [_as_error(*_wrong(error))],
            )
            continue
        match message:
            case Talk(on=True) | Quiet():
                await session.interrupt()
            case Talk():
                session.end_utterance()
            case Aloud(on=is_aloud):
                session.speaks_aloud(is_aloud)
                if not is_aloud:
                    await session.interrupt()
            case Played(mark=mark):
                session.played(mark)
            case Stop():
                return
            case Start():
                await browser.problem("already-started", "音声はすでに始まっています。", [])


def _wrong(error: ValidationError) -> tuple[str, str]:
    """The first wrong field of a message, and what is wrong; not its value."""
    first = error.errors(include_input=False, include_url=False)[0]
    return ".".join(str(part) for part in first["loc"]) or "type", str(first["msg"])


def _as_error(field: str, problem: str) -> dict[str, str]:
    return {"field": field, "problem": problem}
