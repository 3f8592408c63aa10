"""A message that asks for several things: each is answered, in order."""

from __future__ import annotations

from collections.abc import Sequence

from actions.domain_action import Reply
from actions.turn import APPLY, TurnContext
from madoguchi.answers import aspects, guidance
from madoguchi.answers.aspects import AspectQuestion
from madoguchi.answers.requests import Request, several
from madoguchi.catalogue.search.index import index
from madoguchi.messages import Message


def asked_for(turn: TurnContext) -> tuple[Request, ...]:
    """The turn's requests where it has at least two; a button is always one."""
    return several(index(), turn.text, turn.parts) if turn.pressed is None else ()


def answer_all(turn: TurnContext, requests: Sequence[Request]) -> Reply:
    """The answers in order. What follows is about the last; the channel is told of the first."""
    ward = turn.ward_here
    first, last = requests[0], requests[-1]
    hits = tuple({each.procedure: each.hit for each in requests}.values())
    if ward is None:
        pairs = [[each.procedure, each.aspect] for each in requests]
        return Reply(
            (guidance.ask_ward(turn.catalogue.wards),),
            slots={"procedure": last.procedure, "aspect": last.aspect, "requests": pairs},
            procedure=first.procedure,
            aspect=first.aspect,
            candidates=hits,
        )
    return Reply(
        answers(turn, ward.id, [(each.procedure, each.aspect) for each in requests]),
        slots={"procedure": last.procedure, "aspect": None, "requests": None, "ward": ward.id},
        procedure=first.procedure,
        aspect=first.aspect,
        candidates=hits,
        ward=None if turn.ward == ward else ward.id,
    )


def answers(
    turn: TurnContext, ward_id: str, requests: Sequence[tuple[str, str]]
) -> tuple[Message, ...]:
    """What is said about pairs of procedure and aspect, for a ward.

    Who wants to apply for several things is told about each; its card has the button to apply.
    """
    said: list[Message] = []
    for procedure, aspect in requests:
        question = AspectQuestion(turn.catalogue.procedure(procedure, ward_id), turn.now, turn.day)
        said += aspects.answer("overview" if aspect == APPLY else aspect, question)
    return tuple(said)
