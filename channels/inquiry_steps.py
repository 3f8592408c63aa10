"""Whether a message belongs to the question to staff that its conversation is writing."""

from __future__ import annotations

from channels.bot import message_id_at_bot
from channels.conversation import Turn
from madoguchi.answers import emergency, preferences
from madoguchi.clock import Clock
from madoguchi.inquiries import draft
from madoguchi.languages import naming
from madoguchi.storage.database import transaction

_BESIDE = frozenset({"language", "settings", "notices"})
"""Buttons after which the question goes on being written."""


def step_of(turn: Turn, clock: Clock) -> str | None:
    """The step of the question that the message is, or None: it is for the assistant.

    Danger, and the wish for a language or the settings, are never part of a question. Any other
    button goes past it.
    """
    if turn.content["kind"] == "postback":
        verb, _, step = str(turn.content["postback"]).partition(":")
        if verb == "inquiry":
            return step
        if verb not in _BESIDE:
            with transaction() as session:
                draft.leave(session, turn.conversation_id, clock())
        return None
    text = str(turn.content["text"] or "")
    if emergency.detect(text) or preferences.is_asked_for(text):
        return None
    if naming.asked_for(text) or naming.is_choice(text):
        return None
    message_id = message_id_at_bot(turn.conversation_id, turn.client_message_id)
    with transaction() as session:
        return draft.step_of_words(
            session,
            turn.conversation_id,
            message_id,
            text,
            clock(),
            is_heard=bool(turn.content.get("heard")),
        )
