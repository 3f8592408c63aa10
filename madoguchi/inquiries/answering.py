"""What staff answers to a question reaches the conversation that asked it."""

from __future__ import annotations

from madoguchi.answers import inquiries as words
from madoguchi.clock import Clock
from madoguchi.conversations import turns
from madoguchi.errors import InvalidValueError
from madoguchi.inquiries import inquiry
from madoguchi.inquiries.inquiry import Inquiry
from madoguchi.inquiries.status import InquiryStatus
from madoguchi.languages import machine_answers
from madoguchi.messages import TextMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow

LONGEST = 2000
"""Characters of an answer."""

LONGEST_NAME = 40


def answer(number: str, text: str, author: str, clock: Clock) -> Inquiry:
    """Keep the answer, in Japanese, and say it in the conversation, in its author's name.

    It is translated first, so that whoever reads another language finds it translated. Slow where
    they do. The same answer again is not said again.

    Raises:
        InvalidValueError: if the text or the name is empty or too long.
        NotFoundError: if there is no such inquiry.
        ConflictError: if it is closed or withdrawn.

    """
    text, author = _checked("the answer", text, LONGEST), _checked("--name", author, LONGEST_NAME)
    message = TextMessage(text=text, author=author)
    machine_answers.prepare((message,), _language(number))
    now = clock()
    with transaction() as session:
        before = inquiry.get(session, number)
        after = inquiry.answer(session, number, text, author, now)
        if after.conversation_id is not None and after.answers != before.answers:
            turns.tell(session, after.conversation_id, words.answered(number), clock)
            turns.tell(session, after.conversation_id, message, clock)
    return after


def close(number: str, clock: Clock) -> Inquiry:
    """End the inquiry; whoever got no answer is told so.

    Raises:
        NotFoundError: if there is no such inquiry.
        ConflictError: if it was withdrawn.

    """
    with transaction() as session:
        before = inquiry.get(session, number)
        after = inquiry.close(session, number, clock())
        if before.status is InquiryStatus.OPEN and after.conversation_id is not None:
            turns.tell(session, after.conversation_id, words.closed(number), clock)
    return after


def _checked(name: str, text: str, longest: int) -> str:
    plain = text.strip()
    if not plain:
        raise InvalidValueError("empty-answer", f"{name} is empty.")
    if len(plain) > longest:
        raise InvalidValueError(
            "answer-too-long", f"{name} has {len(plain)} characters; {longest} are accepted."
        )
    return plain


def _language(number: str) -> str:
    """The language of the conversation that asked; Japanese where it is gone."""
    with transaction() as session:
        asked = inquiry.get(session, number)
        row = asked.conversation_id and session.get(ConversationRow, asked.conversation_id)
        return row.language if row else "ja"
