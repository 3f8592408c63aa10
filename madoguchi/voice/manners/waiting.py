"""What a yes or a no is the answer to, when the assistant itself has asked."""

from __future__ import annotations

from dataclasses import dataclass

from madoguchi.voice.manners.acts import Send
from madoguchi.voice.manners.answering import Reading


@dataclass(frozen=True)
class Confirm:
    """「…、でよろしいですか」: yes sends ``send``; after a bare no the next of ``others`` is asked.

    ``name``: a Japanese name whose kanji come next.
    """

    phrase: str
    send: Send
    spoken: str
    others: tuple[Reading, ...] = ()
    name: str | None = None


@dataclass(frozen=True)
class ConfirmKanji:
    """Whether a name, the sounds of which are confirmed, is written so."""

    phrase: str
    name: str
    kana: str


@dataclass(frozen=True)
class Spell:
    """The kanji of a name are to be explained; ``guess`` is what the recogniser wrote."""

    phrase: str
    guess: str
    kana: str


@dataclass(frozen=True)
class GoOn:
    """「続けますか」."""

    phrase: str


@dataclass(frozen=True)
class Consent:
    """Whether what was read out is to be submitted."""

    phrase: str
    send: Send


@dataclass(frozen=True)
class OfferMessage:
    """Whether what can only be seen is to be sent."""

    phrase: str
    text: str


@dataclass(frozen=True)
class OfferPerson:
    """Whether to connect the caller to the ward's people."""

    phrase: str


@dataclass(frozen=True)
class Resume:
    """Whether to go on with an application that the caller left open."""

    phrase: str
    send: Send


Waiting = Confirm | ConfirmKanji | Spell | GoOn | Consent | OfferMessage | OfferPerson | Resume
