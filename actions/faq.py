"""A ward's FAQ beside the procedures: its buttons, and what it adds to what search has found."""

from __future__ import annotations

from dataclasses import dataclass

from actions.domain_action import Reply
from actions.turn import TurnContext
from madoguchi.answers import faq
from madoguchi.answers.routing import Route
from madoguchi.catalogue.other_matter import OtherKind
from madoguchi.catalogue.search.result import Hit
from madoguchi.faq import store
from madoguchi.faq.index import faq_indexes
from madoguchi.messages import Button, Message
from madoguchi.storage.database import transaction

ASPECT = "faq"


def pressed(turn: TurnContext) -> Reply | None:
    """The answer to the button of a FAQ entry; None where none was pressed."""
    id_, _, more = (turn.pressed_value("faq") or "").partition(":")
    ward = turn.catalogue.wards.get(turn.pressed_value("faq_ward") or "")
    if not id_ or ward is None:
        return None
    with transaction() as session:
        entry = store.get(session, ward.id, id_)
    if entry is None:
        return Reply((faq.gone(),), aspect=ASPECT)
    if more:
        return _reply(turn, faq.whole_answer(entry, ward))
    return _reply(turn, faq.answer(entry, ward))


@dataclass(frozen=True)
class Consulted:
    """What the ward's FAQ has for a turn: its answer, or choices to offer beside procedures."""

    reply: Reply | None = None
    choices: tuple[Button, ...] = ()


def consult(turn: TurnContext, found: Route) -> Consulted:
    """Ask the ward's FAQ, where the procedures' search has found nothing certain.

    Danger is left alone, and so is a procedure that the words name. What another authority or the
    ward office itself answers, or what may be about the procedure in focus, it answers only beyond
    doubt.
    """
    ward = turn.ward_here
    if ward is None or turn.pressed is not None:
        return Consulted()
    kind = turn.catalogue.other_matters[found.other].kind if found.other else None
    stays = found.procedure is not None and found.candidates[:1] == (Hit(found.procedure, 1.0),)
    if kind is OtherKind.EMERGENCY or (found.procedure is not None and not stays):
        return Consulted()
    index = faq_indexes().current(ward.id)
    if index is None:
        return Consulted()
    looked_up = faq.look_up(
        index,
        tuple(dict.fromkeys((turn.text, turn.wish))),
        contested=stays or kind in (OtherKind.OTHER_AUTHORITY, OtherKind.OFFICE),
    )
    wanted = [hit.entry for hit in looked_up.hits]
    with transaction() as session:
        entries = store.some(session, ward.id, wanted)
    # An entry may have been taken away since the index was made.
    standing = [entries[id_] for id_ in wanted if id_ in entries]
    if looked_up.is_certain and standing:
        return Consulted(_reply(turn, faq.answer(standing[0], ward)))
    return Consulted(choices=tuple(faq.button(entry, ward) for entry in standing))


def _reply(turn: TurnContext, message: Message) -> Reply:
    # 「手数料は？」 after this is no question about the procedure before.
    forgotten = {} if turn.in_form else {"procedure": None, "aspect": None}
    return Reply((message,), slots={"fallback_count": 0, **forgotten}, aspect=ASPECT)
