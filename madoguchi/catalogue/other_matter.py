"""What residents also say that is no procedure of a ward office: ``catalogue/other_matters/``.

They stand in the search beside the procedures, so that a passport or a burning kitchen is found as
what it is, in any language, and not answered with the procedure that it resembles most.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, HttpUrl, model_validator

from madoguchi.catalogue.procedure import Part, Slug, Text


class OtherKind(StrEnum):
    """What is to be done about it."""

    EMERGENCY = "emergency"
    OTHER_AUTHORITY = "other_authority"
    OFFICE = "office"
    TALK = "talk"
    NONSENSE = "nonsense"


class OfficialPage(Part):
    """The page of the authority that is the right one."""

    title: Text
    url: HttpUrl


class OtherMatter(Part):
    """A matter that is no procedure of a ward.

    ``words`` name it beyond doubt wherever they stand; ``questions`` are how residents put it, in
    any language. ``answer`` and ``page`` belong to another authority's matter and only to one.
    """

    id: Slug
    kind: OtherKind
    name: Text
    words: tuple[Text, ...] = ()
    answer: Text | None = None
    page: OfficialPage | None = None
    questions: Annotated[tuple[Text, ...], Field(min_length=10)]

    @model_validator(mode="after")
    def _names_the_authority(self) -> Self:
        of_others = self.kind is OtherKind.OTHER_AUTHORITY
        if of_others != (self.answer is not None) or of_others != (self.page is not None):
            raise ValueError("answer and page are needed for other_authority, and only there")
        return self
