"""The baseline: plain BM25 over the texts of the catalogue's procedures, asked the same."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.retrieval.baseline import PlainBm25
from benchmarks.routing.evaluate import FIRST, key
from benchmarks.routing.generate import GROUPS, Utterance
from madoguchi.catalogue.search.texts import OTHER, SearchText


def figures(utterances: Sequence[Utterance], texts: Sequence[SearchText]) -> dict[str, float]:
    """``baseline_top_1`` and ``baseline_top_3``, overall and per group.

    The first hit counts as the answer. Of utterances that mean no procedure,
    ``baseline_answered``: those for which anything is found.
    """
    bm25 = PlainBm25([text for text in texts if not text.entry.startswith(OTHER)])
    rankings = {said: bm25.search(said.text, FIRST) for said in utterances}
    report = _figures(utterances, rankings, "_no_procedure")
    for name in GROUPS:
        for value in dict.fromkeys(said.group(name) for said in utterances):
            if value is None:
                continue
            inside = [said for said in utterances if said.group(name) == value]
            of_group = _figures(inside, rankings, "")
            report |= {f"{each}_{name}_{key(value)}": share for each, share in of_group.items()}
    return report


def _figures(
    utterances: Sequence[Utterance], rankings: dict[Utterance, tuple[str, ...]], suffix: str
) -> dict[str, float]:
    meant = [(said.procedures, rankings[said]) for said in utterances if said.procedures]
    found = {}
    if meant:
        for places in (1, FIRST):
            hits = [bool(right.intersection(ranking[:places])) for right, ranking in meant]
            found[f"baseline_top_{places}"] = round(sum(hits) / len(hits), 4)
    others = [bool(rankings[said]) for said in utterances if not said.procedures]
    if others:
        found[f"baseline_answered{suffix}"] = round(sum(others) / len(others), 4)
    return found
