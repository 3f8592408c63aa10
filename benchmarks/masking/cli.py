"""``./mado bench masking``: GiNZA and rules, next to the rules alone."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from datetime import date

from rich.console import Console

from benchmarks.masking.evaluate import Counted, Finder, count, milliseconds, over_masked
from benchmarks.masking.generate import impersonal, sentences, tokyo_addresses
from benchmarks.metrics.timing import percentile
from benchmarks.report.table import show
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.curation import masking
from madoguchi.curation.names import GinzaNames, NameFinder

_TODAY = date(2026, 11, 26)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench masking", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--sentences", type=int, default=1000, help="made-up sentences to mask")
    parser.add_argument("--thin", type=int, default=3, help="mask every n-th impersonal text only")
    parser.add_argument("--show", action="store_true", help="print what was missed or over-masked")
    options = parser.parse_args()
    if options.thin < 1 or options.sentences < 1:
        parser.error("--thin and --sentences must be at least 1")
    with Console(stderr=True).status("Masking ..."):
        started = time.perf_counter()
        names = GinzaNames(masking.words_to_keep(catalogue()))
        load_s = time.perf_counter() - started
        report = _figures(_finder(names), options.sentences, options.thin, show=options.show)
        rules = _figures(_finder(lambda text: ()), options.sentences, options.thin, show=False)
    report["load_seconds"] = round(load_s, 2)
    report |= {f"baseline_{key}": value for key, value in rules.items()}
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show("Masking", "GiNZA and rules", "rules alone", report)


def _finder(names: NameFinder) -> Finder:
    return lambda text: masking.found(text, names, _TODAY)


def _figures(find: Finder, number: int, thin: int, *, show: bool) -> dict[str, float]:
    made = sentences(number)
    counted = count(made, find)
    texts = impersonal(catalogue())[::thin]
    too_much = over_masked(texts, find)
    report = {
        "recall": round(counted.recall, 4),
        "precision": round(counted.precision, 4),
        **{f"recall_{kind}": round(counted.recall_of(kind), 4) for kind in counted.values},
        "over_masked": round(len(too_much) / len(texts), 4),
        "impersonal_texts": len(texts),
    }
    real = tokyo_addresses()
    if real is not None:
        addresses = count(real, find)
        report["recall_tokyo_addresses"] = round(addresses.recall, 4)
        report["precision_tokyo_addresses"] = round(addresses.precision, 4)
        if show:
            _show(addresses, ())
    taken = milliseconds([sentence.text for sentence in made[:200]], find)
    report["p50_ms"] = round(percentile(taken, 0.5), 2)
    report["p95_ms"] = round(percentile(taken, 0.95), 2)
    if show:
        _show(counted, too_much)
    return report


def _show(counted: Counted, too_much: Sequence[str]) -> None:
    for kind, text in counted.missed:
        sys.stderr.write(f"missed {kind}: {text}\n")
    for text in too_much:
        sys.stderr.write(f"over-masked: {text}\n")


if __name__ == "__main__":
    main()
