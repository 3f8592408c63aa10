"""A resident's message as durable work: once taken, it is answered, whatever dies in between.

The workflow's id is made of the conversation and the client's message id, so it happens once. While
Rasa or the action server is away the turn is tried again; after a restart of the gateway DBOS
takes up every unfinished turn.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import structlog
from dbos import DBOS, SetWorkflowID
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

from channels import conversation, inquiry_steps, language_notice, translating
from channels.bot import (
    BotClient,
    BotReply,
    BotUnavailableError,
    TurnFailedError,
    actions_answer,
    message_id_at_bot,
)
from channels.conversation import Turn
from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.languages.switching import Step
from madoguchi.settings import settings

log = structlog.get_logger()

MOST_FAILURES = 4
"""How often one turn may fail while every part answers before it is given up."""

MOMENT_SECONDS = 3.0
"""How long a resident waits before an outage that is already known is admitted."""


@dataclass
class _Parts:
    bot: BotClient | None = None


_parts = _Parts()


def use_bot(client: BotClient) -> None:
    """Give the workflows their client of Rasa; called before DBOS is launched."""
    _parts.bot = client


def bot() -> BotClient:
    """The client of Rasa.

    Raises:
        RuntimeError: before ``use_bot``.

    """
    if _parts.bot is None:
        raise RuntimeError("use_bot() comes before the first turn")
    return _parts.bot


@DBOS.workflow()
async def answer_turn(turn_id: int) -> None:
    """Ask Rasa and keep its answer."""
    if await ask_and_keep(turn_id):
        await translating.follow(turn_id)


@DBOS.step()
async def ask_and_keep(turn_id: int) -> bool:
    """One step: asking again is harmless, since actions know a message that they have answered.

    True: the machine's translation of the answer is late, and shall follow (``translating``).
    """
    turn = await asyncio.to_thread(conversation.load_turn, turn_id)
    if turn is None or turn.status == "answered":
        return False
    failures = 0
    try:
        async for attempt in until_bot_is_back():
            with attempt:
                present = await asyncio.to_thread(conversation.load_turn, turn_id)
                if present is None or present.status == "answered":
                    return False  # erased or taken back while it waited
                try:
                    reply = await _ask(turn)
                except TurnFailedError:
                    failures += 1
                    if failures < MOST_FAILURES or not await actions_answer(settings().actions_url):
                        raise
                    # Every part answers, and this turn fails again and again: it must not block
                    # the conversation for ever.
                    reply = await asyncio.to_thread(_given_up, turn.conversation_id)
    except BotUnavailableError:
        # Nor may one that Rasa never came back for.
        reply = await asyncio.to_thread(_given_up, turn.conversation_id)
    understanding = {
        "intent": reply.intent,
        "confidence": round(reply.confidence, 4),
        "procedure": reply.noted.get("procedure"),
        "aspect": reply.noted.get("aspect"),
        "candidates": reply.noted.get("candidates") or [],
        "ward": reply.noted.get("ward"),
        "language": reply.noted.get("language"),
        language_notice.NOTICED: reply.noted.get(language_notice.NOTICED),
        "notices": reply.noted.get("notices"),
        "erase": bool(reply.noted.get("erase")),
        "inquiry": reply.is_inquiry,
        "model": reply.model,
    }
    in_time = await _translated(turn, reply)
    await asyncio.to_thread(
        conversation.keep_answer, turn.id, reply.messages, understanding, system_clock
    )
    log.info(
        "turn_answered",
        turn=turn.id,
        intent=reply.intent,
        procedure=understanding["procedure"],
        attempts=attempt.retry_state.attempt_number,
    )
    return not in_time


def until_bot_is_back() -> AsyncRetrying:
    """Tries again, ever more slowly, while Rasa does not answer."""
    return AsyncRetrying(
        retry=retry_if_exception_type(BotUnavailableError),
        wait=wait_exponential(multiplier=0.3, max=5),
        stop=stop_after_delay(settings().bot_retry_seconds),
        reraise=True,
    )


async def _ask(turn: Turn) -> BotReply:
    if await asyncio.to_thread(conversation.earlier_pending, turn):
        raise BotUnavailableError("an earlier message of this conversation waits")
    text, intent, entities = conversation.asked(turn)
    step = await asyncio.to_thread(inquiry_steps.step_of, turn, system_clock)
    if step is not None:
        intent, entities = "handover", {}
    ward, language = await asyncio.to_thread(_context, turn.conversation_id)
    noticed = await asyncio.to_thread(language_notice.noticed, turn, language, catalogue())
    answered_in = noticed.language if noticed and noticed.step is Step.SWITCH else language
    reply = await bot().ask(
        sender=turn.conversation_id,
        message_id=message_id_at_bot(turn.conversation_id, turn.client_message_id),
        text=text,
        intent=intent,
        entities=entities,
        metadata={
            "ward": ward,
            "language": answered_in,
            "pressed": turn.content["kind"] == "postback",
            "heard": bool(turn.content.get("heard")),
            "text": text,
            "inquiry": step,
        },
    )
    reply = replace(reply, is_inquiry=step is not None)
    return reply if noticed is None else language_notice.told(reply, noticed, language)


async def _translated(turn: Turn, reply: BotReply) -> bool:
    """Have a machine translate what it may of the answer; False where that will come later.

    Another language was chosen: what was said before is read in it from now on.
    """
    chosen = reply.noted.get("language")
    if chosen:
        before = await asyncio.to_thread(translating.said_before, turn.conversation_id)
        return await translating.in_time((*before, *reply.messages), chosen)
    language = await asyncio.to_thread(conversation.language_of, turn.conversation_id)
    return await translating.in_time(reply.messages, language)


def _given_up(conversation_id: str) -> BotReply:
    ward = conversation.ward_of(conversation_id, catalogue())
    return BotReply((guidance.could_not_answer(ward),), "turn_failed", 0.0, {})


def _context(conversation_id: str) -> tuple[str | None, str]:
    ward = conversation.ward_of(conversation_id, catalogue())
    return (ward.id if ward else None), conversation.language_of(conversation_id)


async def answered_in_time(turn: Turn) -> bool:
    """Run the turn; False when the answer must follow later. The work goes on in either case."""
    if turn.status == "answered":
        return True
    with SetWorkflowID(f"turn:{turn.conversation_id}:{turn.client_message_id}"):
        handle = await DBOS.start_workflow_async(answer_turn, turn.id)
    waiting = asyncio.ensure_future(_result(handle))
    done, _ = await asyncio.wait({waiting}, timeout=MOMENT_SECONDS)
    if not done and not bot().is_down:
        remaining = settings().turn_timeout_seconds - MOMENT_SECONDS
        done, _ = await asyncio.wait({waiting}, timeout=max(0.0, remaining))
    if not done:
        waiting.cancel()
        return False
    await waiting
    return True


async def _result(handle: Any) -> None:
    # Shielded: when the resident's patience ends, the work must not.
    await asyncio.shield(handle.get_result())


@DBOS.workflow()
async def erase_at_bot(conversation_id: str) -> None:
    """Erase a conversation at Rasa, as soon as Rasa answers."""
    await ask_to_erase(conversation_id)


@DBOS.step()
async def ask_to_erase(conversation_id: str) -> None:
    """One step: erasing twice is harmless."""
    async for attempt in until_bot_is_back():
        with attempt:
            await bot().erase(conversation_id)


async def erase_later(conversation_id: str) -> None:
    """Promise to erase a conversation at Rasa."""
    with SetWorkflowID(f"erase:{conversation_id}"):
        await DBOS.start_workflow_async(erase_at_bot, conversation_id)
