"""What a conversation by voice does next: the language between manners and the channels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Say:
    """Speak. ``text`` is as it is written; it is prepared for the ear when it is spoken.

    ``caption`` False: the screen shows the message itself already.
    """

    text: str
    language: str
    caption: bool = True


@dataclass(frozen=True)
class Expect:
    """Favour these words in what is said next; () listens for anything.

    ``example`` is an answer of the kind, for its spelling; nothing in it is likelier to be said.
    """

    words: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True)
class Send:
    """Hand a message to the conversation: typed words, or the postback of a button."""

    text: str | None = None
    postback: str | None = None


@dataclass(frozen=True)
class Speed:
    """Speak at this speed from now on; 1.0 is usual."""

    factor: float


@dataclass(frozen=True)
class HandOverLinks:
    """Send links and texts that cannot be spoken to the caller, who has agreed."""

    text: str


@dataclass(frozen=True)
class Transfer:
    """Connect the caller to the ward's people. ``summary`` is spoken to whoever answers."""

    number: str
    summary: str


@dataclass(frozen=True)
class HangUp:
    """End the call."""


Act = Say | Expect | Send | Speed | HandOverLinks | Transfer | HangUp
