"""``./mado bench indexing``: the search over a large FAQ, from nothing and after a small change.

Next to plain BM25, which knows words only. The vectors are made in a folder that is deleted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial

from rich.console import Console
from rich.progress import Progress

from benchmarks.indexing.evaluate import Memory, processor_seconds, timed
from benchmarks.indexing.generate import changed, entries, queries
from benchmarks.metrics.timing import percentile
from benchmarks.report.table import show
from benchmarks.retrieval.baseline import PlainBm25
from benchmarks.turns.processes import memory_mb
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.pairs import PairIndex
from madoguchi.catalogue.search.texts import SearchText
from madoguchi.faq import vectors
from madoguchi.faq.entry import FaqEntry
from madoguchi.faq.index import made, pairs_of

_WARD = "shibuya"
_CHANGED = 10
_QUERIES = 300
_LONG = 3000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench indexing", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--entries", type=int, default=10_000, help="questions with answers")
    options = parser.parse_args()
    if options.entries < 1:
        parser.error("--entries must be at least 1")
    with tempfile.TemporaryDirectory() as folder, Progress(console=Console(stderr=True)) as bar:
        os.environ["MADOGUCHI_DATA_DIR"] = folder
        report = _measure(options.entries, bar)
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show(f"A FAQ of {report['entries']:g} entries", "Madoguchi", "plain BM25", report)


def _measure(wanted: int, bar: Progress) -> dict[str, float]:
    all_entries = entries(catalogue(), wanted)
    asked = queries(catalogue(), _QUERIES)
    before = processor_seconds()
    with Memory() as memory:
        cold, cold_seconds = _built(all_entries, bar, "Making everything")
    cold_processor_seconds = processor_seconds() - before
    loaded_mb = memory_mb([os.getpid()])
    ours = _milliseconds(cold, asked, bar)
    _, long_seconds = timed(partial(cold.search, "".join(asked)[:_LONG]))
    del cold
    _, again_seconds = _built(changed(all_entries, _CHANGED), bar, "After a few changes")
    bm25, baseline_seconds = timed(partial(_plain, all_entries))
    theirs = _milliseconds(bm25, asked, bar)
    return {
        "entries": len(all_entries),
        "cold_seconds": round(cold_seconds, 1),
        "cold_processor_seconds": round(cold_processor_seconds, 1),
        "changed_entries": _CHANGED,
        "rebuild_seconds": round(again_seconds, 1),
        "peak_memory_mb": round(memory.peak_mb),
        "memory_mb": round(loaded_mb),
        "p50_ms": round(percentile(ours, 0.5), 2),
        "p95_ms": round(percentile(ours, 0.95), 2),
        "long_query_ms": round(long_seconds * 1e3, 1),
        "baseline_cold_seconds": round(baseline_seconds, 1),
        "baseline_p50_ms": round(percentile(theirs, 0.5), 2),
        "baseline_p95_ms": round(percentile(theirs, 0.95), 2),
    }


def _built(some: list[FaqEntry], bar: Progress, task: str) -> tuple[PairIndex, float]:
    """The index, made as an import and then a server make it."""
    shown = bar.add_task(task, total=None)

    def work() -> PairIndex:
        vectors.make(_WARD, some, lambda done, of: bar.update(shown, completed=done, total=of))
        return made(_WARD, pairs_of(some), dense.encoders())

    built = timed(work)
    bar.remove_task(shown)
    return built


def _plain(some: list[FaqEntry]) -> PlainBm25:
    return PlainBm25([SearchText(e.id, text) for e in some for text in (e.question, e.answer)])


def _milliseconds(index: PairIndex | PlainBm25, asked: Sequence[str], bar: Progress) -> list[float]:
    for query in asked[:3]:
        index.search(query)
    return [
        timed(partial(index.search, query))[1] * 1e3
        for query in bar.track(asked, description="Asking")
    ]


if __name__ == "__main__":
    main()
