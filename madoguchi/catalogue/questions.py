"""Everyday questions in other languages: ``catalogue/questions/<language>.yml``.

One file a language, so that one person who speaks it can read it through. Residents are never
shown them; the search finds procedures by them. The Japanese ones stand with their procedure.
What reviewers add (``./mado review apply``) stands apart, in ``catalogue/questions/reviewed/``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from madoguchi.catalogue.procedure import Slug, Text


class Questions(RootModel[dict[Slug, Annotated[tuple[Text, ...], Field(min_length=1)]]]):
    """How residents who write one language ask for procedures, by the procedure's id."""
