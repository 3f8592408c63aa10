"""A resident of LINE in the middle of an application."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from channels.line.inbox import resident_key
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.forms import application
from madoguchi.forms.draft import Draft
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import DraftRow, LineResidentRow
from tests.channels.line.resident import Resident


def conversation(resident: Resident) -> str:
    with transaction() as session:
        row = session.get_one(LineResidentRow, resident_key("shibuya", resident.user_id))
        assert row.conversation_id is not None
        return row.conversation_id


def asking(
    resident: Resident, field: str, procedure: str = "road-damage-report", **changes: Any
) -> None:
    """The resident's form has come to the field; ``changes`` are others of the draft."""
    with transaction() as session:
        talk = conversation(resident)
        application.begin(
            session, catalogue(), conversation_id=talk, message_id=uuid4().hex,
            procedure_id=procedure, ward_id="shibuya", opening="", now=system_clock(),
        )  # fmt: skip
        row = session.get_one(DraftRow, talk)
        draft = Draft.model_validate(row.state["draft"])
        draft = draft.model_copy(update={"asking": field, **changes})
        row.state = {**row.state, "draft": draft.model_dump(mode="json")}
