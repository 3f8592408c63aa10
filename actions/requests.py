"""A message that asks for several things: each is answered, in order."""

from __future__ import annotations

from collections.abc import Sequence

from actions.domain_action import Reply
from actions.turn import APPLY, TurnContext
from madoguchi.answers import aspects, guidance, shelters
from madoguchi.answers.aspects import AspectQuestion
from madoguchi.answers.requests import Request, several
from madoguchi.catalogue.search.index import index
from madoguchi.messages import Message
from madoguchi.shelters.nearest import shelters as known_shelters


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
        said += told("overview" if aspect == APPLY else aspect, question)
    return tuple(said)


def told(aspect: str, question: AspectQuestion) -> tuple[Message, ...]:
    """What is said about an aspect of a procedure."""
    procedure = question.procedure.procedure.id
    return (*aspects.answer(aspect, question), *look_around(procedure, aspect))


def look_around(procedure_id: str, aspect: str) -> tuple[Message, ...]:
    """The offer to look for places of evacuation, where it is about them and any are known."""
    offer = shelters.offer(procedure_id, aspect)
    return offer if offer and known_shelters().places else ()
