"""``./mado bench retrieval``: the search as it is shipped, next to plain BM25.

With ``--corpus`` and ``--queries``: a FAQ as an imported one, asked by its residents. Without them,
each everyday question of the catalogue is asked of an index from which its own text is missing;
nonsense should find nothing; and a real city's FAQ is asked where ``MADOGUCHI_SHARED`` has it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress

from benchmarks.metrics.ranking import Answered
from benchmarks.report.page import make_room
from benchmarks.report.table import show
from benchmarks.retrieval.baseline import PlainBm25
from benchmarks.retrieval.evaluate import catalogue_figures, faq_figures, time_figures
from benchmarks.retrieval.faq import measure, pairs
from benchmarks.retrieval.fitting import cross_validated
from benchmarks.retrieval.generate import NONSENSE, leave_one_out, read_faq, shared_faq
from benchmarks.retrieval.report import write
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.dense import Encoder, Vectors, encoders
from madoguchi.catalogue.search.hybrid import HybridIndex
from madoguchi.catalogue.search.index import index
from madoguchi.catalogue.search.names import Names
from madoguchi.catalogue.search.pairs import WEIGHTS, PairIndex
from madoguchi.catalogue.search.pairs import fitted as latest_weights
from madoguchi.catalogue.search.result import SearchResult
from madoguchi.catalogue.search.texts import catalogue_texts
from madoguchi.catalogue.search.tokens import normalise
from madoguchi.errors import MadoguchiError
from madoguchi.logs import configure
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
    options = _options()
    console = Console(stderr=True)
    configure(logging.WARNING)
    started = time.monotonic()
    try:
        make_room(options.report)
        with Progress(console=console) as progress:
            report = _measure(options, progress)
    except MadoguchiError as error:
        console.print(f"Error: {error.message}", style="red", highlight=False, markup=False)
        sys.exit(1)
    report["seconds"] = round(time.monotonic() - started, 1)
    if report.keys() & {"pairs", "faq_pairs"}:
        console.print(f"Report: {options.report}", highlight=False, markup=False, soft_wrap=True)
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show(f"Search ({report['queries']:g} queries)", "Madoguchi", "plain BM25", report)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mado bench retrieval", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--corpus", type=Path, metavar="F.jsonl", help="a FAQ: id, question, answer in each line"
    )
    parser.add_argument(
        "--queries", type=Path, metavar="F.jsonl",
        help="its queries: id, query, relevant {id: grade}; 2 answers it, 1 is related",
    )  # fmt: skip
    parser.add_argument(
        "--fresh", action="store_true", help="make the FAQ's vectors anew, to time the index"
    )
    parser.add_argument(
        "--fit", action="store_true",
        help="also fit the weights to the queries: figures of five folds as fitted_..., "
        "and the weights are written",
    )  # fmt: skip
    parser.add_argument("--thin", type=int, default=3, help="ask every n-th of our own questions")
    parser.add_argument("--no-faq", action="store_true", help="leave the city's FAQ out")
    parser.add_argument(
        "--report", type=Path, metavar="F.html",
        default=settings().data_dir / "benchmarks" / "retrieval" / "report.html",
        help="where the page about the FAQ goes, and beside it every query as queries.jsonl",
    )  # fmt: skip
    options = parser.parse_args()
    if options.thin < 1:
        parser.error("--thin must be at least 1")
    if (options.corpus is None) != (options.queries is None):
        parser.error("--corpus and --queries belong together")
    if options.fit and options.corpus is None:
        parser.error("--fit needs --corpus and --queries")
    return options


def _measure(options: argparse.Namespace, progress: Progress) -> dict[str, float]:
    if options.corpus is not None:
        return _faq(options.corpus, options.queries, options, progress)
    report = _leave_one_out(options.thin, progress) | _nonsense_and_speed(progress)
    files = None if options.no_faq else shared_faq()
    if files is not None:
        for name, value in _faq(*files, options, progress).items():
            baseline = name.startswith("baseline_")
            plain = name.removeprefix("baseline_")
            report[f"{'baseline_' if baseline else ''}faq_{plain}"] = value
    return report


def _faq(
    corpus: Path, queries: Path, options: argparse.Namespace, progress: Progress
) -> dict[str, float]:
    data = read_faq(corpus, queries)
    # A FAQ's vectors are kept by where it lies: they are found by content within.
    name = f"faq-{hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:12]}"
    folder = settings().data_dir / "benchmarks" / "search"
    fitted: dict[str, float] = {}
    if options.fit:
        unfitted = PairIndex(pairs(data), encoders(), cache=VectorCache(folder), name=name)
        weights, rankings = cross_validated(data, unfitted, progress)
        WEIGHTS.write_text(weights.to_json(), encoding="utf-8")
        latest_weights.cache_clear()
        fitted = faq_figures("fitted_", rankings)
    figures, asked = measure(data, name, folder, progress, fresh=options.fresh)
    figures |= fitted
    write(options.report, figures, asked, data, corpus.resolve().parent.name)
    return figures


def _leave_one_out(thin: int, progress: Progress) -> dict[str, float]:
    source = catalogue()
    texts = catalogue_texts(source)
    plain = list(dict.fromkeys(normalise(text.text) for text in texts))
    task = progress.add_task("Embedding the catalogue (once)", total=None)
    data = settings().data_dir
    cache = VectorCache(data / "benchmarks" / "search", seed=data / "search")
    first, second = (
        Remembering(encoder, plain, cache.vectors("procedures", encoder, plain))
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
            ours.append(Answered(_entries(found), {meant: 1}))
            theirs.append(Answered(bm25.search(query, _FIRST), {meant: 1}))
            if found.certain is not None:
                certain += 1
                wrong += found.certain.entry != meant
            abstained += not found.possible
            progress.advance(task)
    return {
        "queries": total,
        **catalogue_figures("", ours),
        "answered_at_once": round(certain / total, 4),
        "answered_wrongly": round(wrong / total, 4),
        "abstained": round(abstained / total, 4),
        **catalogue_figures("baseline_", theirs),
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
        **time_figures("", ours),
        **time_figures("baseline_", theirs),
    }


def _entries(found: SearchResult) -> tuple[str, ...]:
    return tuple(hit.entry for hit in found.hits)


if __name__ == "__main__":
    main()
