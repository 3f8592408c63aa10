"""The messages of ``WS /channels/voice/stream``: JSON text frames, and sound as binary frames.

The client's sound is mono 16-bit little-endian PCM. Ours follows its ``speech`` message as one
binary frame of the same kind, at the rate that the message names; the frame is empty where a
sentence is only to be read. An empty frame of the client says that it is still there.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

LOWEST_RATE, HIGHEST_RATE = 8_000, 48_000
MOST_FRAME_BYTES = 64 * 1024
"""One binary frame: two thirds of a second at 48 kHz."""


class _ClientMessage(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Start(_ClientMessage):
    """The first message. Without the resident's consent no sound is taken.

    ``dictate``: what is understood is captioned only, to be corrected and sent by hand. ``aloud``:
    whether answers are spoken. ``resumes``: an earlier connection broke off, so nobody is greeted.
    """

    type: Literal["start"]
    conversation: str = Field(max_length=64)
    token: str = Field(max_length=128)
    consent: Literal[True]
    sample_rate: int = Field(default=16_000, ge=LOWEST_RATE, le=HIGHEST_RATE)
    mode: Literal["converse", "dictate"] = "converse"
    aloud: bool = True
    resumes: bool = False


class Talk(_ClientMessage):
    """The button to speak is pressed (``on``) or let go of."""

    type: Literal["talk"]
    on: bool


class Quiet(_ClientMessage):
    """Stop speaking."""

    type: Literal["quiet"]


class Aloud(_ClientMessage):
    """Whether answers are spoken from now on."""

    type: Literal["aloud"]
    on: bool


class Played(_ClientMessage):
    """The sentence ``mark`` has been played to its end."""

    type: Literal["played"]
    mark: int = Field(ge=0)


class Stop(_ClientMessage):
    """The microphone is off; the connection ends."""

    type: Literal["stop"]


ClientMessage = Annotated[Start | Talk | Quiet | Aloud | Played | Stop, Field(discriminator="type")]
CLIENT_MESSAGE = TypeAdapter[Start | Talk | Quiet | Aloud | Played | Stop](ClientMessage)
