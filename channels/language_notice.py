"""A typed line in another language than the conversation's: what is noticed, and what is said.

It is noted with the turn, so that no language is offered twice in a conversation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from channels.bot import BotReply
from channels.conversation import Turn
from madoguchi.answers import emergency, language_notice
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.forms import application
from madoguchi.forms.draft import Draft
from madoguchi.languages import switching
from madoguchi.languages.switching import Noticed, Step
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import TurnRow

NOTICED = "noticed_language"
"""The key of a turn's understanding: the language that it was told of."""

_ANSWERED_IN_ONES_OWN_WORDS = frozenset(
    {FieldKind.TEXT, FieldKind.KANA, FieldKind.NAME, FieldKind.ADDRESS, FieldKind.EMAIL,
     FieldKind.ITEM_LIST}
)  # fmt: skip


def noticed(turn: Turn, current: str, catalogue: Catalogue) -> Noticed | None:
    """What the turn's words call for; None for a button, or where the form asks for own words."""
    text = str(turn.content["text"] or "")
    if turn.content["kind"] != "text":
        return None
    language = switching.other_language(text, current)
    if language is None:
        return None
    with transaction() as session:
        draft = application.open_draft(session, turn.conversation_id)
        if draft is not None and _asks_for_own_words(draft, catalogue):
            return None
        earlier = [(row.content["kind"], row.understanding or {}) for row in _before(session, turn)]
    step = switching.next_step(
        language,
        current,
        offered={understood[NOTICED] for _, understood in earlier if understood.get(NOTICED)},
        is_new=not any(kind == "text" or each.get("language") for kind, each in earlier),
        in_form=draft is not None,
    )
    return None if step is None else Noticed(language, step)


def told(reply: BotReply, noticed: Noticed, current: str) -> BotReply:
    """The answer with what is said about the language before it, and the switch noted.

    Nothing stands before the emergency numbers, and nobody who has just chosen a language is asked.
    """
    is_danger = any(emergency.names_the_numbers(message.text) for message in reply.messages)
    if is_danger or reply.noted.get("language") or reply.noted.get("erase"):
        return reply
    noted = {**reply.noted, NOTICED: noticed.language}
    if noticed.step is Step.SWITCH:
        noted["language"] = noticed.language
    # First, since only the last message of an answer may have the quick replies of LINE.
    message = language_notice.message(noticed, current)
    return replace(reply, messages=(message, *reply.messages), noted=noted)


def _before(session: Session, turn: Turn) -> Iterable[TurnRow]:
    return session.scalars(
        select(TurnRow).where(
            TurnRow.conversation_id == turn.conversation_id,
            TurnRow.role == "resident",
            TurnRow.id < turn.id,
        )
    )


def _asks_for_own_words(draft: Draft, catalogue: Catalogue) -> bool:
    procedure = catalogue.procedure(draft.procedure, draft.ward).procedure
    asked = next((field for field in procedure.form.fields if field.id == draft.asking), None)
    return asked is not None and asked.kind in _ANSWERED_IN_ONES_OWN_WORDS
