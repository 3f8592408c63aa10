"""The conversation's answer as the web API gives it."""

from __future__ import annotations

from dataclasses import dataclass

from channels import conversation
from channels.web.schema import Answer, Candidate, Understanding
from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.languages.answers import shown

_NOT_YET = Understanding(intent=None, confidence=0.0, procedure=None, aspect=None, candidates=[])


@dataclass(frozen=True)
class Outbound:
    """The answer, and whether the resident asked to have everything erased."""

    answer: Answer
    erased: bool


def answer(turn_id: int, conversation_id: str, catalogue: Catalogue, in_time: bool) -> Outbound:
    """The stored answer to a turn, or the apology while it is still to come."""
    turn = conversation.load_turn(turn_id)
    state = conversation.state(conversation_id, catalogue)
    if not in_time or turn is None or turn.understanding is None:
        ward = conversation.ward_of(conversation_id, catalogue)
        language = conversation.language_of(conversation_id)
        return Outbound(
            Answer(
                messages=list(shown([guidance.unavailable(ward)], language)),
                understanding=_NOT_YET,
                state=state,
                pending=True,
            ),
            erased=False,
        )
    noted = turn.understanding
    return Outbound(
        Answer(
            messages=list(conversation.answer_to(turn)),
            understanding=Understanding(
                intent=noted["intent"],
                confidence=noted["confidence"],
                procedure=noted["procedure"],
                aspect=noted["aspect"],
                candidates=[Candidate.model_validate(entry) for entry in noted["candidates"]],
            ),
            state=state,
        ),
        erased=bool(noted["erase"]),
    )
