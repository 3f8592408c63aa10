"""The messages of a media stream, each a JSON text frame, in the form that Twilio has published.

https://www.twilio.com/docs/voice/media-streams/websocket-messages (read 2026-11-27). Other
providers send the same with more fields, which are ignored, as are events that we do not know.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel

RATE = 8_000
"""Hz of a telephone's sound."""


class _Provided(BaseModel):
    model_config = ConfigDict(
        extra="ignore", frozen=True, alias_generator=to_camel, populate_by_name=True
    )


class MediaFormat(_Provided):
    """The only format that telephones use: mu-law (ITU-T G.711), one channel."""

    encoding: Literal["audio/x-mulaw"]
    sample_rate: Literal[8000]
    channels: Literal[1] = 1


class StartData(_Provided):
    """The call. ``custom_parameters`` are what the provider was told to hand on.

    We read ``token``, ``from`` (the caller's number) and ``language`` of them.
    """

    stream_sid: str = Field(min_length=1, max_length=128)
    call_sid: str = Field(default="", max_length=128)
    media_format: MediaFormat
    custom_parameters: dict[str, str] = {}


class MediaData(_Provided):
    """Sound: mu-law in base64. ``track`` outbound is our own voice."""

    payload: Base64Bytes = Field(max_length=65_536)
    track: str = "inbound"


class DtmfData(_Provided):
    """A key that was pressed."""

    digit: str = Field(pattern=r"^[0-9*#A-D]$")


class MarkData(_Provided):
    """Our mark, played or cleared."""

    name: str = Field(max_length=64)


class Connected(_Provided):
    """The connection stands."""

    event: Literal["connected"]


class Start(_Provided):
    """The call begins."""

    event: Literal["start"]
    start: StartData


class Media(_Provided):
    """A piece of sound."""

    event: Literal["media"]
    media: MediaData


class Dtmf(_Provided):
    """A key."""

    event: Literal["dtmf"]
    dtmf: DtmfData


class Mark(_Provided):
    """A sentence has been played."""

    event: Literal["mark"]
    mark: MarkData


class Stop(_Provided):
    """The call is over."""

    event: Literal["stop"]


ProviderMessage = Connected | Start | Media | Dtmf | Mark | Stop
PROVIDER_MESSAGE = TypeAdapter[ProviderMessage](
    Annotated[ProviderMessage, Field(discriminator="event")]
)


def media(stream: str, payload: str) -> str:
    """Sound for the caller."""
    return _ours("media", stream, media={"payload": payload})


def mark(stream: str, name: str) -> str:
    """To be sent back when what was sent before it has been played."""
    return _ours("mark", stream, mark={"name": name})


def clear(stream: str) -> str:
    """Forget what is still to be played."""
    return _ours("clear", stream)


def _ours(event: str, stream: str, **data: Any) -> str:
    return json.dumps({"event": event, "streamSid": stream, **data})
