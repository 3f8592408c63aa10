"""How a question is put to staff: it is asked for, shown with consent, and sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from madoguchi.answers import deciding
from madoguchi.answers import inquiries as answers
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.ward import Ward
from madoguchi.inquiries import draft as drafts
from madoguchi.inquiries import inquiry
from madoguchi.inquiries.draft import CANCEL, PRESS, QUESTION, InquiryDraft
from madoguchi.languages import switching
from madoguchi.messages import Message

LONGEST = 1000
"""Characters of a question."""


@dataclass(frozen=True)
class Step:
    """One step of a resident: what it does, by which message, and the words or nothing."""

    conversation_id: str
    message_id: str
    step: str
    text: str
    language: str
    now: datetime


def begin(session: Session, step: Step, ward: Ward) -> tuple[Message, ...]:
    """Ask for the question, in place of one that was being written."""
    repeated = _repeated(session, step)
    if repeated is not None:
        return repeated
    waiting = inquiry.count_open(session, step.conversation_id)
    if waiting >= inquiry.MOST_OPEN:
        return (answers.too_many_open(waiting, ward),)
    if inquiry.too_many(session, step.conversation_id, step.now):
        return (answers.too_many_today(ward),)
    return _keep(session, step, InquiryDraft(ward=ward.id), (answers.ask(ward, LONGEST),))


def go_on(session: Session, catalogue: Catalogue, step: Step) -> tuple[Message, ...]:
    """Take the next step; the same message again is answered the same, and sends nothing twice."""
    repeated = _repeated(session, step)
    if repeated is not None:
        return repeated
    draft = drafts.load(session, step.conversation_id)
    if draft is None or draft.phase == "closed":
        return (answers.gone(),)
    ward = catalogue.ward(draft.ward)
    if step.step == CANCEL:
        return _close(session, step, draft, (answers.cancelled(),))
    if step.step == QUESTION:
        return _ask_consent(session, step, draft, ward)
    if step.step == PRESS:
        shown = answers.summary(ward, draft.question, draft.revision)
        return _keep(session, step, draft, (deciding.press_a_button(), shown))
    return _send(session, step, draft, ward)


def _repeated(session: Session, step: Step) -> tuple[Message, ...] | None:
    draft = drafts.load(session, step.conversation_id)
    return draft.messages if draft and draft.message_id == step.message_id else None


def _ask_consent(
    session: Session, step: Step, draft: InquiryDraft, ward: Ward
) -> tuple[Message, ...]:
    text = step.text.strip()
    if len(text) > LONGEST:
        return _keep(session, step, draft, (answers.too_long(len(text), LONGEST),))
    asked = draft.model_copy(
        update={"phase": "confirming", "question": text, "told_by": step.message_id}
    )
    return _keep(session, step, asked, (answers.summary(ward, text, asked.revision),))


def _send(session: Session, step: Step, draft: InquiryDraft, ward: Ward) -> tuple[Message, ...]:
    _, _, revision = step.step.partition(":")
    if not draft.question or (revision and revision != draft.revision):
        return (answers.gone(),)
    if inquiry.too_many(session, step.conversation_id, step.now):
        return (answers.too_many_today(ward),)
    sent = inquiry.send(
        session,
        conversation_id=step.conversation_id,
        message_id=draft.told_by,
        ward=ward.id,
        language=switching.other_language(draft.question, step.language) or step.language,
        text=draft.question,
        now=step.now,
    )
    return _close(session, step, draft, (answers.sent(ward, sent.number),))


def _close(
    session: Session, step: Step, draft: InquiryDraft, messages: tuple[Message, ...]
) -> tuple[Message, ...]:
    closed = draft.model_copy(update={"phase": "closed", "question": "", "told_by": ""})
    return _keep(session, step, closed, messages)


def _keep(
    session: Session, step: Step, draft: InquiryDraft, messages: tuple[Message, ...]
) -> tuple[Message, ...]:
    drafts.keep(
        session,
        step.conversation_id,
        draft,
        step.now,
        message_id=step.message_id,
        step=step.step,
        messages=messages,
    )
    return messages
