"""``catalogue/easy_words.yml``: hard words with easier ones, and everyday words, written by us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from madoguchi.catalogue.procedure import Part, Text
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.errors import CatalogueError
from madoguchi.settings import settings


class EasyWordsFile(Part):
    """``replaced``: a hard word and its easier wording; ``everyday``: words that need none."""

    replaced: Annotated[dict[Text, Text], Field(min_length=1)]
    everyday: Annotated[tuple[Text, ...], Field(min_length=1)]


@dataclass(frozen=True)
class EasyWords:
    """Easier wordings by the hard word, and the everyday words."""

    replaced: Mapping[str, str]
    everyday: frozenset[str]


def read(path: Path) -> EasyWords:
    """The words of a file.

    Raises:
        CatalogueError: if the file is broken, or a word is both hard and everyday.

    """
    file = YamlFile(path)
    words = file.validate(EasyWordsFile)
    both = sorted(words.replaced.keys() & set(words.everyday))
    if both:
        where = file.where(("replaced", both[0]))
        raise CatalogueError("word-twice", f"{where}: {both[0]} is also an everyday word")
    return EasyWords(MappingProxyType(words.replaced), frozenset(words.everyday))


@lru_cache(maxsize=1)
def easy_words() -> EasyWords:
    """The words of the catalogue.

    Raises:
        CatalogueError: naming file and line of what is wrong.

    """
    return read(settings().catalogue_dir / "easy_words.yml")
