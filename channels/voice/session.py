"""A conversation that is spoken: sound in, manners, the one path of all channels, speech out.

Independent of the protocol: a ``Wire`` is a browser's or a telephone's connection. Nothing of the
sound is kept, and no text is logged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

from channels import conversation, turn_workflow
from channels.conversation import HistoryEntry, Turn
from channels.gateway_parts import Parts
from channels.incoming import Incoming, checked
from channels.voice.call import Call, continuation_code, continuation_link
from channels.voice.listener import Listener
from channels.voice.speaker import Speaker
from channels.voice.together import until_one_ends
from channels.voice.wire import Wire
from channels.web.inbound import erase_everywhere
from channels.web.outbound import answer
from channels.web.streams import Stream, Streams
from madoguchi.clock import JST
from madoguchi.errors import MadoguchiError
from madoguchi.languages.answers import shown
from madoguchi.languages.translator import translator
from madoguchi.messages import MESSAGE, Message, TextMessage
from madoguchi.voice.manners import retries
from madoguchi.voice.manners.acts import (
    Act,
    Expect,
    HandOverLinks,
    HangUp,
    Say,
    Send,
    Speed,
    Transfer,
)
from madoguchi.voice.manners.dialogue import Dialogue
from madoguchi.voice.recognition.recogniser import Final, Heard, Partial, SpeechStarted
from madoguchi.voice.recognition.recognisers import recogniser
from madoguchi.voice.synthesis.synthesisers import synthesiser

_UTTERANCE_SECONDS = 5.0
"""What began like speech and came to nothing is no speech after this long."""

_LOOK_SECONDS = 0.5
_NO_CALL = Call()

_T = TypeVar("_T")
_under_way: set[asyncio.Task[Any]] = set()


@dataclass(frozen=True)
class _Pressed:
    digits: str


class _Changed:
    """Somebody else has written into the conversation."""


class VoiceSession:
    """One connection to a conversation; ``run`` leads it, the rest is called as things come in.

    ``rate``: Hz of the sound that comes. ``has_screen``: the resident sees the messages as well.
    ``dictates``: what is understood is captioned only, to be corrected and sent by hand.
    ``resumes``: an earlier connection to the same conversation broke off. ``call``: what is special
    about a telephone call.
    """

    def __init__(
        self,
        wire: Wire,
        parts: Parts,
        streams: Streams,
        conversation_id: str,
        *,
        rate: int,
        has_screen: bool,
        dictates: bool = False,
        resumes: bool = False,
        call: Call = _NO_CALL,
    ) -> None:
        self._wire = wire
        self._parts = parts
        self._streams = streams
        self._id = conversation_id
        self._rate = rate
        self._has_screen = has_screen
        self._dictates = dictates
        self._resumes = resumes
        self._call = call
        self._dialogue = Dialogue(
            "ja",
            lambda: parts.clock().astimezone(JST).date(),
            engine="",
            has_screen=has_screen,
            can_message=call.can_message,
            can_connect=call.can_connect,
        )
        self._is_continuable = False
        self._events: asyncio.Queue[Heard | _Pressed | _Changed] = asyncio.Queue()
        self._speaker = Speaker(wire)
        self._listener: Listener | None = None
        self._listening: asyncio.Task[None] | None = None
        self._language: str | None = None
        self._seq = 0
        self._is_over = False
        self._last_heard = 0.0

    def sound(self, pcm: bytes) -> None:
        """Take sound: mono 16-bit little-endian PCM.

        Raises:
            TooFarBehindError: if it comes faster than anybody speaks.

        """
        if self._listener is not None:
            self._listener.sound(pcm)

    def pressed(self, digits: str) -> None:
        """Take keys of a telephone."""
        self._events.put_nowait(_Pressed(digits))

    def played(self, mark: int) -> None:
        """A sentence has been heard to its end."""
        self._speaker.played(mark)

    def speaks_aloud(self, is_aloud: bool) -> None:
        """Whether what is said from now on is spoken, or only written where no screen shows it."""
        self._speaker.is_aloud = is_aloud

    def end_utterance(self) -> None:
        """The resident has let go of the button: what was said is over."""
        if self._listener is not None:
            self._listener.end_utterance()

    async def interrupt(self) -> None:
        """The resident begins to speak, or wants silence."""
        await self._speaker.interrupt()

    async def run(self) -> None:
        """Lead the conversation until either side ends it.

        Raises:
            TooManyRequestsError: if the conversation is open in too many places.
            NotFoundError: if it has been erased or has expired.

        """
        with self._streams.open(self._id) as stream:
            try:
                await until_one_ends(self._speaker.run(), self._watch(stream), self._lead())
            finally:
                await self._stop_listening()

    async def _lead(self) -> None:
        await self._look_up()
        entries = await asyncio.to_thread(conversation.history, self._id, 0)
        self._seq = entries[-1].seq if entries else 0
        if not self._dictates:
            if not self._resumes:
                await self._act(self._dialogue.begin(self._call.unfinished))
            if self._has_screen or any(entry.role == "resident" for entry in entries):
                await self._act(self._dialogue.answered(_last_answer(entries)))
        quiet_since = _now()
        ends_at = quiet_since + self._call.most_seconds
        while not self._is_over:
            if _now() >= ends_at:
                await self._act(self._dialogue.time_is_up())
                break
            try:
                # Not wait_for: before Python 3.12 it may lose a cancellation.
                async with asyncio.timeout(_LOOK_SECONDS):
                    event = await self._events.get()
            except TimeoutError:
                now = _now()
                is_heard = now - self._last_heard < _UTTERANCE_SECONDS
                if self._speaker.is_speaking or is_heard or self._has_screen:
                    quiet_since = now
                elif now - quiet_since >= retries.SILENCE_SECONDS:
                    await self._act(self._dialogue.silence())
                    quiet_since = now
                continue
            await self._take(event)
            quiet_since = _now()
        await self._speaker.silent()

    async def _take(self, event: Heard | _Pressed | _Changed) -> None:
        match event:
            case _Pressed(digits):
                await self._speaker.interrupt()
                await self._act(self._dialogue.pressed(digits))
            case _Changed():
                await self._catch_up(is_own=False)
            case Final() if not self._dictates:
                await self._act(self._dialogue.heard(event))

    async def _heard(self, heard: Heard) -> None:
        """Called as it is heard, also while an answer is awaited."""
        match heard:
            case SpeechStarted():
                self._last_heard = _now()
                await self._speaker.interrupt()
            case Partial(text):
                self._last_heard = _now()
                await self._wire.caption(text, is_final=False)
            case Final():
                self._last_heard = 0.0
                await self._wire.caption(heard.best.text, is_final=True)
        self._events.put_nowait(heard)

    async def _act(self, acts: Iterable[Act]) -> None:
        for act in acts:
            match act:
                case Say():
                    self._speaker.say(act)
                case Expect(words, example):
                    if self._listener is not None:
                        self._listener.expect(words, example)
                case Send():
                    await self._send(act)
                case Speed(factor):
                    self._speaker.speed = factor
                case HandOverLinks(text):
                    await self._wire.hand_over(text)
                case Transfer(number, summary):
                    await self._speaker.silent()
                    self._is_over = await self._wire.transfer(number, summary)
                    if not self._is_over:
                        await self._act(self._dialogue.not_connected(number))
                case HangUp():
                    await self._speaker.silent()
                    await self._wire.hang_up()
                    self._is_over = True

    async def _send(self, act: Send) -> None:
        try:
            self._parts.limits.message(self._id)
            incoming = checked(Incoming(f"voice-{uuid4().hex}", act.text, act.postback))
            turn, in_time = await _to_the_end(self._ask(incoming))
        except MadoguchiError as error:
            if not await asyncio.to_thread(conversation.exists, self._id):
                raise
            await self._act(self._dialogue.answered(self._shown(error.message)))
            return
        reply = await asyncio.to_thread(answer, turn.id, self._id, self._parts.catalogue, in_time)
        if reply.erased:
            await self._act(self._dialogue.answered(reply.answer.messages))
            await erase_everywhere(self._id, self._parts)
            self._is_over = True
            return
        if not in_time:
            await self._act(self._dialogue.answered(reply.answer.messages))
        has_answered = await self._catch_up(is_own=True)
        if in_time and not has_answered:  # the page beside has been answered first
            await self._act(self._dialogue.answered([]))

    async def _ask(self, incoming: Incoming) -> tuple[Turn, bool]:
        turn = await asyncio.to_thread(conversation.remember, self._id, incoming, self._parts.clock)
        return turn, await turn_workflow.answered_in_time(turn)

    async def _catch_up(self, *, is_own: bool) -> bool:
        """Go through what is new in the conversation; ``is_own``: what was said came from here.

        Whether anything was answered.
        """
        entries = await asyncio.to_thread(conversation.history, self._id, self._seq)
        if not entries:
            return False
        self._seq = entries[-1].seq
        await self._look_up()
        if self._dictates:
            return False
        if not is_own:
            for entry in entries:
                if entry.role == "resident":  # the page has sent it already
                    self._dialogue.typed(entry.message["text"])
        messages = _assistants(entries)
        if messages:
            await self._make_continuable()
            await self._act(self._dialogue.answered(messages))
        return bool(messages)

    async def _make_continuable(self) -> None:
        """Have a caller know, once an application is open, how to go on with it elsewhere."""
        if self._has_screen or self._is_continuable:
            return
        code = await asyncio.to_thread(continuation_code, self._id, self._parts.clock)
        if code is not None:
            self._is_continuable = True
            ward = self._dialogue.ward
            link = continuation_link(
                self._parts.settings.public_url,
                code,
                None if ward is None else ward.id,
                self._dialogue.language,
            )
            self._dialogue.can_go_on_with(code, link)

    async def _look_up(self) -> None:
        """Go by the conversation's ward and language as they are now."""
        self._dialogue.ward = await asyncio.to_thread(
            conversation.ward_of, self._id, self._parts.catalogue
        )
        language = await asyncio.to_thread(conversation.language_of, self._id)
        if language != self._language:
            self._language = language
            await self._use_language(language)

    async def _use_language(self, language: str) -> None:
        """Listen and speak in the language from now on."""
        await self._stop_listening()
        model = await asyncio.to_thread(recogniser, language)
        voice = await asyncio.to_thread(synthesiser, language)
        await asyncio.to_thread(translator, language)  # or the first answer would wait for it
        self._dialogue.language = language
        if model is not None:
            self._dialogue.engine = model.engine
            self._listener = Listener(model, self._rate, self._heard)
            self._listening = asyncio.create_task(self._listener.run())
        await self._wire.ready(language, listens=model is not None, speaks=voice is not None)

    async def _stop_listening(self) -> None:
        listening, self._listener, self._listening = self._listening, None, None
        if listening is not None:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _watch(self, stream: Stream) -> None:
        """Tell of what others write into the conversation, until it is no more."""
        while not stream.is_closed:
            await stream.changed.wait()
            stream.changed.clear()
            self._events.put_nowait(_Changed())

    def _shown(self, text: str) -> tuple[Message, ...]:
        return shown([TextMessage(text=text)], self._dialogue.language)


async def _to_the_end(work: Coroutine[Any, Any, _T]) -> _T:
    """Do the work also where the connection is lost meanwhile: what is remembered is answered."""
    task = asyncio.create_task(work)
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    return await asyncio.shield(task)


def _assistants(entries: Sequence[HistoryEntry]) -> list[Message]:
    return [
        MESSAGE.validate_python(entry.message) for entry in entries if entry.role == "assistant"
    ]


def _last_answer(entries: Sequence[HistoryEntry]) -> list[Message]:
    """The messages behind the last thing that the resident said."""
    spoken = max((n for n, one in enumerate(entries, 1) if one.role == "resident"), default=0)
    return _assistants(entries[spoken:])


def _now() -> float:
    return asyncio.get_running_loop().time()
