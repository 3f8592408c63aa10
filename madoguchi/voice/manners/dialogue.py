"""How a conversation goes when it is only heard: what to say, send or do next.

Pure: no sound, no network, no clock of its own. The channel tells what happened and carries out the
acts in their order. A form's value is sent only after it was read back and confirmed; after two
failed attempts the caller is offered keys, the screen or a person; danger to life goes through at
once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from madoguchi.answers import emergency
from madoguchi.catalogue.ward import Ward
from madoguchi.messages import Message
from madoguchi.voice.manners import (
    confidence,
    continuing,
    expecting,
    hearing,
    keypad,
    naming,
    pressing,
    retries,
    understanding,
    words,
)
from madoguchi.voice.manners.acts import Act, HangUp, Say, Send, Speed
from madoguchi.voice.manners.continuing import Continuing
from madoguchi.voice.manners.course import Course
from madoguchi.voice.manners.script import Script
from madoguchi.voice.manners.words import Command
from madoguchi.voice.recognition.recogniser import Final

SLOWEST, FASTEST = 0.6, 1.6
_SPEEDS = {Command.SLOWER: (0.8, "slower"), Command.FASTER: (1.25, "faster")}
_LONGEST = 500
"""Characters of an utterance that are read; nobody answers in more."""


class Dialogue:
    """One conversation by voice. ``ward`` and ``engine`` may change as it goes on.

    ``today`` tells the day in Japan. ``has_screen``: the messages are seen, too, and typing is
    possible; without one, keys can be pressed. ``can_message``: a caller can be sent text messages;
    ``can_connect``: and be connected to people, and else is told their number.
    """

    def __init__(
        self,
        language: str,
        today: Callable[[], date],
        *,
        engine: str,
        has_screen: bool,
        ward: Ward | None = None,
        can_message: bool = True,
        can_connect: bool = True,
    ) -> None:
        self.engine = engine
        self.speed = 1.0
        self._has_screen = has_screen
        self._script = Script(language, has_screen=has_screen, can_message=can_message)
        self._course = Course(
            self._script, today, has_screen=has_screen, ward=ward, can_connect=can_connect
        )
        self._continuing = Continuing()
        self._silences = 0

    @property
    def ward(self) -> Ward | None:
        """The ward of the conversation; None while none is chosen."""
        return self._course.ward

    @ward.setter
    def ward(self, ward: Ward | None) -> None:
        self._course.ward = ward

    @property
    def language(self) -> str:
        """The tag of the language that is spoken; it may change as the conversation goes on."""
        return self._script.language

    @language.setter
    def language(self, tag: str) -> None:
        self._script.language = tag

    # What happens.

    def begin(self, unfinished: str | None = None) -> list[Act]:
        """Greet; in place of the written greeting of the conversation.

        ``unfinished`` is the continuation code of an application that the caller left open.
        """
        greeting = self._script.say("begin", ward=self._course.ward_name)
        if unfinished is None:
            return self._told([greeting, self._script.say("begin_how")])
        resume = continuing.resume(unfinished, self.language)
        return self._told([greeting, *self._course.ask(resume)])

    def can_go_on_with(self, code: str, link: str | None = None) -> None:
        """Tell the caller, at the next question, the code by which to go on elsewhere.

        ``link`` carries the code; it is sent with it, and never said.
        """
        self._continuing = Continuing(code, link)

    def answered(self, messages: Sequence[Message]) -> list[Act]:
        """The conversation has answered, or has told something by itself; (): it could not."""
        course, script = self._course, self._script
        if course.is_over:
            return []
        if course.is_news(messages):
            return self._told([*script.news(messages), *course.ask_again()])
        course.go_on(messages)
        acts = script.read_out(messages)
        if self._continuing.is_due(course.asked):
            told, offer = self._continuing.tell(script, course.ward_name)
            return self._told([*acts[:-1], told, *(course.ask(offer) if offer else acts[-1:])])
        known = naming.known_kana(course.asked, *course.named)
        if known is not None:
            confirm = understanding.confirm(known, course.situation)
            return self._told([*acts[:-1], *course.ask(confirm)])
        if course.failures >= retries.MOST + 1:
            return self._told([*acts, *course.offer_person()])
        if course.failures == retries.MOST:
            acts.append(script.otherwise(course.asked, None))
        return self._told([*acts, *(course.open_up() if messages else [])])

    def heard(self, final: Final) -> list[Act]:
        """An utterance is over."""
        if self._course.is_over:
            return []
        self._silences = 0
        self._course.keypad.clear()
        texts = [one.text[:_LONGEST] for one in final.hypotheses]
        texts = [one for one in texts if words.written(one)]
        danger = next((one for one in texts if emergency.detect(words.written(one))), None)
        if danger is not None:
            return self._told(self._course.send(Send(text=words.written(danger))))
        is_believed = bool(texts) and confidence.of(final, self.language) >= confidence.least(
            self.engine,
            hearing.plain_answer(texts[0], self._course),
            is_open=self._course.asked is None and self._course.waiting is None,
        )
        command = hearing.command(texts[0], self._course) if is_believed else None
        if command in (Command.REPEAT, Command.SLOWER, Command.FASTER):
            return self._repeat(command)
        if self._course.is_answering:
            return [self._script.say("not_yet")]
        if not is_believed:
            return self._told(self._course.not_understood())
        if command is not None:
            return self._told(hearing.obey(command, texts, self._course))
        return self._told(hearing.understand(texts, self._course))

    def pressed(self, digits: str) -> list[Act]:
        """Keys of a telephone, one or several: digits, ``*`` and ``#``; others are ignored."""
        self._silences = 0
        acts: list[Act] = []
        for key in digits:
            if key in keypad.KEYS and not (self._course.is_over or self._course.is_answering):
                acts += pressing.press(key, self._course)
        return self._told(acts)

    def silence(self) -> list[Act]:
        """Nobody has spoken for ``retries.SILENCE_SECONDS`` since the assistant fell silent."""
        if self._course.is_over or self._course.is_answering:
            return []
        self._silences += 1
        again = self._script.ask_again(self._course.asked, self._course.waiting)
        if self._silences == 1:
            return self._told([self._script.say("are_you_there"), *again])
        if self._silences == retries.MOST:
            hint = self._script.hint(self._course.asked)
            other = self._script.otherwise(self._course.asked, self._course.waiting)
            return self._told([*hint, other, *again])
        return self._end("goodbye_here" if self._has_screen else "goodbye")

    def time_is_up(self) -> list[Act]:
        """The call has lasted as long as one may."""
        return [] if self._course.is_over else self._end("time_is_up")

    def not_connected(self, number: str) -> list[Act]:
        """The caller could not be connected to this number, and is told it instead."""
        self._course.is_over = False
        told = [self._script.say("not_connected"), *self._script.number(number)]
        return self._told([*told, *self._course.ask_again()])

    def typed(self, typed: str) -> list[Act]:
        """Words were typed. Where the page has sent them itself, the acts are to be dropped."""
        return [] if self._course.is_over else self._course.send(Send(text=typed))

    def chosen(self, postback: str) -> list[Act]:
        """A button was pressed on the screen; otherwise as ``typed``."""
        return [] if self._course.is_over else self._course.send(Send(postback=postback))

    def _repeat(self, command: Command) -> list[Act]:
        """The last words again, slower or faster where that was the wish."""
        again = [*self._script.last, *([] if self._course.is_answering else [self._expect()])]
        if command is Command.REPEAT:
            return again
        factor, key = _SPEEDS[command]
        self.speed = min(max(self.speed * factor, SLOWEST), FASTEST)
        return [Speed(self.speed), self._script.say(key), *again]

    def _end(self, key: str) -> list[Act]:
        self._course.is_over = True
        return [self._script.say(key), *self._continuing.again(self._script), HangUp()]

    def _told(self, acts: list[Act]) -> list[Act]:
        """The acts, with what to listen for; what is said is kept to be said again."""
        spoken = [act for act in acts if isinstance(act, Say)]
        if spoken:
            self._script.last = spoken
        if not spoken or self._course.is_over or self._course.is_answering:
            return acts
        return [*acts, self._expect()]

    def _expect(self) -> Act:
        course = self._course
        now = course.situation
        return expecting.expect(now.asked, course.waiting, now.language, now.procedure, now.near)
