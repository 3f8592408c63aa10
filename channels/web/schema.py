"""The bodies of the conversation API."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from channels.incoming import CLIENT_MESSAGE_ID, MAX_TEXT_LENGTH
from madoguchi.curation.record import Reason
from madoguchi.messages import Message
from madoguchi.postback import MAX_LENGTH as MAX_POSTBACK_LENGTH

MAX_SEQ = 2**31 - 1
LanguageTag = Literal["ja", "ja-easy", "en", "zh", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl"]


class NewConversation(BaseModel):
    """``ward`` None: the assistant asks. ``zh`` means ``zh-Hans``."""

    model_config = ConfigDict(extra="forbid")

    ward: str | None = Field(default=None, max_length=32, examples=["shibuya"])
    language: LanguageTag = "ja"


class ConversationStarted(BaseModel):
    """``token`` is shown once; every later call bears it."""

    id: str
    token: str
    messages: list[Message]


class NewMessage(BaseModel):
    """Either ``text`` or ``postback``; ``client_message_id`` makes it happen once."""

    model_config = ConfigDict(extra="forbid")

    # What follows is published here and checked for every channel in channels/incoming.py.
    text: str | None = Field(
        default=None,
        examples=["引っ越してきました"],
        json_schema_extra={"minLength": 1, "maxLength": MAX_TEXT_LENGTH},
    )
    postback: str | None = Field(
        default=None,
        examples=["procedure:moving-in"],
        json_schema_extra={"minLength": 1, "maxLength": MAX_POSTBACK_LENGTH},
    )
    client_message_id: str = Field(
        examples=["6f6b9c1e-0001"], json_schema_extra={"pattern": f"^{CLIENT_MESSAGE_ID}$"}
    )


class Feedback(BaseModel):
    """What the resident says of the answer at ``seq``; ``reason`` is why it did not help."""

    model_config = ConfigDict(extra="forbid")

    seq: int = Field(ge=1, le=MAX_SEQ)
    helpful: bool
    reason: Reason | None = None


class Candidate(BaseModel):
    """A procedure that the words may mean, with its score from 0 to 1."""

    procedure: str
    score: float


class Understanding(BaseModel):
    """How a turn was understood; ``procedure`` is null when the assistant asks back or declines."""

    intent: str | None
    confidence: float
    procedure: str | None
    aspect: str | None
    candidates: list[Candidate]


class Answer(BaseModel):
    """The answer to one message. ``pending``: the answer itself follows in the history."""

    messages: list[Message]
    understanding: Understanding
    state: dict[str, Any]
    pending: bool = False


class HistoryItem(BaseModel):
    """One message of the history; ``at`` is ISO 8601 in UTC."""

    seq: int
    role: Literal["resident", "assistant"]
    message: dict[str, Any]
    at: str


class History(BaseModel):
    """The messages behind ``after``, and the conversation's present state."""

    messages: list[HistoryItem]
    state: dict[str, Any]
    pending: bool
