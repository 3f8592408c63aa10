"""The action server: thin actions between Rasa's tracker and the domain."""

from actions.application import ActionNoApplication, ApplicationForm
from actions.checklist import ActionChecklist
from actions.conversation import ActionDecline, ActionFallback, ActionHelp, ActionRepeat
from actions.emergency import ActionEmergency
from actions.handover import ActionHandover
from actions.procedure import ActionAnswerProcedure, ActionInform
from actions.resident import (
    ActionDeleteData,
    ActionSetLanguage,
    ActionSettings,
    ActionSetWard,
)
from actions.shelters import ActionNearestShelter
from actions.steering import ActionCourtesy
from actions.submission_status import ActionApplicationStatus

__all__ = [
    "ActionAnswerProcedure",
    "ActionApplicationStatus",
    "ActionChecklist",
    "ActionCourtesy",
    "ActionDecline",
    "ActionDeleteData",
    "ActionEmergency",
    "ActionFallback",
    "ActionHandover",
    "ActionHelp",
    "ActionInform",
    "ActionNearestShelter",
    "ActionNoApplication",
    "ActionRepeat",
    "ActionSetLanguage",
    "ActionSetWard",
    "ActionSettings",
    "ApplicationForm",
]
