"""A voice message: what was said in all of it, taken as if it had been typed.

Nobody is there to say yes to what was heard, but whoever spoke sees it written, and the form's
summary after that. So what fits the question is taken at once; nothing that is heard here presses a
button that sends or throws away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from madoguchi.answers import emergency
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import QuestionMessage
from madoguchi.voice.manners import confidence, understanding, words
from madoguchi.voice.manners.acts import Send
from madoguchi.voice.manners.readback import is_japanese
from madoguchi.voice.manners.understanding import Situation
from madoguchi.voice.manners.waiting import Confirm
from madoguchi.voice.transcribing import Transcript

_MAY_BE_PRESSED = frozenset({"answer", "apply", "edit", "keep", "no", "procedure", "ward"})
"""What can be taken back."""
_SHOWN_AS_READ_BACK = frozenset({FieldKind.DATE, FieldKind.MULTI_CHOICE})
"""Kinds whose values are sent in a form that is not for people."""
_ENDS = re.compile(r"[。、．，.,!！?？]$")


@dataclass(frozen=True)
class Understood:
    """What the message says: to the conversation, and as it is shown to whoever spoke."""

    send: Send
    shown: str


def understood(transcript: Transcript, engine: str, now: Situation) -> Understood | None:
    """What was said; None where nobody spoke, or it was not heard well enough.

    Danger to life is believed at any confidence.
    """
    spoken = [final for final in transcript.utterances if words.written(final.best.text)]
    if not spoken:
        return None
    whole = words.written(_joined([final.best.text for final in spoken], now.language))
    each = [words.written(one.text) for final in spoken for one in final.hypotheses]
    danger = next((one for one in (whole, *each) if emergency.detect(one)), None)
    if danger is not None:
        return Understood(Send(text=danger), danger)
    if _confidence(transcript, now.language) < confidence.least(
        engine, _plain_answer(whole, now), is_open=now.asked is None
    ):
        return None
    texts = [one.text for one in spoken[0].hypotheses] if len(spoken) == 1 else [whole]
    texts = [one for one in texts if words.written(one)]
    meant = understanding.understood(texts, now)
    match meant:
        case Confirm(send=send) if isinstance(now.asked, QuestionMessage):
            if send.text is None or now.asked.field_kind in _SHOWN_AS_READ_BACK:
                return Understood(send, meant.spoken)
            return Understood(send, send.text)
        case Send(postback=str() as pressed) if _may_be_pressed(pressed):
            return Understood(meant, whole)
        case _:
            return Understood(Send(text=whole), whole)


def _joined(texts: list[str], language: str) -> str:
    """The utterances as one text; a pause is a comma at least."""
    if not (is_japanese(language) or language.startswith("zh")):
        return " ".join(texts)
    parts = [one if _ENDS.search(one.strip()) else f"{one.strip()}、" for one in texts]
    return "".join(parts)


def _confidence(transcript: Transcript, language: str) -> float:
    """Mean over the utterances, each by its length."""
    spoken = [(final.end - final.start, final) for final in transcript.utterances]
    seconds = sum(length for length, _ in spoken)
    if not seconds:
        return 0.0
    return sum(length * confidence.of(final, language) for length, final in spoken) / seconds


def _plain_answer(text: str, now: Situation) -> bool | None:
    asked = now.asked
    if isinstance(asked, QuestionMessage) and asked.field_kind is FieldKind.YES_NO:
        return words.plain_answer(text, now.language)
    return None


def _may_be_pressed(postback: str) -> bool:
    return postback.partition(":")[0] in _MAY_BE_PRESSED
