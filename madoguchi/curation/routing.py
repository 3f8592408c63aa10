"""Which procedure first questions lead to: with the reviewed questions, and without them.

The search needs no training, so what a promotion changes about it are the questions that reviewers
have added (``catalogue/questions/reviewed``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from madoguchi.catalogue.catalogue import Catalogue, catalogue
from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.hybrid import HybridIndex
from madoguchi.catalogue.search.index import index
from madoguchi.catalogue.search.names import Names
from madoguchi.catalogue.search.result import SearchIndex, SearchResult
from madoguchi.catalogue.search.texts import catalogue_texts
from madoguchi.curation.gold import Question
from madoguchi.settings import settings


@dataclass(frozen=True)
class Changed:
    """A question that the two searches answer differently; procedures by id, or ``none``."""

    text: str
    meant: str
    live: str
    candidate: str


@dataclass(frozen=True)
class Comparison:
    """Top 1, top 3 and wrong answers of both, and the questions that got better or worse."""

    measures: Mapping[str, float]
    live_measures: Mapping[str, float]
    better: Sequence[Changed]
    worse: Sequence[Changed]


def compare(questions: Sequence[Question]) -> Comparison:
    """The search as it is, next to the one without reviewed questions. No questions: no figures."""
    found = [index().search(question.text) for question in questions]
    before = found
    if catalogue().reviewed_questions:
        without = _without_reviewed(catalogue())
        before = [without.search(question.text) for question in questions]
    better, worse = [], []
    for question, new, old in zip(questions, found, before, strict=True):
        first, earlier = _first(new), _first(old)
        turn = Changed(question.text, "|".join(question.right), earlier, first)
        if first in question.right and earlier not in question.right:
            better.append(turn)
        elif earlier in question.right and first not in question.right:
            worse.append(turn)
    return Comparison(_measures(questions, found), _measures(questions, before), better, worse)


def _first(found: SearchResult) -> str:
    return found.hits[0].entry if found.hits and found.beyond is None else "none"


def _measures(questions: Sequence[Question], results: Sequence[SearchResult]) -> dict[str, float]:
    if not questions:
        return {}
    top_1 = top_3 = certain = 0
    for question, found in zip(questions, results, strict=True):
        top_1 += _first(found) in question.right
        top_3 += any(hit.entry in question.right for hit in found.hits[:3])
        certain += found.certain is None or found.certain.entry in question.right
    return {
        "routing_top_1": round(top_1 / len(questions), 4),
        "routing_top_3": round(top_3 / len(questions), 4),
        "routing_not_wrong": round(certain / len(questions), 4),
    }


def _without_reviewed(source: Catalogue) -> SearchIndex:
    folder = settings().data_dir / "search"
    return HybridIndex(
        catalogue_texts(replace(source, reviewed_questions={})),
        dense.encoders(),
        cache=VectorCache(folder / "evaluation", seed=folder),
        name="procedures",
        official=Names((id_, entry.names.official) for id_, entry in source.procedures.items()),
    )
