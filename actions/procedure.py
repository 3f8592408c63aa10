"""Questions about a procedure: find which one, ask for the ward once, answer the aspect."""

from __future__ import annotations

from dataclasses import replace

from actions import faq
from actions.domain_action import DomainAction, Reply
from actions.requests import answer_all, answers, asked_for, look_around, told
from actions.turn import APPLY, TurnContext
from madoguchi.answers import aspect_words, checklist, emergency, guidance, office
from madoguchi.answers.aspects import AspectQuestion
from madoguchi.answers.routing import Route, route
from madoguchi.catalogue.life_event import Checklist
from madoguchi.catalogue.other_matter import OtherKind
from madoguchi.catalogue.search.index import index
from madoguchi.catalogue.search.result import Hit
from madoguchi.messages import CardMessage, Message, TextMessage

HAND_OVER_AT = 3
"""The misunderstanding in a row at which a person is offered instead of choices."""

_ABOUT_THE_OFFICE = ("hours", "contact", "where")


def find_procedure(turn: TurnContext, *, follows_up: bool) -> Route:
    """Which procedure the turn is about."""
    pressed = turn.pressed_value("procedure")
    if pressed is not None and pressed not in turn.catalogue.procedures:
        pressed = None
    texts = tuple(dict.fromkeys((turn.text, turn.wish)))
    return route(index(), texts, focus=turn.focus, pressed=pressed, follows_up=follows_up)


def beyond(turn: TurnContext, found: Route) -> Reply | None:
    """The answer to what is no procedure: danger, another authority's matter, the office, talk."""
    if found.other is None:
        return None
    matter = turn.catalogue.other_matters[found.other]
    if matter.kind is OtherKind.EMERGENCY:
        return Reply((emergency.message(turn.text),))
    if matter.kind is OtherKind.NONSENSE:
        return None  # who hits the keyboard by mistake is asked to put it differently
    aspect = turn.intent.removeprefix("ask_")
    if matter.kind is OtherKind.OFFICE:
        wanted = aspect if aspect in _ABOUT_THE_OFFICE else "where"
        return Reply(_office(turn, wanted), aspect=wanted)
    if matter.kind is OtherKind.TALK:
        if aspect in _ABOUT_THE_OFFICE:
            return None  # to the search alone, 「土曜日は開いていますか」 is talk of Saturday
        return declined(turn)
    return Reply((guidance.other_authority(matter),))


def declined(turn: TurnContext) -> Reply:
    """That this is no ward's business; said too often in a row it leads to a person instead."""
    attempt = turn.fallback_count + 1
    if attempt >= HAND_OVER_AT:
        return not_understood(turn)
    return Reply((guidance.not_ours(),), slots={"fallback_count": attempt})


def named_authority(turn: TurnContext) -> str | None:
    """The matter of another authority that the text names by one of its words."""
    for matter in turn.catalogue.other_matters.values():
        if any(word in turn.text for word in matter.words):
            return matter.id
    return None


def ask_ward(turn: TurnContext, procedure_id: str, aspect: str) -> Reply:
    """Ask for the ward and remember what was asked about."""
    return Reply(
        (guidance.ask_ward(turn.catalogue.wards), *look_around(procedure_id, aspect)),
        slots={"procedure": procedure_id, "aspect": aspect},
        procedure=procedure_id,
        aspect=aspect,
        candidates=(Hit(procedure_id, 1.0),),
    )


def answer_aspect(turn: TurnContext, procedure_id: str, aspect: str, found: Route) -> Reply:
    """The answer about a known procedure, for the turn's ward."""
    ward = turn.ward_here
    if ward is None:
        return ask_ward(turn, procedure_id, aspect)
    question = AspectQuestion(turn.procedure(procedure_id), turn.now, turn.day)
    return Reply(
        told(aspect, question),
        slots={"procedure": procedure_id, "aspect": None, "ward": ward.id},
        procedure=procedure_id,
        aspect=aspect,
        candidates=found.candidates or (Hit(procedure_id, 1.0),),
        ward=None if turn.ward == ward else ward.id,
    )


def all_to_do(turn: TurnContext, occasion: Checklist, found: Route) -> Reply:
    """The checklist of an occasion of life, at both wards where the words name two."""
    wards = turn.catalogue.wards
    origin, destination = checklist.origin_and_destination(
        turn.text, turn.named_wards, turn.catalogue
    )
    listed = {step.procedure for step in occasion.steps}
    meant = [hit for hit in found.candidates if hit.entry in listed]
    return Reply(
        checklist.messages(
            turn.catalogue,
            occasion,
            wards[origin] if origin else None,
            wards[destination] if destination else None,
        ),
        slots={"destination_ward": destination} if destination else {},
        procedure=meant[0].entry if meant else occasion.steps[0].procedure,
        aspect="checklist",
        candidates=meant,
    )


