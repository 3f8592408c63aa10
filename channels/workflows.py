"""Every durable workflow, and what they work with.

DBOS hands what a dead process left to whichever process asks first, of whatever kind. A process
that did not know the workflow would leave it undone for ever, so each of them knows all.
"""

from __future__ import annotations

from channels import retention, translating, turn_workflow
from channels.bot import BotClient
from channels.limiting import Limits
from channels.line import taking
from channels.line import workflow as line
from channels.voice.telephone import texting

MODULES = (turn_workflow, translating, retention, line, texting)
"""Where they are written."""


def prepare(bot: BotClient, limits: Limits) -> None:
    """Give the workflows what they work with; called before DBOS is launched."""
    turn_workflow.use_bot(bot)
    taking.use_limits(limits)
