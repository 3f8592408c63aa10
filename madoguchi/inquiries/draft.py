"""The question that a conversation is writing, and what a typed message does to it.

It is stored, so it survives a restart, an outage and a change of channel. Every step is known by
its message: the same message again is the same step, and is answered the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from madoguchi.inquiries import words
from madoguchi.messages import Message
from madoguchi.storage.tables import ConversationRow, InquiryDraftRow

Phase = Literal["asking", "confirming", "aside", "closed"]
"""``asking``: the next words are the question. ``confirming``: its summary was just shown.
``aside``: it was shown, and then something else was talked about: only its buttons count now."""

WRITE, QUESTION, SEND, CANCEL = "write", "question", "send", "cancel"
"""The steps. A button's ``send`` has the revision behind it that it was for: ``send:1f2e3d4c``."""

PRESS = "press"
"""The step of a voice that decides: it is asked to press the button."""


class InquiryDraft(BaseModel):
    """A question that is being written to ``ward``.

    ``told_by`` is the message that held it. ``message_id``, ``step`` and ``messages`` are the last
    step and what it was answered.
    """

    model_config = ConfigDict(frozen=True)

    ward: str
    phase: Phase = "asking"
    question: str = ""
    told_by: str = ""
    message_id: str = ""
    step: str = WRITE
    messages: tuple[Message, ...] = ()

    @property
    def revision(self) -> str:
        """Eight hex digits that change with the content: consent is to exactly this question."""
        content = f"{self.ward}\0{self.told_by}\0{self.question}"
        return hashlib.sha256(content.encode()).hexdigest()[:8]


def load(session: Session, conversation_id: str) -> InquiryDraft | None:
    """The conversation's draft, a closed one too; None where it never had one."""
    row = session.get(InquiryDraftRow, conversation_id)
    return None if row is None else InquiryDraft.model_validate(row.state)


def keep(
    session: Session,
    conversation_id: str,
    draft: InquiryDraft,
    now: datetime,
    *,
    message_id: str,
    step: str,
    messages: Sequence[Message],
) -> None:
    """Store the draft after a step, with what the step was answered.

    Where the conversation has been erased meanwhile, nothing is kept.
    """
    after = draft.model_copy(
        update={"message_id": message_id, "step": step, "messages": tuple(messages)}
    )
    _store(session, conversation_id, after, now)


def is_awaited(session: Session, conversation_id: str) -> bool:
    """Whether the conversation is in the middle of a question: its next words may belong to it."""
    draft = load(session, conversation_id)
    return draft is not None and draft.phase in ("asking", "confirming")


def step_of_words(
    session: Session,
    conversation_id: str,
    message_id: str,
    text: str,
    now: datetime,
    *,
    is_heard: bool = False,
) -> str | None:
    """Which step the words are; None where they have nothing to do with the question.

    Words that go past a summary set it aside, so that a later 「はい」 does not send it. Words that
    a machine heard (``is_heard``) neither send a question nor throw it away.
    """
    draft = load(session, conversation_id)
    if draft is None:
        return None
    if draft.message_id == message_id:
        return draft.step
    if draft.phase not in ("asking", "confirming"):
        return None
    word = words.said(text)
    if is_heard and word is not None and draft.phase == "confirming":
        return PRESS
    if word == CANCEL:
        return CANCEL
    if draft.phase == "asking":
        return QUESTION
    if word == SEND:
        return SEND
    leave(session, conversation_id, now)
    return None


def leave(session: Session, conversation_id: str, now: datetime) -> None:
    """The resident goes on with something else: an empty question is dropped, a full one waits."""
    draft = load(session, conversation_id)
    if draft is not None and draft.phase in ("asking", "confirming"):
        phase = "aside" if draft.question else "closed"
        _store(session, conversation_id, draft.model_copy(update={"phase": phase}), now)


def discard(session: Session, conversation_id: str) -> None:
    """Erase the conversation's draft."""
    row = session.get(InquiryDraftRow, conversation_id)
    if row is not None:
        session.delete(row)


def unsay(session: Session, conversation_id: str, message_id: str) -> bool:
    """Erase the draft if the message held its question; whether it did."""
    draft = load(session, conversation_id)
    if draft is None or message_id not in (draft.told_by, draft.message_id):
        return False
    discard(session, conversation_id)
    return True


def _store(session: Session, conversation_id: str, draft: InquiryDraft, now: datetime) -> None:
    if session.get(ConversationRow, conversation_id) is None:
        return
    row = session.get(InquiryDraftRow, conversation_id) or InquiryDraftRow(
        conversation_id=conversation_id
    )
    row.state = draft.model_dump(mode="json")
    row.updated_at = now
    session.add(row)
    session.flush()
