"""The texts by which an entry of an index is found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from madoguchi.catalogue.catalogue import Catalogue


class Kind(StrEnum):
    """What a text is to its entry."""

    QUESTION = "question"
    NAME = "name"
    SUMMARY = "summary"
    TRANSLATION = "translation"
    PASSAGE = "passage"


@dataclass(frozen=True)
class SearchText:
    """One text by which an entry is found."""

    entry: str
    text: str
    kind: Kind = Kind.QUESTION


def catalogue_texts(source: Catalogue) -> tuple[SearchText, ...]:
    """The texts of every procedure: names in all languages, everyday questions, summary."""
    texts: list[SearchText] = []
    for procedure in source.procedures.values():
        names = procedure.names
        texts += [
            SearchText(procedure.id, name, Kind.NAME)
            for name in (names.official, names.everyday, *names.synonyms)
        ]
        texts += [
            SearchText(procedure.id, name, Kind.TRANSLATION) for name in names.translations.values()
        ]
        texts.append(SearchText(procedure.id, procedure.summary, Kind.SUMMARY))
        texts += [SearchText(procedure.id, question) for question in procedure.questions]
    return tuple(texts)
