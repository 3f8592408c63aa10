"""The assistant's own lines in a conversation by voice: what is read out, kept back, said again."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.languages.strings import text
from madoguchi.messages import CardMessage, Message, ReceiptMessage
from madoguchi.voice.manners import retries, shortening
from madoguchi.voice.manners.acts import Act, Say
from madoguchi.voice.manners.retries import Way
from madoguchi.voice.manners.waiting import GoOn, OfferMessage, Spell, Waiting


class Script:
    """What has been said last, what of an answer is still unsaid, and what can only be seen."""

    def __init__(self, language: str, *, has_screen: bool, can_message: bool = True) -> None:
        self.language = language
        self.can_message = can_message and not has_screen
        self.last: list[Say] = []
        self._has_screen = has_screen
        self._rest: list[Say] = []
        self._unspoken: list[str] = []
        self._offer_key = "send_ask"
        self._has_offered = False

    @property
    def has_more(self) -> bool:
        """Whether portions of the answer are unsaid."""
        return bool(self._rest)

    def say(self, key: str, **values: object) -> Say:
        """One of our own sentences, ``voice.<key>``."""
        return self.words(text(self.language, f"voice.{key}", **values))

    def words(self, spoken: str) -> Say:
        """These words, in the caller's language."""
        return Say(spoken, self.language)

    def read_out(self, messages: Sequence[Message]) -> list[Act]:
        """What is said of an answer at once. The portions of the answer before are forgotten."""
        self._rest = []
        acts: list[Act] = []
        for message in messages:
            # Our words between a message's texts are in the message's own language.
            spoken = shortening.shortened(message, message.language, has_screen=self._has_screen)
            acts.append(self._message("\n".join(spoken.lead), message.language))
            self._rest += [self._message(part, message.language) for part in spoken.rest]
            self._unspoken += spoken.unspoken
            if message.source is not None and message.source.url is not None:
                self._unspoken.append(f"{message.source.title or ''}\n{message.source.url}".strip())
            if isinstance(message, ReceiptMessage):
                self._offer_key, self._has_offered = "send_receipt", False
        return acts

    def news(self, messages: Sequence[Message]) -> list[Act]:
        """What is told in between: all of it, and what was to be said stays to be said."""
        told = [
            (shortening.shortened(one, one.language, has_screen=self._has_screen), one.language)
            for one in messages
        ]
        return [self._message("\n".join((*news.lead, *news.rest)), tag) for news, tag in told]

    def next_portion(self) -> list[Act]:
        """The next unsaid portion; nothing where all is said."""
        return [self._rest.pop(0)] if self._rest else []

    def forget_rest(self) -> None:
        """The caller does not want to hear the rest."""
        self._rest.clear()

    def go_on(self) -> GoOn:
        """「続けますか」."""
        return GoOn(text(self.language, "voice.go_on"))

    def offer(self) -> OfferMessage | None:
        """To send what cannot be spoken: once a call, and for a receipt. None without a way."""
        if not self.can_message or not self._unspoken or self._has_offered:
            return None
        self._has_offered = True
        phrase = text(self.language, f"voice.{self._offer_key}")
        return OfferMessage(phrase, "\n\n".join(dict.fromkeys(self._unspoken)))

    def number(self, number: str) -> list[Act]:
        """A telephone number, twice."""
        return [self.say("call_number", number=number), self.say("receipt_again", number=number)]

    def ask_again(self, asked: Message | None, waiting: Waiting | None) -> list[Act]:
        """What is waited for, once more."""
        if waiting is not None:
            return [self.words(waiting.phrase)]
        if asked is None or isinstance(asked, CardMessage):
            return [self.say("what_else")]
        return [self._message(asked.text, asked.language)]

    def retry(
        self, reason: str, failures: int, asked: Message | None, waiting: Waiting | None
    ) -> list[Act]:
        """The question again after ``failures`` (1 or 2) of them, each time in another way."""
        again = self.ask_again(asked, waiting)
        if retries.way(failures) is Way.OTHERWISE:
            return [self.say(reason), self.otherwise(asked, waiting), *again]
        if waiting is not None and not isinstance(waiting, Spell):
            return [self.say(reason), *again, self.say("yes_or_no")]
        return [self.say(reason), *again, *self.hint(asked)]

    def hint(self, asked: Message | None) -> list[Act]:
        """What makes the question easier; nothing where nothing does."""
        found = retries.hint(asked, self.language)
        return [self.words(found)] if found else []

    def otherwise(self, asked: Message | None, waiting: Waiting | None) -> Say:
        """The other ways to answer, and the offer of a person."""
        return self.words(
            retries.otherwise(asked, waiting, self.language, has_screen=self._has_screen)
        )

    def _message(self, spoken: str, language: str) -> Say:
        return Say(spoken, language, caption=not self._has_screen)
