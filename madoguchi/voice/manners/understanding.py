"""What an utterance or pressed keys mean as an answer: sent at once, read back, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.forms.turn import reads_as_question
from madoguchi.languages import ruby
from madoguchi.languages.strings import text
from madoguchi.messages import Message, QuestionMessage, SummaryMessage
from madoguchi.voice.manners import answering, choosing, expecting, keypad, summarising, words
from madoguchi.voice.manners.acts import Send
from madoguchi.voice.manners.addresses import Near
from madoguchi.voice.manners.answering import Reading
from madoguchi.voice.manners.waiting import Confirm

_FREELY_WORDED = frozenset({FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.ITEM_LIST})
_FORMS_OWN = ("abandon:", "edit:")


@dataclass(frozen=True)
class Situation:
    """What an answer is understood by; ``ward`` in Japanese (渋谷区).

    ``denied``: values that were read back and were wrong.
    """

    asked: Message | None
    language: str
    today: date
    procedure: str | None
    denied: Collection[str]
    ward: str | None

    @property
    def near(self) -> Near:
        """Where an address probably is. After a no the postal code may be what is wrong."""
        if self.denied or not isinstance(self.asked, QuestionMessage):
            return Near(self.ward)
        return Near(self.ward, self.asked.postal_code)


def understood(texts: Sequence[str], now: Situation) -> Send | Confirm | None:
    """What the hypotheses, likeliest first, mean; None: not understood.

    What a form would keep is always read back. A new request is sent as it was said.
    """
    match now.asked:
        case QuestionMessage():
            return _answer(now.asked, texts, now)
        case SummaryMessage():
            return summarising.correction(now.asked, texts, now.language)
        case None:
            return Send(text=words.written(texts[0]))
        case _:
            return _choice(texts, now)


def keyed(pressed: str, now: Situation) -> Send | Confirm | None:
    """What the keys mean, the number of a choice or the digits of a value; None: nothing."""
    asked = now.asked
    if isinstance(asked, QuestionMessage) and keypad.takes_digits(asked.field_kind):
        found = readings(asked, [keypad.as_text(pressed, asked.field_kind)], now)
        return confirm(found[0], now) if found else None
    buttons, number = expecting.buttons(asked), int(pressed or "0")
    if not 1 <= number <= len(buttons):
        return None
    send = Send(postback=buttons[number - 1].postback)
    if isinstance(asked, QuestionMessage):
        return confirm(Reading(send, ruby.plain(buttons[number - 1].label)), now)
    return send


def corrected(before: Confirm, texts: Sequence[str], now: Situation) -> Confirm | None:
    """The answer in other words, after a value was read back: 「いいえ、2つです」, 「山田です」."""
    if not isinstance(now.asked, QuestionMessage):
        return None
    told = [rest for one in texts if (rest := words.correction(one, now.language))]
    if told and now.asked.field_kind is FieldKind.ITEM_LIST:
        whole = answering.amended(before.send, told[0])
        told = [whole, *told] if whole is not None else told
    found = readings(now.asked, told or texts, now)
    if told:
        found = [reading for reading in found if reading.spoken != before.spoken]
    return confirm(found[0], now) if found else None


def readings(question: QuestionMessage, texts: Sequence[str], now: Situation) -> list[Reading]:
    """The answers that the hypotheses hold, without those that were denied."""
    read = answering.readings(question, texts, now.language, now.today, now.procedure, now.near)
    return [reading for reading in read if reading.spoken not in now.denied]


def confirm(reading: Reading, now: Situation, others: tuple[Reading, ...] = ()) -> Confirm:
    """「…は、…、でよろしいですか」."""
    label = summarising.heard_label(now.asked)
    phrase = text(now.language, "voice.confirm", label=label, value=reading.spoken)
    return Confirm(phrase, reading.send, reading.spoken, others, reading.name)


def _answer(
    question: QuestionMessage, texts: Sequence[str], now: Situation
) -> Send | Confirm | None:
    """A question asked back is sent as it is, unless the form might take it as a value."""
    found = readings(question, texts, now)
    said = Send(text=words.written(texts[0]))
    asks_back = reads_as_question(texts[0])
    if asks_back and not found:
        return said
    if asks_back and question.field_kind in _FREELY_WORDED:
        return _confirm_words(said, texts[0], now.language)
    return confirm(found[0], now, tuple(found[1:])) if found else None


def _choice(texts: Sequence[str], now: Situation) -> Send | Confirm | None:
    buttons = expecting.buttons(now.asked)
    chosen = choosing.choose(texts, buttons, now.language)
    agrees = words.yes_or_no(texts[0], now.language)
    is_yes_or_no = len(buttons) == 2 and buttons[1].postback in ("keep", "no")
    if agrees is not None and is_yes_or_no and not (chosen and chosen.is_sure):
        return Send(postback=buttons[0 if agrees else 1].postback)
    if chosen is None:
        # The form would take other words as a value that nobody has confirmed.
        is_forms_own = any(one.postback.startswith(_FORMS_OWN) for one in buttons)
        return None if is_forms_own else Send(text=words.written(texts[0]))
    send = Send(postback=chosen.button.postback)
    return send if chosen.is_sure else _confirm_words(send, chosen.button.label, now.language)


def _confirm_words(send: Send, spoken: str, language: str) -> Confirm:
    value = ruby.plain(words.written(spoken))
    return Confirm(text(language, "voice.confirm_choice", value=value), send, value)
