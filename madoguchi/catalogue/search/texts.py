"""The texts by which an entry of an index is found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.languages import ruby


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


OTHER = "other:"
"""What the entry of an other matter begins with; a procedure's is its id."""


def catalogue_texts(source: Catalogue) -> tuple[SearchText, ...]:
    """The texts of every procedure: names in all languages, everyday questions, summary.

    Then those of the other matters, so that they are told from the procedures.
    """
    texts: list[SearchText] = []
    for procedure in source.procedures.values():
        names = procedure.names
        texts += [
            SearchText(procedure.id, name, Kind.NAME)
            for name in (names.official, names.everyday, *names.synonyms)
        ]
        texts += [
            SearchText(procedure.id, ruby.plain(name), Kind.TRANSLATION)
            for name in names.translations.values()
        ]
        texts.append(SearchText(procedure.id, procedure.summary, Kind.SUMMARY))
        foreign = source.foreign_questions.get(procedure.id, ())
        reviewed = source.reviewed_questions.get(procedure.id, ())
        asked = (*procedure.questions, *foreign, *reviewed)
        texts += [SearchText(procedure.id, text) for text in asked]
    for matter in source.other_matters.values():
        texts.append(SearchText(OTHER + matter.id, matter.name, Kind.NAME))
        texts += [SearchText(OTHER + matter.id, question) for question in matter.questions]
    return tuple(texts)
