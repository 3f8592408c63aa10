"""The conversation itself: say again, help, decline, and not understanding."""

from __future__ import annotations

from actions import faq
from actions.domain_action import Reply
from actions.procedure import HAND_OVER_AT, beyond, declined, named_authority, not_understood
from actions.steering import SteeringAction
from actions.turn import TurnContext
from madoguchi.answers import guidance
from madoguchi.answers.aspects import AspectQuestion, answer
from madoguchi.answers.routing import Route
from madoguchi.catalogue.search.result import Hit


class ActionRepeat(SteeringAction):
    """Say the last answer again."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_repeat"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Repeat the overview of the procedure in focus; an open application repeats by itself."""
        if turn.in_form:
            return Reply(())
        if turn.focus is None:
            return Reply((guidance.help_text(),))
        return Reply(
            answer("overview", AspectQuestion(turn.procedure(turn.focus), turn.now)),
            procedure=turn.focus,
            candidates=(Hit(turn.focus, 1.0),),
        )


class ActionHelp(SteeringAction):
    """What the assistant can do."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_help"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """The help text."""
        return Reply((guidance.help_text(),))


class ActionDecline(SteeringAction):
    """What no ward office handles."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_decline"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Decline kindly; name the right authority where one is known."""
        consulted = faq.consult(turn, found)
        if consulted.reply is not None:
            return consulted.reply
        other = found.other or named_authority(turn)
        return beyond(turn, Route(None, (), other)) or declined(turn)


class ActionFallback(SteeringAction):
    """Ask back, then offer choices, then a person."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_fallback"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Offer what the words come near to, or climb the ladder."""
        if turn.intent != "none_of_these" and turn.pressed is None:
            consulted = faq.consult(turn, found)
            if consulted.reply is not None:
                return consulted.reply
            elsewhere = beyond(turn, found)
            if elsewhere is not None:
                return elsewhere
            attempt = turn.fallback_count + 1
            if (found.candidates or consulted.choices) and attempt < HAND_OVER_AT:
                return Reply(
                    (
                        guidance.which_procedure(
                            turn.catalogue, found.candidates, "overview", also=consulted.choices
                        ),
                    ),
                    slots={"fallback_count": attempt},
                    candidates=found.candidates,
                )
        return not_understood(turn)
