"""What the assistant says: the messages that every channel can draw.

Actions produce them, the conversation stores them, and each channel's ``outbound`` draws them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from madoguchi.catalogue.procedure import FieldKind


class Part(BaseModel):
    """Base of every message part: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MessageSource(Part):
    """Where the facts of a message come from: a procedure of the catalogue, its page and its check.

    ``origin`` tells whether the shown value is common to all wards or the ward's own. An entry of
    a ward's FAQ has ``updated_on``, the ward's own date of it, in place of a check.
    """

    procedure: str | None = None
    ward: str | None = None
    origin: Literal["common", "ward"] | None = None
    title: str | None = None
    url: str | None = None
    verified_on: date | None = None
    updated_on: date | None = None


class Button(Part):
    """Something to press. ``postback`` is what the channel sends back, ``label`` what is shown."""

    label: str
    postback: str


class BaseMessage(Part):
    """What all messages share. ``original`` is the Japanese when ``text`` is a translation.

    ``author`` is the name of the member of staff who wrote it, None: the assistant did.
    """

    text: str
    language: str = "ja"
    original: str | None = None
    translated_by: Literal["curated", "machine"] | None = None
    source: MessageSource | None = None
    author: str | None = None


class TextMessage(BaseMessage):
    """Plain text; line breaks count."""

    kind: Literal["text"] = "text"


class ChoicesMessage(BaseMessage):
    """A question with buttons; the resident may also type the answer."""

    kind: Literal["choices"] = "choices"
    choices: tuple[Button, ...]


class CardRow(Part):
    """One labelled fact of a card, such as 手数料: 300円."""

    label: str
    value: str
    origin: Literal["common", "ward"] | None = None


class CardMessage(BaseMessage):
    """A titled card with labelled rows or a list of steps, and buttons below."""

    kind: Literal["card"] = "card"
    title: str
    rows: tuple[CardRow, ...] = ()
    items: tuple[str, ...] = ()
    choices: tuple[Button, ...] = ()


class QuestionMessage(BaseMessage):
    """A form field to answer, with what is needed to draw the right control for its kind.

    ``postal_code``: of an address, as the resident has given it just before.
    """

    kind: Literal["question"] = "question"
    field: str
    field_kind: FieldKind
    label: str
    required: bool
    help: str | None = None
    example: str | None = None
    error: str | None = None
    choices: tuple[Button, ...] = ()
    earliest: date | None = None
    latest: date | None = None
    minimum: int | None = None
    maximum: int | None = None
    postal_code: str | None = None
    step: int | None = None
    steps: int | None = None


class SummaryRow(Part):
    """One answer of the summary; ``edit`` is the postback that opens it for correction."""

    field: str
    label: str
    value: str
    edit: str


class SummaryMessage(BaseMessage):
    """What will be submitted, with consent asked for by the buttons."""

    kind: Literal["summary"] = "summary"
    title: str
    rows: tuple[SummaryRow, ...]
    choices: tuple[Button, ...]


class ReceiptMessage(BaseMessage):
    """The receipt (受付番号) of a submitted application. ``submitted_at`` is ISO 8601 in JST."""

    kind: Literal["receipt"] = "receipt"
    receipt_number: str
    procedure: str
    title: str
    submitted_at: str
    next_steps: str | None = None


class PlaceMessage(BaseMessage):
    """A place: name, address, position in degrees (WGS 84), phone and hours where known."""

    kind: Literal["place"] = "place"
    name: str
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None
    hours: str | None = None


class LinkMessage(BaseMessage):
    """A page to open."""

    kind: Literal["link"] = "link"
    title: str
    url: str


Message = Annotated[
    TextMessage
    | ChoicesMessage
    | CardMessage
    | QuestionMessage
    | SummaryMessage
    | ReceiptMessage
    | PlaceMessage
    | LinkMessage,
    Field(discriminator="kind"),
]
MESSAGE = TypeAdapter[Message](Message)
"""Validates one message from JSON or a mapping: ``MESSAGE.validate_python({...})``."""
