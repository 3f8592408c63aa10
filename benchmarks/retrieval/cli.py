"""``./mado bench retrieval``: the search as it is shipped, next to plain BM25.

Each everyday question of the catalogue is asked of an index from which its own text is missing;
nonsense should find nothing; a real city's FAQ queries are asked where ``MADOGUCHI_SHARED`` has
them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.retrieval.baseline import PlainBm25
from benchmarks.retrieval.evaluate import Answered, mean_reciprocal_rank, recall, top
from benchmarks.retrieval.generate import NONSENSE, faq_data, leave_one_out
from benchmarks.turns.evaluate import percentile
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.dense import Encoder, Vectors, encoders
from madoguchi.catalogue.search.hybrid import HybridIndex
from madoguchi.catalogue.search.index import index
from madoguchi.catalogue.search.names import Names
from madoguchi.catalogue.search.result import SearchResult
from madoguchi.catalogue.search.texts import catalogue_texts
from madoguchi.catalogue.search.tokens import normalise
from madoguchi.settings import settings

_FIRST = 10


class Remembering:
    """An encoder that knows the vectors of some texts already, so that folds are quick to build."""

    def __init__(self, encoder: Encoder, texts: Sequence[str], vectors: Vectors) -> None:
        self._encoder = encoder
        self._rows = {text: row for row, text in enumerate(texts)}
        self._vectors = vectors
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``; every text must be known."""
        return np.asarray(self._vectors[[self._rows[text] for text in texts]], np.float32)

    def encode_query(self, query: str) -> Vectors:
        """See ``Encoder``; a query is never taken from memory."""
        return self._encoder.encode_query(query)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench retrieval", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--thin", type=int, default=3, help="ask every n-th question only")
    parser.add_argument("--no-faq", action="store_true", help="leave the city's FAQ out")
    options = parser.parse_args()
    if options.thin < 1:
        parser.error("--thin must be at least 1")
    console = Console(stderr=True)
    started = time.monotonic()
    with Progress(console=console) as progress:
        report = _leave_one_out(options.thin, progress)
        report |= _nonsense_and_speed(progress)
        if not options.no_faq:
            report |= _faq(progress)
    report["seconds"] = round(time.monotonic() - started, 1)
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        _print(report)


def _leave_one_out(thin: int, progress: Progress) -> dict[str, float]:
    source = catalogue()
    texts = catalogue_texts(source)
    plain = list(dict.fromkeys(normalise(text.text) for text in texts))
    task = progress.add_task("Embedding the catalogue (once)", total=None)
    cache = VectorCache(settings().data_dir / "benchmarks" / "search")
    first, second = (
        Remembering(encoder, plain, cache.vectors("catalogue", encoder, plain))
        for encoder in encoders()
    )
    official = Names((id_, entry.names.official) for id_, entry in source.procedures.items())
    folds = list(leave_one_out(texts, thin))
    total = sum(len(fold.queries) for fold in folds)
    progress.update(task, description="Asking our own questions", total=total, completed=0)
    ours: list[Answered] = []
    theirs: list[Answered] = []
    certain = wrong = abstained = 0
    for fold in folds:
        hybrid = HybridIndex(fold.texts, (first, second), official=official)
        bm25 = PlainBm25(fold.texts)
        for query, meant in fold.queries:
            found = hybrid.search(query, _FIRST)
            ours.append(Answered(_entries(found), (meant,)))
            theirs.append(Answered(bm25.search(query, _FIRST), (meant,)))
            if found.certain is not None:
                certain += 1
                wrong += found.certain.entry != meant
            abstained += not found.possible
            progress.advance(task)
    return {
        "queries": total,
        **_catalogue_figures("", ours),
        "answered_at_once": round(certain / total, 4),
        "answered_wrongly": round(wrong / total, 4),
        "abstained": round(abstained / total, 4),
        **_catalogue_figures("baseline_", theirs),
    }


def _catalogue_figures(prefix: str, answers: Sequence[Answered]) -> dict[str, float]:
    return {
        f"{prefix}top_1": round(top(answers, 1), 4),
        f"{prefix}top_3": round(top(answers, 3), 4),
        f"{prefix}mrr": round(mean_reciprocal_rank(answers), 4),
    }


def _nonsense_and_speed(progress: Progress) -> dict[str, float]:
    whole = index()
    texts = catalogue_texts(catalogue())
    bm25 = PlainBm25(texts)
    for text in NONSENSE[:3]:
        whole.search(text)
        bm25.search(text)
    found = [whole.search(text) for text in progress.track(NONSENSE, description="Nonsense")]
    asked = [query for fold in leave_one_out(texts, 12) for query, _ in fold.queries]
    ours: list[float] = []
    theirs: list[float] = []
    for query in progress.track(asked, description="Timing"):
        started = time.perf_counter()
        whole.search(query)
        between = time.perf_counter()
        bm25.search(query)
        theirs.append(time.perf_counter() - between)
        ours.append(between - started)
    return {
        "nonsense_queries": len(NONSENSE),
        "nonsense_abstained": round(sum(not r.possible for r in found) / len(found), 4),
        "nonsense_answered": round(sum(r.certain is not None for r in found) / len(found), 4),
        "baseline_nonsense_abstained": round(
            sum(not bm25.search(text) for text in NONSENSE) / len(NONSENSE), 4
        ),
        "p50_ms": round(percentile(ours, 0.5) * 1e3, 2),
        "p95_ms": round(percentile(ours, 0.95) * 1e3, 2),
        "baseline_p50_ms": round(percentile(theirs, 0.5) * 1e3, 2),
        "baseline_p95_ms": round(percentile(theirs, 0.95) * 1e3, 2),
    }


def _faq(progress: Progress) -> dict[str, float]:
    data = faq_data()
    if data is None:
        return {}
    task = progress.add_task("Embedding the city's FAQ (once)", total=None)
    cache = VectorCache(settings().data_dir / "benchmarks" / "search")
    hybrid = HybridIndex(data.texts, encoders(), cache=cache, name="localgovfaq")
    bm25 = PlainBm25(data.texts)
    progress.remove_task(task)
    ours: list[Answered] = []
    theirs: list[Answered] = []
    for query, right in progress.track(data.queries, description="The city's queries"):
        ours.append(Answered(_entries(hybrid.search(query, _FIRST)), right))
        theirs.append(Answered(bm25.search(query, _FIRST), right))
    return {"faq_queries": len(ours), **_faq_figures("", ours), **_faq_figures("baseline_", theirs)}


def _faq_figures(prefix: str, answers: Sequence[Answered]) -> dict[str, float]:
    return {
        f"{prefix}faq_recall_at_10": round(recall(answers, _FIRST), 4),
        f"{prefix}faq_hit_at_10": round(top(answers, _FIRST), 4),
        f"{prefix}faq_mrr": round(mean_reciprocal_rank(answers), 4),
    }


def _entries(found: SearchResult) -> tuple[str, ...]:
    return tuple(hit.entry for hit in found.hits)


def _print(report: dict[str, float]) -> None:
    table = Table(title=f"Search ({report['queries']:g} questions)", title_justify="left")
    for heading in ("", "Madoguchi", "plain BM25"):
        table.add_column(heading, justify="right" if heading else "left")
    for key, value in report.items():
        if not key.startswith("baseline_"):
            other = report.get(f"baseline_{key}")
            table.add_row(key, f"{value:g}", "" if other is None else f"{other:g}")
    Console().print(table)


if __name__ == "__main__":
    main()
