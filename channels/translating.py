"""The machine translates an answer before it is read: in time if it can, else behind it.

Reading takes what is remembered (``madoguchi/languages/machine_answers.py``), so whatever is made
here shows everywhere at once: in the answer, the history, on LINE.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from dbos import DBOS, SetWorkflowID
from sqlalchemy import select

from channels import conversation
from madoguchi.clock import system_clock
from madoguchi.conversations import turns
from madoguchi.languages import machine_answers
from madoguchi.messages import MESSAGE, Message
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import TurnRow

log = structlog.get_logger()

PATIENCE_SECONDS = 3.0
"""How long an answer waits for its translation; then it is shown in Japanese first."""

_MOST_TURNS = 40
"""Of the assistant's last messages so many are translated when another language is chosen."""


async def in_time(messages: Sequence[Message], language: str) -> bool:
    """Translate what a machine may of the messages; False where it takes too long.

    The work goes on in its thread, and what it has made is remembered.
    """
    if not machine_answers.texts(messages):
        return True
    work = asyncio.ensure_future(asyncio.to_thread(machine_answers.prepare, messages, language))
    done, _ = await asyncio.wait({work}, timeout=PATIENCE_SECONDS)
    if not done:
        work.add_done_callback(_note_failure)
        return False
    _note_failure(work)
    return True


def said_before(conversation_id: str) -> tuple[Message, ...]:
    """The assistant's last messages, as they are stored."""
    with transaction() as session:
        rows = session.scalars(
            select(TurnRow)
            .where(TurnRow.conversation_id == conversation_id, TurnRow.role == "assistant")
            .order_by(TurnRow.seq.desc())
            .limit(_MOST_TURNS)
        )
        return tuple(MESSAGE.validate_python(row.content) for row in rows)


async def follow(turn_id: int) -> None:
    """Promise that what was said up to a turn is translated, and its own answer said again then."""
    with SetWorkflowID(f"translate:{turn_id}"):
        await DBOS.start_workflow_async(translate_answer, turn_id)


@DBOS.workflow()
async def translate_answer(turn_id: int) -> None:
    """Translate the answer to a turn and say it once more, now in the resident's language."""
    await translate(turn_id)
    await say_again(turn_id)


@DBOS.step()
async def translate(turn_id: int) -> None:
    """One step: what is remembered is not translated again."""
    await asyncio.to_thread(_translate, turn_id)


@DBOS.step()
async def say_again(turn_id: int) -> None:
    """One step, in one transaction: an answer that was said again is not said a third time."""
    await asyncio.to_thread(_say_again, turn_id)


def _translate(turn_id: int) -> None:
    turn = conversation.load_turn(turn_id)
    if turn is not None:
        language = conversation.language_of(turn.conversation_id)
        machine_answers.prepare(said_before(turn.conversation_id), language)


def _say_again(turn_id: int) -> None:
    turn = conversation.load_turn(turn_id)
    if turn is None:
        return
    language = conversation.language_of(turn.conversation_id)
    with transaction() as session:
        said = session.scalars(
            select(TurnRow).where(
                TurnRow.conversation_id == turn.conversation_id,
                TurnRow.role == "assistant",
                TurnRow.in_reply_to.is_(None),
                TurnRow.id > turn_id,
            )
        )
        told = [row.content for row in said]
    for message in _answer(turn_id):
        is_translated = machine_answers.is_translated(message, language)
        if is_translated and message.model_dump(mode="json") not in told:
            with transaction() as session:
                turns.tell(session, turn.conversation_id, message, system_clock)


def _answer(turn_id: int) -> tuple[Message, ...]:
    """The answer to the turn as it is stored."""
    with transaction() as session:
        rows = session.scalars(
            select(TurnRow).where(TurnRow.in_reply_to == turn_id).order_by(TurnRow.seq)
        )
        return tuple(MESSAGE.validate_python(row.content) for row in rows)


def _note_failure(work: asyncio.Future[None]) -> None:
    """A machine that fails leaves the answer Japanese."""
    if not work.cancelled() and (error := work.exception()) is not None:
        log.error("translation_failed", error=type(error).__name__)
