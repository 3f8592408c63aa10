"""A draft: an application that a resident is filling in, as it is stored between two turns."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from madoguchi.catalogue.procedure import FormField, Procedure

Value = str | int | list[str] | list[dict[str, Any]]
"""A checked answer as JSON: dates are ISO 8601, choices their values, item lists name and count."""

Phase = Literal["asking", "confirming", "choosing_correction", "confirming_cancel"]


class Draft(BaseModel):
    """The state of one application. Immutable: each turn yields the next draft.

    ``asking`` is the field that was asked last; ``history`` the fields in the order in which they
    were answered; ``failures`` how often in a row the answer to ``asking`` could not be read.
    ``told`` are pairs of a message and a field that it answered, oldest first.
    ``typed`` is what a page sent for a field and could not be read, to be shown there again: no
    text for a required field that was left empty, the code and text of the problem for a file.
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(default_factory=lambda: str(uuid4()))
    procedure: str
    ward: str
    values: dict[str, Value] = {}
    typed: dict[str, tuple[str, ...]] = {}
    skipped: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    asking: str | None = None
    phase: Phase = "asking"
    failures: int = 0
    told: tuple[tuple[str, str], ...] = ()

    @property
    def revision(self) -> str:
        """Eight hex digits that change with every answer: consent is to exactly this content."""
        content = json.dumps([self.id, self.values, self.skipped], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:8]

    def with_values(self, values: dict[str, Value]) -> Draft:
        """The draft with these answers added or replaced."""
        history = (*(name for name in self.history if name not in values), *values)
        return self.model_copy(
            update={
                "values": {**self.values, **values},
                "history": history,
                "typed": {name: texts for name, texts in self.typed.items() if name not in values},
                "skipped": tuple(name for name in self.skipped if name not in values),
                "failures": 0,
            }
        )

    def without(self, field: str) -> Draft:
        """The draft with the field unanswered again."""
        return self.model_copy(
            update={
                "values": {name: value for name, value in self.values.items() if name != field},
                "typed": {name: texts for name, texts in self.typed.items() if name != field},
                "skipped": tuple(name for name in self.skipped if name != field),
                "history": tuple(name for name in self.history if name != field),
                "failures": 0,
            }
        )

    def told_by(self, message_id: str, before: Draft) -> Draft:
        """The draft with a note of what this message has answered since ``before``."""
        new = [name for name, value in self.values.items() if before.values.get(name) != value]
        return self.model_copy(update={"told": (*self.told, *((message_id, name) for name in new))})

    def untold(self, message_id: str) -> Draft:
        """The draft without the answers that the message gave, unless a later one gave others.

        What was being confirmed is no longer complete then, so the form asks again.
        """
        draft = self.model_copy(
            update={"told": tuple(pair for pair in self.told if pair[0] != message_id)}
        )
        last = {field: message for message, field in self.told}
        gone = [name for name in self.values if last.get(name) == message_id]
        for name in gone:
            draft = draft.without(name)
        if gone and draft.phase == "confirming":
            draft = draft.model_copy(update={"phase": "asking", "asking": None})
        return draft


def applies(field: FormField, values: dict[str, Value]) -> bool:
    """Whether the field is asked, given the answers so far."""
    if field.when is None:
        return True
    answer = values.get(field.when.field)
    given = answer if isinstance(answer, list) else [answer]
    return any(str(value) in field.when.equals for value in given if value is not None)


def open_fields(procedure: Procedure, draft: Draft) -> tuple[FormField, ...]:
    """The fields that are still to be asked, in order."""
    return tuple(
        field
        for field in procedure.form.fields
        if applies(field, draft.values)
        and field.id not in draft.values
        and field.id not in draft.skipped
    )


def applicable_fields(procedure: Procedure, draft: Draft) -> tuple[FormField, ...]:
    """All fields that apply given the answers so far, in order."""
    return tuple(field for field in procedure.form.fields if applies(field, draft.values))


def settled(procedure: Procedure, draft: Draft) -> Draft:
    """The draft without answers to fields that no longer apply, after an earlier answer changed."""
    names = {field.id for field in applicable_fields(procedure, draft)}
    while set(draft.values) - names:
        for name in set(draft.values) - names:
            draft = draft.without(name)
        names = {field.id for field in applicable_fields(procedure, draft)}
    return draft
