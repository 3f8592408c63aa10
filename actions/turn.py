"""One turn as the actions see it: what the tracker says, read once and typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rasa_sdk import Tracker

from madoguchi.answers.requests import Part
from madoguchi.catalogue.catalogue import Catalogue, WardProcedure
from madoguchi.catalogue.search.ward_names import find_wards
from madoguchi.catalogue.ward import Ward
from madoguchi.clock import JST
from madoguchi.errors import InvalidValueError
from madoguchi.forms.turn import Turn as FormTurn
from madoguchi.forms.values.date_readings import Preference
from madoguchi.forms.values.dates import find_dates
from madoguchi.forms.values.tense import tells_past

APPLY = "apply"
"""The aspect that stands for applying, where a turn waits for the ward to be known."""


@dataclass(frozen=True)
class TurnContext:
    """The latest message with what Rasa made of it, and the conversation's state.

    ``pressed`` holds a button's entities by name, None when the resident typed. ``now`` is aware.
    ``after_side_answer`` is true when another action has already answered this message. ``wish`` is
    the sentence of the text that says what is wanted (the whole text where there is only one).
    ``parts`` are its sentences and clauses where there are several. ``waiting`` are the requests
    (procedure and aspect) that wait for the ward to be known, beyond ``focus`` and ``aspect``.
    """

    catalogue: Catalogue
    now: datetime
    conversation_id: str
    message_id: str
    text: str
    intent: str
    confidence: float
    pressed: dict[str, str] | None
    ward: Ward | None
    focus: str | None
    aspect: str | None
    fallback_count: int
    in_form: bool
    after_side_answer: bool
    wish: str
    parts: tuple[Part, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()
    language: str = "ja"
    inquiry: str | None = None
    """Which step of a question to staff the message is (``madoguchi/inquiries/draft.py``)."""
    is_heard: bool = False
    """Whether the text was spoken and written down by a machine."""

    @property
    def today(self) -> date:
        """The day in Japan."""
        return self.now.astimezone(JST).date()

    @property
    def named_wards(self) -> tuple[str, ...]:
        """The wards that the text names."""
        return find_wards(self.text, self.catalogue.wards) if self.pressed is None else ()

    @property
    def day(self) -> date | None:
        """The one date that the text names, or None."""
        if self.pressed is not None:
            return None
        try:
            found = find_dates(self.text, today=self.today, prefer=self._preferred)
        except InvalidValueError:
            return None
        return found[0].value if len(found) == 1 else None

    @property
    def _preferred(self) -> Preference:
        """Where a day without its year or month is looked for."""
        if self.intent == "ask_hours":  # on Saturday: the coming one
            return "future"
        return "past" if tells_past(self.text) else "nearest"

    @property
    def ward_here(self) -> Ward | None:
        """The ward that this turn is about: the only one it names, else the conversation's."""
        named = self.named_wards
        return self.catalogue.ward(named[0]) if len(named) == 1 else self.ward

    def pressed_value(self, name: str) -> str | None:
        """An entity of the pressed button."""
        return None if self.pressed is None else self.pressed.get(name)

    def procedure(self, procedure_id: str) -> WardProcedure:
        """The procedure as it is in this turn's ward."""
        ward = self.ward_here
        return self.catalogue.procedure(procedure_id, ward.id if ward else None)

    def form_turn(self) -> FormTurn:
        """The turn as the form engine takes it."""
        return FormTurn(
            self.text, self.intent, self.confidence, self.pressed, is_heard=self.is_heard
        )


def read_turn(tracker: Tracker, catalogue: Catalogue, now: datetime) -> TurnContext:
    """Read the latest message and the slots. Unknown wards and procedures count as not set."""
    message: dict[str, Any] = tracker.latest_message or {}
    metadata = message.get("metadata") or {}
    intent = message.get("intent") or {}
    ward_id = metadata.get("ward") or tracker.get_slot("ward")
    focus = tracker.get_slot("procedure")
    text = metadata.get("text", message.get("text") or "")
    return TurnContext(
        catalogue=catalogue,
        now=now,
        conversation_id=tracker.sender_id,
        message_id=str(message.get("message_id") or metadata.get("message_id") or ""),
        text=text,
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        pressed=_pressed(message, metadata),
        ward=catalogue.wards.get(ward_id) if ward_id else None,
        focus=focus if focus in catalogue.procedures else None,
        aspect=tracker.get_slot("aspect"),
        fallback_count=int(tracker.get_slot("fallback_count") or 0),
        in_form=(tracker.active_loop or {}).get("name") == "application_form",
        wish=message.get("wish") or text,
        parts=tuple(
            Part(str(part["text"]), str(part["intent"] or ""), float(part["confidence"] or 0.0))
            for part in message.get("parts") or ()
        ),
        waiting=tuple(
            (procedure, aspect)
            for procedure, aspect in tracker.get_slot("requests") or ()
            if procedure in catalogue.procedures
        ),
        language=str(metadata.get("language") or "ja"),
        inquiry=metadata.get("inquiry"),
        is_heard=bool(metadata.get("heard")),
        after_side_answer=tracker.latest_action_name not in (None, "action_listen"),
    )


def _pressed(message: dict[str, Any], metadata: dict[str, Any]) -> dict[str, str] | None:
    if not metadata.get("pressed"):
        return None
    return {
        entity["entity"]: str(entity["value"])
        for entity in message.get("entities") or []
        if entity.get("extractor") == "button"
    }
