"""How a conversation goes when it is only heard: what to say, send or do next.

Pure: no sound, no network, no clock of its own. The channel tells what happened and carries out the
acts in their order. A form's value is sent only after it was read back and confirmed; after two
failed attempts the caller is offered keys, the screen or a person; danger to life goes through at
once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from madoguchi.answers import emergency
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.catalogue.ward import Ward
from madoguchi.forms.turn import reads_as_question
from madoguchi.languages import ruby
from madoguchi.languages.strings import text
from madoguchi.languages.translator import said
from madoguchi.messages import (
    Button,
    CardMessage,
    ChoicesMessage,
    Message,
    QuestionMessage,
    ReceiptMessage,
    SummaryMessage,
)
from madoguchi.voice.manners import (
    answering,
    choosing,
    confidence,
    expecting,
    keys,
    retries,
    shortening,
    spelling,
    transfer,
    words,
)
from madoguchi.voice.manners.acts import (
    Act,
    HandOverLinks,
    HangUp,
    Say,
    Send,
    Speed,
    Transfer,
)
from madoguchi.voice.manners.answering import Reading
from madoguchi.voice.manners.retries import Way
from madoguchi.voice.manners.waiting import (
    Confirm,
    ConfirmKanji,
    Consent,
    GoOn,
    OfferMessage,
    OfferPerson,
    Spell,
    Waiting,
)
from madoguchi.voice.manners.words import Command
from madoguchi.voice.recognition.recogniser import Final

SLOWEST, FASTEST = 0.6, 1.6
_SLOWER, _FASTER = 0.8, 1.25
_BRACKET = re.compile(r"[（(][^）)]*[）)]")
_FREE = frozenset({FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.ITEM_LIST})
_FORMS_OWN = ("abandon:", "edit:")
_YES, _NO = "1", "2"
_LONGEST = 500
"""Characters of an utterance that are read; nobody answers in more."""

Asking = QuestionMessage | SummaryMessage | ChoicesMessage | CardMessage


class Dialogue:
    """One conversation by voice. ``language``, ``ward`` and ``engine`` may change as it goes on.

    ``today`` tells the day in Japan. ``has_screen``: the messages are seen, too, and typing is
    possible; without one, keys can be pressed and the caller can be connected to people.
    """

    def __init__(
        self,
        language: str,
        today: Callable[[], date],
        *,
        engine: str,
        has_screen: bool,
        ward: Ward | None = None,
    ) -> None:
        self.language = language
        self.ward = ward
        self.engine = engine
        self.has_screen = has_screen
        self.speed = 1.0
        self._today = today
        self._asked: Asking | None = None
        self._waiting: Waiting | None = None
        self._procedure: str | None = None
        self._rest: list[Say] = []
        self._unspoken: list[str] = []
        self._last: list[Say] = []
        self._pressed = ""
        self._denied: set[str] = set()
        self._kana: tuple[str, str] | None = None
        self._failures = 0
        self._silences = 0
        self._has_offered_messages = False
        self._is_answering = False
        self._is_over = False

    def begin(self) -> list[Act]:
        """Greet; in place of the written greeting of the conversation."""
        name = said(self.ward.names.ja if self.ward else "東京23区", self.language)
        return self._told([self._say("begin", ward=name), self._say("begin_how")])

    def answered(self, messages: Sequence[Message]) -> list[Act]:
        """The conversation has answered, or has told something by itself; () : it could not."""
        if self._is_over:
            return []
        asking = [one for one in messages if isinstance(one, Asking) and _asks(one)]
        before, self._asked = self._asked_field(), asking[-1] if asking else None
        self._is_answering, self._waiting, self._pressed = False, None, ""
        self._procedure = transfer.procedure_of(messages) or self._procedure
        is_refused = isinstance(self._asked, QuestionMessage) and self._asked.error is not None
        self._failures = self._failures + 1 if is_refused and before == self._asked_field() else 0
        if not is_refused:
            self._denied.clear()
        acts = self._read_out(messages)
        known = self._known_kana()
        if known is not None:
            return self._told([*acts[:-1], *self._confirm(known, ())])
        if self._failures >= 3:
            return self._told([*acts, *self._offer_person()])
        if self._failures == 2:
            acts.append(self._words(self._otherwise()))
        return self._told([*acts, *self._after(messages)])

    def heard(self, final: Final) -> list[Act]:
        """An utterance is over."""
        if self._is_over:
            return []
        self._silences, self._pressed = 0, ""
        said = [one.text[:_LONGEST] for one in final.hypotheses]
        texts = [one for one in said if words.written(one)]
        danger = next((one for one in texts if emergency.detect(words.written(one))), None)
        if danger is not None:
            return self._told(self._send(Send(text=words.written(danger))))
        if not texts or final.best.confidence < confidence.least(self.engine):
            return self._told(self._wait() if self._is_answering else self._again())
        command = self._command(texts[0])
        if command in (Command.REPEAT, Command.SLOWER, Command.FASTER):
            return self._repeat(command)
        if self._is_answering:
            return self._told(self._wait())
        if command is not None and not (
            command is Command.KANA and not isinstance(self._waiting, (Spell, ConfirmKanji))
        ):
            return self._told(self._obey(command, texts[0]))
        return self._told(self._understand(texts))

    def pressed(self, digits: str) -> list[Act]:
        """Keys of a telephone, one or several: digits, ``*`` and ``#``; others are ignored."""
        self._silences = 0
        acts: list[Act] = []
        for key in digits:
            if self._is_over or self._is_answering:
                break
            if key in "0123456789*#":
                acts += self._press(key)
        return self._told(acts)

    def silence(self) -> list[Act]:
        """Nobody has spoken for ``retries.SILENCE_SECONDS`` since the assistant fell silent."""
        if self._is_over or self._is_answering:
            return []
        self._silences += 1
        if self._silences == 1:
            return self._told([self._say("are_you_there"), *self._ask_again()])
        if self._silences == 2:
            hint = retries.hint(self._asked, self.language)
            return self._told(
                [
                    *([self._words(hint)] if hint else []),
                    self._words(self._otherwise()),
                    *self._ask_again(),
                ]
            )
        self._is_over = True
        return [self._say("goodbye_here" if self.has_screen else "goodbye"), HangUp()]

    def typed(self, typed: str) -> list[Act]:
        """Words were typed. Where the page has sent them itself, the acts are to be dropped."""
        return self._told(self._send(Send(text=typed))) if not self._is_over else []

    def chosen(self, postback: str) -> list[Act]:
        """A button was pressed on the screen; otherwise as ``typed``."""
        return self._told(self._send(Send(postback=postback))) if not self._is_over else []

    # What was said.

    def _command(self, said: str) -> Command | None:
        """The command that was said, unless the very words are one of the answers on offer."""
        if self._waiting is None and self._asked is not None:
            chosen = choosing.choose([said], self._buttons(), self.language)
            if chosen is not None and chosen.is_sure and words.command(said, self.language):
                return None
        return words.command(said, self.language)

    def _understand(self, texts: Sequence[str]) -> list[Act]:
        waiting = self._waiting
        agrees = words.yes_or_no(texts[0], self.language)
        match waiting:
            case None:
                return self._answer(texts)
            case Spell() | ConfirmKanji():
                return self._kanji(waiting, texts, agrees)
            case _ if agrees is not None:
                return self._agreed() if agrees else self._disagreed()
            case Confirm():
                return self._corrected(waiting, texts)
            case Consent():
                return self._answer(texts)
            case _:
                self._waiting = None
                return self._answer(texts)

    def _answer(self, texts: Sequence[str]) -> list[Act]:
        """An answer to what the conversation has asked, or a new request."""
        match self._asked:
            case QuestionMessage():
                return self._answer_question(self._asked, texts)
            case SummaryMessage():
                return self._answer_summary(self._asked, texts)
            case None:
                return self._send(Send(text=words.written(texts[0])))
            case _:
                return self._choose(texts)

    def _answer_question(self, question: QuestionMessage, texts: Sequence[str]) -> list[Act]:
        read = answering.readings(question, texts, self.language, self._today())
        found = [reading for reading in read if reading.spoken not in self._denied]
        asked_back = words.written(texts[0])
        if reads_as_question(texts[0]) and (not read or question.field_kind in _FREE):
            if not read:
                return self._send(Send(text=asked_back))
            return self._confirm_choice(Send(text=asked_back), asked_back)
        if not found:
            return self._again()
        return self._confirm(found[0], tuple(found[1:]))

    def _answer_summary(self, summary: SummaryMessage, texts: Sequence[str]) -> list[Act]:
        """A field to correct; whatever else is said here is no consent."""
        spoken = words.written(texts[0])
        named = [row for row in summary.rows if _bare(row.label) in spoken]
        rows = [Button(label=_bare(row.label), postback=row.edit) for row in summary.rows]
        if named:
            longest = max(named, key=lambda row: len(row.label))
            return self._send(Send(postback=longest.edit))
        if reads_as_question(texts[0]):
            return self._send(Send(text=spoken))
        chosen = choosing.choose(texts, rows, self.language)
        return self._send(Send(postback=chosen.button.postback)) if chosen else self._again()

    def _choose(self, texts: Sequence[str]) -> list[Act]:
        buttons = self._buttons()
        is_forms_own = any(button.postback.startswith(_FORMS_OWN) for button in buttons)
        agrees = words.yes_or_no(texts[0], self.language)
        if agrees is not None and len(buttons) == 2 and buttons[1].postback in ("keep", "no"):
            return self._send(Send(postback=buttons[0 if agrees else 1].postback))
        chosen = choosing.choose(texts, buttons, self.language)
        if chosen is None:
            return self._again() if is_forms_own else self._send(Send(text=words.written(texts[0])))
        if chosen.is_sure:
            return self._send(Send(postback=chosen.button.postback))
        return self._confirm_choice(
            Send(postback=chosen.button.postback), ruby.plain(chosen.button.label)
        )

    def _obey(self, command: Command, spoken: str) -> list[Act]:
        match command:
            case Command.MORE if isinstance(self._waiting, (GoOn, type(None))):
                return self._more()
            case Command.PERSON:
                return self._person()
            case Command.HELP:
                hint = retries.hint(self._asked, self.language)
                told = [self._words(hint)] if hint else []
                return [*told, self._say("help"), *self._ask_again()]
            case Command.BACK:
                return self._send(Send(postback="back"))
            case Command.CANCEL:
                return self._send(Send(postback="cancel"))
            case Command.SKIP if isinstance(self._asked, QuestionMessage):
                skips = [one.postback for one in self._asked.choices]
                skip = next((one for one in skips if one.startswith("skip:")), None)
                return self._send(Send(postback=skip) if skip else Send(text="スキップ"))
            case _:
                return self._understand([spoken])

    def _repeat(self, command: Command) -> list[Act]:
        """The last words again, slower or faster where that was the wish."""
        if command is Command.REPEAT:
            return [*self._last, expecting.expect(self._asked, self._waiting, self.language)]
        factor = _SLOWER if command is Command.SLOWER else _FASTER
        self.speed = min(max(self.speed * factor, SLOWEST), FASTEST)
        key = "slower" if command is Command.SLOWER else "faster"
        expect = expecting.expect(self._asked, self._waiting, self.language)
        return [Speed(self.speed), self._say(key), *self._last, expect]

    # Yes and no.

    def _agreed(self) -> list[Act]:
        match self._waiting:
            case Confirm(name=str() as name):
                kana = spelling.kana(name)
                self._kana = (self._asked_field() or "", kana)
                return self._confirm_kanji(name, kana, {})
            case Confirm(send=send) | Consent(send=send):
                return self._send(send)
            case ConfirmKanji(name=name):
                return self._send(Send(text=name))
            case GoOn():
                return self._more()
            case OfferMessage(text=unspoken):
                self._waiting = None
                return [self._say("sent"), HandOverLinks(unspoken), self._say("what_else")]
            case OfferPerson():
                return self._person()
            case _:
                return self._again()

    def _disagreed(self) -> list[Act]:
        waiting, self._waiting = self._waiting, None
        match waiting:
            case Confirm(spoken=spoken, others=others):
                self._denied.add(spoken)
                self._failures += 1
                if others and retries.way(self._failures) is Way.EXAMPLE:
                    return self._confirm(others[0], ())
                return self._denial()
            case Consent():
                return self._send(Send(postback="no"))
            case GoOn():
                self._rest.clear()
                return self._closing()
            case OfferMessage():
                return [self._say("not_sent"), self._say("what_else")]
            case _:
                return self._ask_again()

    def _corrected(self, waiting: Confirm, texts: Sequence[str]) -> list[Act]:
        """Neither yes nor no: 「いいえ、2つです」, or the answer once more in other words."""
        told = [rest for one in texts if (rest := words.correction(one, self.language))]
        if told:
            self._denied.add(waiting.spoken)
        if not isinstance(self._asked, QuestionMessage):
            self._waiting = None
            return self._answer(told or texts)
        read = answering.readings(self._asked, told or texts, self.language, self._today())
        found = [reading for reading in read if reading.spoken not in self._denied]
        if not found:
            return self._again()
        self._failures += 1
        if retries.way(self._failures) is Way.PERSON:
            return self._offer_person()
        acts = self._confirm(found[0], ())
        if retries.way(self._failures) is Way.OTHERWISE:
            return [self._words(self._otherwise()), *acts]
        return acts

    def _confirm(self, reading: Reading, others: tuple[Reading, ...]) -> list[Act]:
        label = _bare(self._asked.label) if isinstance(self._asked, QuestionMessage) else ""
        phrase = text(self.language, "voice.confirm", label=label, value=reading.spoken)
        self._waiting = Confirm(phrase, reading.send, reading.spoken, others, reading.name)
        return [self._words(phrase)]

    def _confirm_choice(self, send: Send, spoken: str) -> list[Act]:
        phrase = text(self.language, "voice.confirm_choice", value=spoken)
        self._waiting = Confirm(phrase, send, spoken)
        return [self._words(phrase)]

    # The kanji of a name.

    def _confirm_kanji(self, name: str, kana: str, told: dict[str, str]) -> list[Act]:
        explained = spelling.explained(name, told) or (name if self.has_screen else None)
        if explained is None:
            return self._spell(name, kana)
        phrase = text(self.language, "voice.confirm_kanji", value=explained)
        self._waiting = ConfirmKanji(phrase, name, kana)
        return [self._words(phrase)]

    def _spell(self, guess: str, kana: str) -> list[Act]:
        phrase = text(self.language, "voice.ask_kanji")
        self._waiting = Spell(phrase, guess, kana)
        return [self._words(phrase)]

    def _kanji(
        self, waiting: Spell | ConfirmKanji, texts: Sequence[str], agrees: bool | None
    ) -> list[Act]:
        """Kanji explained, confirmed or given up: the sounds are confirmed, so they can be sent."""
        guess = waiting.guess if isinstance(waiting, Spell) else waiting.name
        if words.command(texts[0], self.language) is Command.KANA:
            return self._send(Send(text=waiting.kana))
        if agrees and isinstance(waiting, ConfirmKanji):
            return self._agreed()
        told = next((found for one in texts if (found := spelling.kanji(words.written(one)))), None)
        if told is not None:
            return self._confirm_kanji(spelling.respelled(guess, told), waiting.kana, _by(told))
        self._failures += 1
        if retries.way(self._failures) is Way.EXAMPLE:
            return self._spell(guess, waiting.kana)
        return self._send(Send(text=waiting.kana))

    def _known_kana(self) -> Reading | None:
        """The reading of the name that was confirmed just before, where it is asked for now."""
        asked = self._asked
        if (
            self._kana is None
            or not isinstance(asked, QuestionMessage)
            or asked.field_kind is not FieldKind.KANA
            or asked.error is not None
            or asked.field != f"{self._kana[0]}_kana"
        ):
            return None
        return Reading(Send(text=self._kana[1]), self._kana[1])

    # Keys.

    def _press(self, key: str) -> list[Act]:
        if key == keys.REPEAT:
            self._pressed = ""
            return list(self._last)
        asked = self._asked
        if self._waiting is not None and not isinstance(self._waiting, Spell):
            if key in (_YES, _NO):
                return self._agreed() if key == _YES else self._disagreed()
            return self._person() if key == keys.PERSON else self._again()
        if isinstance(asked, QuestionMessage) and keys.takes_digits(asked.field_kind):
            return self._press_digit(asked, key)
        if self._buttons():
            return self._press_choice(key)
        if key == keys.PERSON:
            return self._person()
        return [] if key == keys.END else self._again("by_voice")

    def _press_digit(self, asked: QuestionMessage, key: str) -> list[Act]:
        if key != keys.END:
            self._pressed += key
            if not keys.is_complete(self._pressed, asked.field_kind):
                return []
        pressed, self._pressed = self._pressed, ""
        if pressed == keys.PERSON and asked.field_kind is not FieldKind.NUMBER:
            return self._person()
        spoken = keys.as_text(pressed, asked.field_kind)
        found = answering.readings(asked, [spoken], self.language, self._today()) if spoken else []
        return self._confirm(found[0], ()) if found else self._again()

    def _press_choice(self, key: str) -> list[Act]:
        buttons = self._buttons()
        if len(buttons) > words.MOST_NUMBERED and key != keys.END:
            self._pressed += key
            return []
        pressed, self._pressed = self._pressed or key, ""
        if pressed == keys.PERSON:
            return self._person()
        number = int(pressed) if pressed.isdecimal() else 0
        if not 1 <= number <= len(buttons):
            return self._again()
        button = buttons[number - 1]
        if isinstance(self._asked, QuestionMessage):
            return self._confirm(Reading(Send(postback=button.postback), button.label), ())
        return self._send(Send(postback=button.postback))

    # What to say.

    def _read_out(self, messages: Sequence[Message]) -> list[Act]:
        """What is said of the messages at once; the rest, and what can only be seen, is kept."""
        acts: list[Act] = []
        self._rest = []
        for message in messages:
            spoken = shortening.shortened(message, message.language, has_screen=self.has_screen)
            lead = "\n".join(spoken.lead)
            acts.append(Say(lead, message.language, caption=not self.has_screen))
            self._rest += [
                Say(part, message.language, caption=not self.has_screen) for part in spoken.rest
            ]
            self._unspoken += spoken.unspoken
            if message.source is not None and message.source.url is not None:
                self._unspoken.append(f"{message.source.title or ''}\n{message.source.url}".strip())
        return acts

    def _after(self, messages: Sequence[Message]) -> list[Act]:
        """What the assistant asks by itself when the conversation has asked nothing."""
        if isinstance(self._asked, SummaryMessage):
            return self._more()
        if isinstance(self._asked, (QuestionMessage, ChoicesMessage)):
            return []
        if self._rest:
            return self._go_on()
        if any(isinstance(one, ReceiptMessage) for one in messages):
            return self._closing()
        return self._offer_message() if messages else []

    def _more(self) -> list[Act]:
        """The next portion, and whether to go on; after the last of a summary, consent."""
        acts: list[Act] = [self._rest.pop(0)] if self._rest else []
        if self._rest:
            return [*acts, *self._go_on()]
        return [*acts, *self._closing()]

    def _go_on(self) -> list[Act]:
        phrase = text(self.language, "voice.go_on")
        self._waiting = GoOn(phrase)
        return [self._words(phrase)]

    def _closing(self) -> list[Act]:
        """After the last portion: consent to a summary, or an offer, or the question again."""
        self._waiting = None
        if isinstance(self._asked, SummaryMessage):
            phrase = text(self.language, "voice.consent")
            submit = next(one for one in self._asked.choices if one.postback.startswith("submit:"))
            self._waiting = Consent(phrase, Send(postback=submit.postback))
            return [self._words(phrase)]
        if isinstance(self._asked, (QuestionMessage, ChoicesMessage)):
            return []
        return self._offer_message() or [self._say("what_else")]

    def _offer_message(self) -> list[Act]:
        """Once a call, and for a receipt: to send what cannot be spoken."""
        if self.has_screen or not self._unspoken or self._has_offered_messages:
            return []
        self._has_offered_messages = True
        phrase = text(self.language, "voice.send_ask")
        self._waiting = OfferMessage(phrase, "\n\n".join(dict.fromkeys(self._unspoken)))
        return [self._words(phrase)]

    def _again(self, reason: str = "not_heard") -> list[Act]:
        """Ask again in another way: with an example, with other means, with a person."""
        self._failures += 1
        told = self._say(reason)
        way = retries.way(self._failures)
        if way is Way.PERSON:
            return self._offer_person()
        if way is Way.OTHERWISE:
            return [told, self._words(self._otherwise()), *self._ask_again()]
        if self._waiting is not None and not isinstance(self._waiting, Spell):
            return [told, self._words(self._waiting.phrase), self._say("yes_or_no")]
        hint = retries.hint(self._asked, self.language)
        return [told, *self._ask_again(), *([self._words(hint)] if hint else [])]

    def _denial(self) -> list[Act]:
        """What was read back was wrong; it has been counted."""
        way = retries.way(self._failures)
        if way is Way.PERSON:
            return self._offer_person()
        more = [self._words(self._otherwise())] if way is Way.OTHERWISE else []
        return [self._say("not_right"), *more, *self._ask_again()]

    def _otherwise(self) -> str:
        if self._waiting is not None and not self.has_screen:
            press = text(self.language, "voice.press_confirm")
            return f"{press}\n{text(self.language, 'voice.person_offer')}"
        return retries.otherwise(self._asked, self.language, has_screen=self.has_screen)

    def _ask_again(self) -> list[Act]:
        """What is waited for, once more."""
        if self._waiting is not None:
            return [self._words(self._waiting.phrase)]
        if self._asked is None or isinstance(self._asked, CardMessage):
            return [self._say("what_else")]
        return [Say(self._asked.text, self._asked.language, caption=not self.has_screen)]

    def _offer_person(self) -> list[Act]:
        phrase = text(self.language, "voice.person_ask")
        self._waiting = OfferPerson(phrase)
        return [self._words(phrase)]

    def _person(self) -> list[Act]:
        """Connect a caller; where nobody can be connected, the conversation tells the number."""
        if self.has_screen or self.ward is None:
            return self._send(Send(postback="handover"))
        self._is_over = True
        summary = transfer.summary(self._procedure, self._asked, self.language)
        return [self._say("connecting"), Transfer(self.ward.office.phone, summary)]

    def _send(self, send: Send) -> list[Act]:
        """Hand over to the conversation; what waited for a yes is void."""
        self._waiting, self._pressed, self._is_answering = None, "", True
        return [send]

    def _wait(self) -> list[Act]:
        return [self._say("not_yet")]

    def _told(self, acts: list[Act]) -> list[Act]:
        """The acts, with what to listen for; what is said is kept to be said again."""
        spoken = [act for act in acts if isinstance(act, Say)]
        if spoken:
            self._last = spoken
        if not spoken or self._is_over or self._is_answering:
            return acts
        return [*acts, expecting.expect(self._asked, self._waiting, self.language)]

    def _say(self, key: str, **values: object) -> Say:
        return self._words(text(self.language, f"voice.{key}", **values))

    def _words(self, spoken: str) -> Say:
        return Say(spoken, self.language)

    def _asked_field(self) -> str | None:
        return self._asked.field if isinstance(self._asked, QuestionMessage) else None

    def _buttons(self) -> tuple[Button, ...]:
        return expecting.buttons(self._asked)


def _asks(message: Asking) -> bool:
    return not isinstance(message, CardMessage) or bool(message.choices)


def _bare(label: str) -> str:
    return _BRACKET.sub("", ruby.plain(label)).strip()


def _by(told: list[tuple[str, str]]) -> dict[str, str]:
    return dict(told)
