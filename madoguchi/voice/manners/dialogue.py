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
from madoguchi.languages.strings import text
from madoguchi.languages.translator import said
from madoguchi.messages import (
    CardMessage,
    ChoicesMessage,
    Message,
    QuestionMessage,
    SummaryMessage,
)
from madoguchi.voice.manners import (
    choosing,
    confidence,
    continuing,
    expecting,
    keypad,
    naming,
    retries,
    spelling,
    summarising,
    transfer,
    understanding,
    words,
)
from madoguchi.voice.manners.acts import Act, HandOverLinks, HangUp, Say, Send, Speed, Transfer
from madoguchi.voice.manners.continuing import Continuing
from madoguchi.voice.manners.keypad import Keypad
from madoguchi.voice.manners.retries import Way
from madoguchi.voice.manners.script import Script
from madoguchi.voice.manners.understanding import Situation
from madoguchi.voice.manners.waiting import (
    Confirm,
    ConfirmKanji,
    Consent,
    GoOn,
    OfferMessage,
    OfferPerson,
    Resume,
    Spell,
    Waiting,
)
from madoguchi.voice.manners.words import Command
from madoguchi.voice.recognition.recogniser import Final

SLOWEST, FASTEST = 0.6, 1.6
_SPEEDS = {Command.SLOWER: (0.8, "slower"), Command.FASTER: (1.25, "faster")}
_LONGEST = 500
"""Characters of an utterance that are read; nobody answers in more."""

