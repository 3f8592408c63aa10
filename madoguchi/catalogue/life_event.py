"""A life event's checklist, as its YAML file in ``catalogue/life_events/<id>.yml`` states it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from madoguchi.catalogue.procedure import Language, Part, Slug, Text


class ChecklistStep(Part):
    """One procedure of the checklist, in the order in which to do them.

    ``where`` is the ward that is left (origin), the one moved into (destination), or either.
    ``when`` tells by when or in which order; ``condition`` to whom it applies (None: everyone).
    """

    procedure: Slug
    where: Literal["origin", "destination", "any"] = "any"
    when: Text | None = None
    condition: Text | None = None


class Checklist(Part):
    """Everything to do at the ward office on one occasion of life."""

    id: Slug
    name: Text
    translations: dict[Language, Text] = Field(default_factory=dict)
    synonyms: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    steps: Annotated[tuple[ChecklistStep, ...], Field(min_length=1)]