class ActionAnswerProcedure(DomainAction):
    """All questions about a procedure; the intent tells the aspect."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer_procedure"

    def answer(self, turn: TurnContext) -> Reply:
        """Answer, ask which procedure, or say that nothing fits."""
        pressed = faq.pressed(turn)
        if pressed is not None:
            return pressed
        requests = asked_for(turn)
        if requests:
            return answer_all(turn, requests)
        aspect = turn.intent.removeprefix("ask_")
        if aspect == "overview" and turn.pressed is None:
            aspect = aspect_words.told(turn.text) or aspect
        found = find_procedure(turn, follows_up=aspect != "overview")
        consulted = faq.consult(turn, found)
        if consulted.reply is not None:
            return consulted.reply
        if found.procedure is not None:
            return answer_aspect(turn, found.procedure, aspect, found)
        elsewhere = beyond(turn, found)
        if elsewhere is None and not found.is_likely:
            elsewhere = beyond(turn, replace(found, other=named_authority(turn)))
        if elsewhere is not None:
            return elsewhere
        if aspect == "overview" and not found.is_likely:
            # 「ひっこしたんだけど何する」 names no procedure, but an occasion of life.
            occasion = checklist.find(turn.catalogue, turn.text, turn.named_wards)
            if occasion is not None and checklist.asks_what_to_do(turn.text):
                return all_to_do(turn, occasion, found)
        ward = turn.ward_here
        about_office = aspect in _ABOUT_THE_OFFICE and not found.is_likely
        if about_office and (ward is not None or not found.candidates):
            return Reply(_office(turn, aspect), aspect=aspect)
        attempt = turn.fallback_count + 1
        offer = guidance.which_procedure(
            turn.catalogue, found.candidates, aspect, also=consulted.choices
        )
        if (found.candidates or consulted.choices) and not found.is_likely:
            # Far-fetched offers are a misunderstanding too: they lead to a person in the end.
            if attempt >= HAND_OVER_AT:
                return not_understood(turn)
            return Reply(
                (offer,),
                slots={"aspect": aspect, "fallback_count": attempt},
                aspect=aspect,
                candidates=found.candidates,
            )
        if found.candidates:
            return Reply(
                (offer,),
                slots={"aspect": aspect},
                aspect=aspect,
                candidates=found.candidates,
            )
        if aspect == "overview" or attempt >= HAND_OVER_AT:
            return not_understood(turn)
        return Reply(
            (guidance.ask_for_procedure(),),
            slots={"aspect": aspect, "fallback_count": attempt},
            aspect=aspect,
        )


def not_understood(turn: TurnContext) -> Reply:
    """One more step up the ladder of not understanding."""
    attempt = turn.fallback_count + 1
    return Reply(
        (guidance.not_understood(attempt, turn.ward_here, guidance.suggestions(turn.catalogue)),),
        slots={"fallback_count": attempt},
    )


class ActionInform(DomainAction):
    """A bare value outside a form: a ward, a date for the deadline last asked, or a topic."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_inform"

    def answer(self, turn: TurnContext) -> Reply:
        """Use the value for what was talked about; otherwise take the words as a topic."""
        if turn.pressed_value("field") is not None:
            return Reply((TextMessage(text="この質問は、もう終わっています。"),))
        named = turn.named_wards
        if len(named) == 1:
            return set_ward(turn, named[0])
        if turn.focus is not None and turn.day is not None:
            return answer_aspect(turn, turn.focus, "deadline", Route(turn.focus, ()))
        return ActionAnswerProcedure().answer(replace(turn, intent="ask_overview"))


def set_ward(turn: TurnContext, ward_id: str) -> Reply:
    """Remember the ward, and answer what was waiting for it."""
    ward = turn.catalogue.ward(ward_id)
    slots = {"ward": ward_id, "aspect": None, "requests": None}
    noted = TextMessage(text=f"{ward.names.ja}ですね。{ward.names.ja}の情報でお答えします。")
    if turn.waiting:
        first, aspect = turn.waiting[0]
        return Reply(
            (noted, *answers(turn, ward_id, turn.waiting)),
            slots=slots,
            procedure=first,
            aspect=aspect,
            candidates=tuple(Hit(each, 1.0) for each, _ in turn.waiting),
            ward=ward_id,
        )
    if turn.focus is not None and turn.aspect is not None and turn.aspect != APPLY:
        question = AspectQuestion(turn.catalogue.procedure(turn.focus, ward_id), turn.now, turn.day)
        return Reply(
            (noted, *told(turn.aspect, question)),
            slots=slots,
            procedure=turn.focus,
            aspect=turn.aspect,
            candidates=(Hit(turn.focus, 1.0),),
            ward=ward_id,
        )
    return Reply((noted,), slots=slots, ward=ward_id)


def _office(turn: TurnContext, aspect: str) -> tuple[Message, ...]:
    ward = turn.ward_here
    if ward is None:
        return (guidance.ask_ward(turn.catalogue.wards),)
    if aspect == "hours":
        return (
            CardMessage(
                title=f"{ward.office.name}の受付時間",
                text=office.opening_sentence(ward, turn.now, turn.day),
                rows=office.hours_rows(ward),
                source=office.ward_source(ward),
            ),
        )
    return (office.office_place(ward, turn.now),)