Asking = QuestionMessage | SummaryMessage | ChoicesMessage | CardMessage


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
        self.ward = ward
        self.engine = engine
        self.speed = 1.0
        self._has_screen = has_screen
        self._can_connect = can_connect
        self._today = today
        self._script = Script(language, has_screen=has_screen, can_message=can_message)
        self._continuing = Continuing()
        self._keypad = Keypad()
        self._asked: Asking | None = None
        self._waiting: Waiting | None = None
        self._procedure: str | None = None
        self._named: tuple[str, str] = ("", "")
        self._denied: set[str] = set()
        self._failures = 0
        self._silences = 0
        self._is_answering = False
        self._is_over = False

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
        greeting = self._script.say("begin", ward=self._ward_name)
        if unfinished is None:
            return self._told([greeting, self._script.say("begin_how")])
        return self._told([greeting, *self._ask(continuing.resume(unfinished, self.language))])

    def can_go_on_with(self, code: str, link: str | None = None) -> None:
        """Tell the caller, at the next question, the code by which to go on elsewhere.

        ``link`` carries the code; it is sent with it, and never said.
        """
        self._continuing = Continuing(code, link)

    def answered(self, messages: Sequence[Message]) -> list[Act]:
        """The conversation has answered, or has told something by itself; (): it could not."""
        if self._is_over:
            return []
        if self._is_news(messages):
            return self._told([*self._script.news(messages), *self._ask_again()])
        before = self._field
        asking = [one for one in messages if isinstance(one, Asking) and _asks(one)]
        self._asked = asking[-1] if asking else None
        self._waiting, self._is_answering = None, False
        self._keypad.clear()
        self._procedure = transfer.procedure_of(messages) or self._procedure
        if _is_refused(self._asked) and self._field == before:
            self._failures += 1
        else:
            self._failures = 0
            self._denied.clear()
        acts = self._script.read_out(messages)
        if self._continuing.is_due(self._asked):
            told, offer = self._continuing.tell(self._script, self._ward_name)
            return self._told([*acts[:-1], told, *(self._ask(offer) if offer else acts[-1:])])
        known = naming.known_kana(self._asked, *self._named)
        if known is not None:
            return self._told(
                [*acts[:-1], *self._ask(understanding.confirm(known, self._situation))]
            )
        if self._failures >= retries.MOST + 1:
            return self._told([*acts, *self._offer_person()])
        if self._failures == retries.MOST:
            acts.append(self._script.otherwise(self._asked, None))
        return self._told([*acts, *self._after(messages)])

    def heard(self, final: Final) -> list[Act]:
        """An utterance is over."""
        if self._is_over:
            return []
        self._silences = 0
        self._keypad.clear()
        texts = [one.text[:_LONGEST] for one in final.hypotheses]
        texts = [one for one in texts if words.written(one)]
        danger = next((one for one in texts if emergency.detect(words.written(one))), None)
        if danger is not None:
            return self._told(self._send(Send(text=words.written(danger))))
        is_believed = bool(texts) and (
            confidence.of(final, self.language) >= confidence.least(self.engine)
        )
        command = self._command(texts[0]) if is_believed else None
        if command in (Command.REPEAT, Command.SLOWER, Command.FASTER):
            return self._repeat(command)
        if self._is_answering:
            return [self._script.say("not_yet")]
        if not is_believed:
            return self._told(self._again())
        if command is not None:
            return self._told(self._obey(command, texts))
        return self._told(self._understand(texts))

    def pressed(self, digits: str) -> list[Act]:
        """Keys of a telephone, one or several: digits, ``*`` and ``#``; others are ignored."""
        self._silences = 0
        acts: list[Act] = []
        for key in digits:
            if key in keypad.KEYS and not (self._is_over or self._is_answering):
                acts += self._press(key)
        return self._told(acts)

    def silence(self) -> list[Act]:
        """Nobody has spoken for ``retries.SILENCE_SECONDS`` since the assistant fell silent."""
        if self._is_over or self._is_answering:
            return []
        self._silences += 1
        again = self._script.ask_again(self._asked, self._waiting)
        if self._silences == 1:
            return self._told([self._script.say("are_you_there"), *again])
        if self._silences == retries.MOST:
            hint = self._script.hint(self._asked)
            other = self._script.otherwise(self._asked, self._waiting)
            return self._told([*hint, other, *again])
        return self._end("goodbye_here" if self._has_screen else "goodbye")

    def time_is_up(self) -> list[Act]:
        """The call has lasted as long as one may."""
        return [] if self._is_over else self._end("time_is_up")

    def not_connected(self, number: str) -> list[Act]:
        """The caller could not be connected to this number, and is told it instead."""
        self._is_over = False
        return self._told(
            [self._script.say("not_connected"), *self._script.number(number), *self._ask_again()]
        )

    def typed(self, typed: str) -> list[Act]:
        """Words were typed. Where the page has sent them itself, the acts are to be dropped."""
        return [] if self._is_over else self._send(Send(text=typed))

    def chosen(self, postback: str) -> list[Act]:
        """A button was pressed on the screen; otherwise as ``typed``."""
        return [] if self._is_over else self._send(Send(postback=postback))

    # What was said.

    def _command(self, spoken: str) -> Command | None:
        """The command that was said, unless the very words are one of the answers on offer."""
        found = words.command(spoken, self.language)
        if found is Command.KANA and not isinstance(self._waiting, (Spell, ConfirmKanji)):
            return None
        if found is not None and self._waiting is None:
            chosen = choosing.choose([spoken], expecting.buttons(self._asked), self.language)
            return None if chosen is not None and chosen.is_sure else found
        return found

    def _obey(self, command: Command, texts: Sequence[str]) -> list[Act]:
        match command:
            case Command.MORE if isinstance(self._waiting, (GoOn, type(None))):
                return self._more()
            case Command.PERSON:
                return self._person()
            case Command.HELP:
                hint = [] if self._waiting else self._script.hint(self._asked)
                return [*hint, self._script.say("help"), *self._ask_again()]
            case Command.BACK:
                return self._send(Send(postback="back"))
            case Command.CANCEL:
                return self._send(Send(postback="cancel"))
            case Command.SKIP if isinstance(self._asked, QuestionMessage):
                buttons = [one.postback for one in self._asked.choices]
                skip = next((one for one in buttons if one.startswith("skip:")), None)
                return self._send(Send(postback=skip) if skip else Send(text="スキップ"))
            case _:
                return self._understand(texts)

    def _repeat(self, command: Command) -> list[Act]:
        """The last words again, slower or faster where that was the wish."""
        again = [*self._script.last, *([] if self._is_answering else [self._expect()])]
        if command is Command.REPEAT:
            return again
        factor, key = _SPEEDS[command]
        self.speed = min(max(self.speed * factor, SLOWEST), FASTEST)
        return [Speed(self.speed), self._script.say(key), *again]

    def _understand(self, texts: Sequence[str]) -> list[Act]:
        waiting = self._waiting
        if isinstance(waiting, (Spell, ConfirmKanji)):
            return self._spelled(waiting, texts)
        agrees = words.yes_or_no(texts[0], self.language)
        if waiting is not None and agrees is not None:
            return self._agreed(waiting) if agrees else self._disagreed(waiting)
        if isinstance(waiting, Confirm):
            return self._corrected(waiting, texts)
        if not isinstance(waiting, Consent):
            self._waiting = None
        return self._take(understanding.understood(texts, self._situation))

    def _take(self, meaning: Send | Confirm | None) -> list[Act]:
        """Send what is beyond doubt, read back what is not, ask again for what is nothing."""
        match meaning:
            case Send():
                return self._send(meaning)
            case Confirm():
                return self._ask(meaning)
            case None:
                return self._again()

    # Yes and no.

    def _agreed(self, waiting: Waiting) -> list[Act]:
        match waiting:
            case Confirm(name=str() as name):
                kana = spelling.kana(name)
                self._named = (self._field or "", kana)
                return self._ask(
                    naming.confirm(name, kana, {}, self.language, has_screen=self._has_screen)
                )
            case Confirm(send=send) | Consent(send=send) | Resume(send=send):
                return self._send(send)
            case ConfirmKanji(name=name):
                return self._send(Send(text=name))
            case GoOn():
                return self._more()
            case OfferMessage(text=unspoken):
                self._waiting = None
                return [self._script.say("sent"), HandOverLinks(unspoken), *self._ask_again()]
            case OfferPerson():
                return self._person()
            case Spell():
                return self._again()

    def _disagreed(self, waiting: Waiting) -> list[Act]:
        self._waiting = None
        match waiting:
            case Confirm(spoken=spoken, others=others):
                self._denied.add(spoken)
                self._failures += 1
                if others and retries.way(self._failures) is Way.EXAMPLE:
                    return self._ask(understanding.confirm(others[0], self._situation))
                return self._retry("not_right")
            case ConfirmKanji():
                return self._unspelled(waiting)
            case Consent():
                return self._send(Send(postback="no"))
            case GoOn():
                self._script.forget_rest()
                return self._closing()
            case OfferMessage():
                return [self._script.say("not_sent"), *self._ask_again()]
            case OfferPerson() | Spell() | Resume():
                return self._ask_again()

    def _corrected(self, waiting: Confirm, texts: Sequence[str]) -> list[Act]:
        """Neither yes nor no: another value, or something else than a form's value."""
        if not isinstance(self._asked, QuestionMessage):
            self._waiting = None
            return self._take(understanding.understood(texts, self._situation))
        corrected = understanding.corrected(waiting, texts, self._situation)
        if corrected is None:
            # A no in front of what cannot be read is still a no.
            is_no = words.correction(texts[0], self.language) is not None
            return self._disagreed(waiting) if is_no else self._again()
        if corrected.spoken != waiting.spoken:
            self._denied.add(waiting.spoken)
        self._failures += 1
        if retries.way(self._failures) is Way.PERSON:
            return self._offer_person()
        acts = self._ask(corrected)
        if retries.way(self._failures) is Way.OTHERWISE:
            return [self._script.otherwise(self._asked, self._waiting), *acts]
        return acts

    def _spelled(self, waiting: Spell | ConfirmKanji, texts: Sequence[str]) -> list[Act]:
        """Kanji explained, confirmed, or left: the sounds are confirmed, so they can be sent."""
        if words.command(texts[0], self.language) is Command.KANA:
            return self._send(Send(text=waiting.kana))
        if isinstance(waiting, ConfirmKanji) and words.yes_or_no(texts[0], self.language):
            return self._agreed(waiting)
        explained = naming.respelled(waiting, texts, self.language, has_screen=self._has_screen)
        return self._ask(explained) if explained is not None else self._unspelled(waiting)

    def _unspelled(self, waiting: Spell | ConfirmKanji) -> list[Act]:
        self._failures += 1
        way = retries.way(self._failures)
        if way is Way.PERSON:
            return self._send(Send(text=waiting.kana))
        guess = waiting.guess if isinstance(waiting, Spell) else waiting.name
        ask = self._ask(naming.spell(guess, waiting.kana, self.language))
        return ask if way is Way.EXAMPLE else [self._script.otherwise(None, self._waiting), *ask]

    # Keys.

    def _press(self, key: str) -> list[Act]:
        waiting = self._waiting
        if key == keypad.REPEAT:
            self._keypad.clear()
            return list(self._script.last)
        if waiting is not None and not isinstance(waiting, Spell):
            if key in (keypad.YES, keypad.NO):
                return self._agreed(waiting) if key == keypad.YES else self._disagreed(waiting)
            return self._person() if key == keypad.PERSON else self._again()
        most = self._most_keys()
        if most and waiting is None:
            pressed = self._keypad.press(key, most)
            if pressed is None:
                return []
            if pressed == keypad.PERSON:
                return self._person()
            return self._take(understanding.keyed(pressed, self._situation))
        if key == keypad.PERSON:
            return self._person()
        return [] if key == keypad.END else self._again("by_voice")

    def _most_keys(self) -> int:
        """How many keys the longest answer takes; 0 where keys are no answer."""
        if isinstance(self._asked, QuestionMessage) and keypad.takes_digits(self._asked.field_kind):
            return keypad.length(self._asked.field_kind)
        return len(str(len(expecting.buttons(self._asked)) or ""))

    # What to say.

    def _after(self, messages: Sequence[Message]) -> list[Act]:
        """What the assistant asks by itself when the conversation has asked nothing."""
        if isinstance(self._asked, SummaryMessage):
            return self._more()
        if isinstance(self._asked, (QuestionMessage, ChoicesMessage)) or not messages:
            return []
        if self._script.has_more:
            return self._ask(self._script.go_on())
        offer = self._script.offer()
        return self._ask(offer) if offer is not None else []

    def _is_news(self, messages: Sequence[Message]) -> bool:
        """Whether something is told while the form waits for an answer, which it goes on to do."""
        is_asked = isinstance(self._asked, (QuestionMessage, SummaryMessage))
        asks = any(isinstance(one, Asking) and not isinstance(one, CardMessage) for one in messages)
        return is_asked and not self._is_answering and not asks

    def _more(self) -> list[Act]:
        """The next portion, and whether to go on; after the last one what comes then."""
        portion = self._script.next_portion()
        if self._script.has_more:
            return [*portion, *self._ask(self._script.go_on())]
        return [*portion, *self._closing()]

    def _closing(self) -> list[Act]:
        """After the last portion: consent to a summary, an offer, or whatever is wished."""
        self._waiting = None
        if isinstance(self._asked, SummaryMessage):
            return self._ask(summarising.consent(self._asked, self.language))
        if isinstance(self._asked, (QuestionMessage, ChoicesMessage)):
            return self._ask_again()
        offer = self._script.offer()
        return self._ask(offer) if offer is not None else [self._script.say("what_else")]

    def _again(self, reason: str = "not_heard") -> list[Act]:
        """Nothing was understood: ask again in another way, at last for a person."""
        self._failures += 1
        return self._retry(reason)

    def _retry(self, reason: str) -> list[Act]:
        if retries.way(self._failures) is Way.PERSON:
            return self._offer_person()
        return self._script.retry(reason, self._failures, self._asked, self._waiting)

    def _ask(self, waiting: Waiting) -> list[Act]:
        self._waiting = waiting
        return [self._script.words(waiting.phrase)]

    def _ask_again(self) -> list[Act]:
        return self._script.ask_again(self._asked, self._waiting)

    def _offer_person(self) -> list[Act]:
        return self._ask(OfferPerson(text(self.language, "voice.person_ask")))

    def _person(self) -> list[Act]:
        """Connect a caller; where nobody can be connected, the conversation tells the number."""
        if self._has_screen or self.ward is None:
            return self._send(Send(postback="handover"))
        if not self._can_connect:
            self._waiting = None
            return [*self._script.number(self.ward.office.phone), *self._ask_again()]
        self._is_over = True
        summary = transfer.summary(self._procedure, self._asked, self.language)
        return [self._script.say("connecting"), Transfer(self.ward.office.phone, summary)]

    def _end(self, key: str) -> list[Act]:
        self._is_over = True
        return [self._script.say(key), *self._continuing.again(self._script), HangUp()]

    def _send(self, send: Send) -> list[Act]:
        """Hand over to the conversation; what waited for a yes is void."""
        self._waiting, self._is_answering = None, True
        self._keypad.clear()
        return [send]

    def _told(self, acts: list[Act]) -> list[Act]:
        """The acts, with what to listen for; what is said is kept to be said again."""
        spoken = [act for act in acts if isinstance(act, Say)]
        if spoken:
            self._script.last = spoken
        if not spoken or self._is_over or self._is_answering:
            return acts
        return [*acts, self._expect()]

    def _expect(self) -> Act:
        return expecting.expect(self._asked, self._waiting, self.language, self._procedure)

    @property
    def _ward_name(self) -> str:
        return said(self.ward.names.ja if self.ward else "東京23区", self.language)

    @property
    def _situation(self) -> Situation:
        return Situation(self._asked, self.language, self._today(), self._procedure, self._denied)

    @property
    def _field(self) -> str | None:
        return self._asked.field if isinstance(self._asked, QuestionMessage) else None


def _asks(message: Asking) -> bool:
    return not isinstance(message, CardMessage) or bool(message.choices)


def _is_refused(asked: Message | None) -> bool:
    return isinstance(asked, QuestionMessage) and asked.error is not None
