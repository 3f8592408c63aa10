"""What a turn came to, read from what was said and noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from madoguchi.answers import emergency, guidance
from madoguchi.messages import Message


class Outcome(StrEnum):
    """How a turn ended for the resident."""

    ANSWERED = "answered"
    CHOICES = "choices"
    ASKED_BACK = "asked_back"
    OTHER_MATTER = "other_matter"
    FAQ = "faq"
    HANDOVER = "handover"
    FORM = "form"
    EMERGENCY = "emergency"
    FAILED = "failed"


_FORM_KINDS = frozenset({"question", "summary", "receipt"})
_SAID_BACK = frozenset(
    message.text
    for message in (
        guidance.ask_for_procedure(),
        guidance.not_understood(1, None, ()),
        guidance.not_understood(2, None, ()),
    )
)


def outcome(messages: Sequence[Message], understanding: Mapping[str, Any]) -> Outcome:
    """The outcome of a turn that was answered with these messages."""
    intent = str(understanding.get("intent") or "")
    texts = {message.text for message in messages}
    postbacks = tuple(_postbacks(messages))
    if intent == "turn_failed":
        return Outcome.FAILED
    if any(map(emergency.names_the_numbers, texts)):
        return Outcome.EMERGENCY
    if understanding.get("aspect") == "faq":
        return Outcome.FAQ
    if not intent.startswith("ask_") and any(message.kind in _FORM_KINDS for message in messages):
        return Outcome.FORM
    if intent == "handover" or texts & _handovers(messages):
        return Outcome.HANDOVER
    if any(data.startswith("ward:") for data in postbacks) or texts & _SAID_BACK:
        return Outcome.ASKED_BACK
    if "none" in postbacks:
        return Outcome.CHOICES
    if guidance.not_ours().text in texts or any(map(_is_elsewhere, messages)):
        return Outcome.OTHER_MATTER
    return Outcome.ANSWERED


def _postbacks(messages: Sequence[Message]) -> Iterator[str]:
    for message in messages:
        if message.kind in ("choices", "card"):
            for button in message.choices:
                yield button.postback


def _handovers(messages: Sequence[Message]) -> set[str]:
    cards = {
        message.text
        for message in messages
        if message.kind == "card" and message.title == guidance.HANDOVER_TITLE
    }
    return cards | {guidance.handover(None).text}


def _is_elsewhere(message: Message) -> bool:
    source = message.source
    return source is not None and source.procedure is None and source.ward is None
