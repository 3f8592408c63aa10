"""The glossary: terms of municipal procedures with their one translation in each language."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import ConfigDict, Field

from madoguchi.catalogue.procedure import Part, Text
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.settings import settings


class Term(Part):
    """A Japanese term. ``words`` has it as it stands inside a sentence of each language."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    ja: Text
    reading: Text
    synonyms: tuple[Text, ...] = ()
    ja_easy: Annotated[Text, Field(alias="ja-easy")]
    en: Text
    zh_hans: Annotated[Text, Field(alias="zh-Hans")]
    zh_hant: Annotated[Text, Field(alias="zh-Hant")]
    ko: Text
    vi: Text
    ne: Text
    tl: Text

    def word(self, language: str) -> str | None:
        """The term in a language; None where the glossary does not have the language."""
        return self.model_dump(by_alias=True).get(language)


class _Glossary(Part):
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]


@lru_cache
def glossary() -> tuple[Term, ...]:
    """Every term of ``catalogue/glossary.yml``.

    Raises:
        CatalogueError: naming file, line and field of what is wrong.

    """
    return YamlFile(settings().catalogue_dir / "glossary.yml").validate(_Glossary).terms
