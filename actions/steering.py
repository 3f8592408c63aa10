"""Turns that steer the conversation or are mere talk, as Rasa takes them: search has a second look.

Rasa knows what is wanted from a few dozen sentences an intent; 「夫と別れます」 may look like
anything to it, and a sentence in Tagalog like a wish for another language. Where search is sure
that a typed message is about a procedure or about danger, that is what is answered.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.domain_action import DomainAction, Reply
from actions.procedure import (
    ActionAnswerProcedure,
    answer_aspect,
    beyond,
    find_procedure,
    not_understood,
)
from actions.requests import asked_for
from actions.turn import TurnContext
from madoguchi.answers import aspect_words
from madoguchi.answers.routing import Route
from madoguchi.catalogue.search.result import CERTAIN, EMERGENCY

COMMAND = 0.9
"""From this probability on a procedure goes before a plain command, such as erasing everything."""


_SURE_GREETING = 0.8
_GREETING = re.compile(
    r"こんに?ち|こんばん|おは|初めまして|はじめまして|もしもし|どうも|お世話|お疲れ|おつかれ|"
    r"すみません|すいません|good (?:morning|afternoon|evening|day)|hello|\bhi\b|\bhey\b|"
    r"你好|您好|早上好|안녕|xin ch[aà]o|ch[aà]o|नमस्ते|kumusta|magandang",
    re.IGNORECASE,
)


class SteeringAction(DomainAction):
    """An action that stands back where search knows better what a typed message is about.

    ``beats`` is the probability from which on a procedure goes before what Rasa has made of it.
    ``own`` are procedures about the same thing as the action, which never do.
    """

    beats: ClassVar[float] = CERTAIN
    own: ClassVar[frozenset[str]] = frozenset()

    def answer(self, turn: TurnContext) -> Reply:
        """The procedure that is meant, or what steering asks for."""
        if turn.pressed is not None or turn.in_form:
            return self.steer(turn, Route(None, ()))
        found = find_procedure(turn, follows_up=False)
        beats = 1.0 if found.procedure in self.own else self.beats
        return second_opinion(turn, found, beats) or self.steer(turn, found)

    @abstractmethod
    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Do what Rasa has understood; ``found`` is what search makes of the words."""


def second_opinion(turn: TurnContext, found: Route, beats: float) -> Reply | None:
    """The answer about danger or a procedure, where search is sure enough of it; else None."""
    if found.other == EMERGENCY:
        return beyond(turn, found)
    if found.procedure is None or found.candidates[0].score < beats:
        return None
    if asked_for(turn):
        return ActionAnswerProcedure().answer(turn)
    aspect = aspect_words.told(turn.text) or "overview"
    return answer_aspect(turn, found.procedure, aspect, found)


class ActionCourtesy(SteeringAction):
    """Greeting, thanks, goodbye, complaint, and who is speaking."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_courtesy"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Nothing more: the domain's response of the same name says it.

        Babble looks like a greeting to Rasa, which has never seen either word.
        """
        is_doubtful = turn.pressed is None and turn.confidence < _SURE_GREETING
        if turn.intent == "greet" and is_doubtful and _GREETING.search(turn.text) is None:
            return not_understood(turn)
        return Reply(())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Rasa's entry."""
        events = await super().run(dispatcher, tracker, domain)
        answered = any("message" in (said.get("custom") or {}) for said in dispatcher.messages)
        if not answered:
            intent = (tracker.latest_message or {}).get("intent") or {}
            dispatcher.utter_message(response=f"utter_{intent.get('name')}")
        return events
