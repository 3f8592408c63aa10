"""What a voice session asks of its connection, be it a browser's or a telephone's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Speech:
    """One spoken sentence: mono 16-bit PCM at ``rate`` Hz.

    ``mark`` comes back by ``VoiceSession.played`` when it has been heard to its end. ``text`` is
    what the whole utterance says, once, with its first sentence; None where the screen shows it.
    """

    mark: int
    pcm: bytes
    rate: int
    language: str
    text: str | None = None

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / 2 / self.rate


class Wire(Protocol):
    """One connection. Its methods belong to the event loop and may be called at any time."""

    async def ready(self, language: str, *, listens: bool, speaks: bool) -> None:
        """Tell the language of the session from now on, and what there is a model for."""

    async def caption(self, text: str, *, is_final: bool) -> None:
        """Show what is being understood."""

    async def speak(self, speech: Speech) -> None:
        """Play a sentence behind those that are still to be played."""

    async def stop_speaking(self) -> None:
        """Stop at once, and forget what was still to be played."""

    async def hand_over(self, text: str) -> None:
        """Send links and what cannot be spoken."""

    async def transfer(self, number: str, summary: str) -> bool:
        """Connect to a person; False: it was not possible."""

    async def hang_up(self) -> None:
        """End the connection."""
