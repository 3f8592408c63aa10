"""Where a conversation by voice stands, and the moves that any turn of it may end in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

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
from madoguchi.voice.manners import retries, summarising, transfer
from madoguchi.voice.manners.acts import Act, Send, Transfer
from madoguchi.voice.manners.keypad import Keypad
from madoguchi.voice.manners.retries import Way
from madoguchi.voice.manners.script import Script
from madoguchi.voice.manners.understanding import Situation
from madoguchi.voice.manners.waiting import Confirm, OfferPerson, Waiting

Asking = QuestionMessage | SummaryMessage | ChoicesMessage | CardMessage


class Course:
    """What was asked, what is waited for, what went wrong; a move returns what it makes be said.

    ``has_screen``: the messages are seen, too. ``can_connect``: a caller can be connected to
    people, and else is told their number.
    """

    def __init__(
        self,
        script: Script,
        today: Callable[[], date],
        *,
        has_screen: bool,
        ward: Ward | None,
        can_connect: bool,
    ) -> None:
        self.script = script
        self.has_screen = has_screen
        self.ward = ward
        self.keypad = Keypad()
        self.asked: Asking | None = None
        self.waiting: Waiting | None = None
        self.procedure: str | None = None
        self.named: tuple[str, str] = ("", "")
        """The field of the name that was confirmed last, and its sounds."""
        self.denied: set[str] = set()
        """Values that were read back for this question and were wrong."""
        self.failures = 0
        self.is_answering = False
        """Whether the conversation is at work on what it was sent."""
        self.is_over = False
        self._today = today
        self._can_connect = can_connect

    @property
    def language(self) -> str:
        """The tag of the language that is spoken."""
        return self.script.language

    @property
    def ward_name(self) -> str:
        """The ward's name in the caller's language; all 23 wards where none is chosen."""
        return said(self.ward.names.ja if self.ward else "東京23区", self.language)

    @property
    def situation(self) -> Situation:
        """What an answer is understood by now."""
        ward = self.ward.names.ja if self.ward else None
        return Situation(
            self.asked, self.language, self._today(), self.procedure, self.denied, ward
        )

    @property
    def field(self) -> str | None:
        """The form's field that is asked for."""
        return self.asked.field if isinstance(self.asked, QuestionMessage) else None

    def is_news(self, messages: Sequence[Message]) -> bool:
        """Whether something is told while the form waits for an answer, which it goes on to do."""
        is_asked = isinstance(self.asked, (QuestionMessage, SummaryMessage))
        asks = any(isinstance(one, Asking) and not isinstance(one, CardMessage) for one in messages)
        return is_asked and not self.is_answering and not asks

    def go_on(self, messages: Sequence[Message]) -> None:
        """The conversation has answered; a value that the form has refused is a failure."""
        before = self.field
        self.asked = asked_in(messages)
        self.waiting, self.is_answering = None, False
        self.keypad.clear()
        self.procedure = transfer.procedure_of(messages) or self.procedure
        if _is_refused(self.asked) and self.field == before:
            self.failures += 1
        else:
            self.failures = 0
            self.denied.clear()

    def ask(self, waiting: Waiting) -> list[Act]:
        """Ask what the assistant asks by itself."""
        self.waiting = waiting
        return [self.script.words(waiting.phrase)]

    def ask_again(self) -> list[Act]:
        """Ask the same again."""
        return self.script.ask_again(self.asked, self.waiting)

    def send(self, send: Send) -> list[Act]:
        """Hand over to the conversation; what waited for a yes is void."""
        self.waiting, self.is_answering = None, True
        self.keypad.clear()
        return [send]

    def take(self, meaning: Send | Confirm | None) -> list[Act]:
        """Send what is beyond doubt, read back what is not, ask again for what is nothing."""
        match meaning:
            case Send():
                return self.send(meaning)
            case Confirm():
                return self.ask(meaning)
            case None:
                return self.not_understood()

    def not_understood(self, reason: str = "not_heard") -> list[Act]:
        """Ask again in another way, at last for a person."""
        self.failures += 1
        return self.retry(reason)

    def retry(self, reason: str) -> list[Act]:
        """What follows a failure that is counted already."""
        if retries.way(self.failures) is Way.PERSON:
            return self.offer_person()
        return self.script.retry(reason, self.failures, self.asked, self.waiting)

    def more(self) -> list[Act]:
        """The next portion, and whether to go on; after the last one what comes then."""
        portion = self.script.next_portion()
        if self.script.has_more:
            return [*portion, *self.ask(self.script.go_on())]
        return [*portion, *self.close()]

    def open_up(self) -> list[Act]:
        """What the assistant asks by itself when the conversation has asked nothing."""
        if isinstance(self.asked, SummaryMessage):
            return self.more()
        if isinstance(self.asked, (QuestionMessage, ChoicesMessage)):
            return []
        if self.script.has_more:
            return self.ask(self.script.go_on())
        offer = self.script.offer()
        return self.ask(offer) if offer is not None else []

    def close(self) -> list[Act]:
        """After the last portion: consent to a summary, an offer, or whatever is wished."""
        self.waiting = None
        if isinstance(self.asked, SummaryMessage):
            return self.ask(summarising.consent(self.asked, self.language))
        if isinstance(self.asked, (QuestionMessage, ChoicesMessage)):
            return self.ask_again()
        offer = self.script.offer()
        return self.ask(offer) if offer is not None else [self.script.say("what_else")]

    def offer_person(self) -> list[Act]:
        """Ask whether to connect the caller."""
        return self.ask(OfferPerson(text(self.language, "voice.person_ask")))

    def connect(self) -> list[Act]:
        """Connect a caller; where nobody can be connected, the conversation tells the number."""
        if self.has_screen or self.ward is None:
            return self.send(Send(postback="handover"))
        if not self._can_connect:
            self.waiting = None
            return [*self.script.number(self.ward.office.phone), *self.ask_again()]
        self.is_over = True
        summary = transfer.summary(self.procedure, self.asked, self.language)
        return [self.script.say("connecting"), Transfer(self.ward.office.phone, summary)]


def asked_in(messages: Sequence[Message]) -> Asking | None:
    """What the messages ask, the last of it; None where they ask nothing."""
    asking = [one for one in messages if isinstance(one, Asking) and _asks(one)]
    return asking[-1] if asking else None


def _asks(message: Asking) -> bool:
    return not isinstance(message, CardMessage) or bool(message.choices)


def _is_refused(asked: Message | None) -> bool:
    return isinstance(asked, QuestionMessage) and asked.error is not None
