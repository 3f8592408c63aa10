"""``./mado bench search``: what the fusion is worth on dev data, next to words alone.

``--write`` also fits the fusion to all of it and writes its weights.

Every figure is of queries whose procedure the weights have not seen (five folds).
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial

from rich.console import Console
from rich.progress import Progress

from benchmarks.search import evaluate, generate
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.dense import encoders
from madoguchi.catalogue.search.fusion import ENTRY_FEATURES, WEIGHTS, fit
from madoguchi.catalogue.search.signals import Channels
from madoguchi.catalogue.search.texts import OTHER, catalogue_texts
from madoguchi.settings import settings

FITTING = partial(fit, ridge=2.0, apart=20.0, steps=500)


def main() -> None:
    """Measure; with ``--write`` also write the weights."""
    parser = argparse.ArgumentParser(prog="mado bench search", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON (it always does)")
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("--thin", type=int, default=8, help="only every n-th of our own questions")
    options = parser.parse_args()
    if options.thin < 1:
        parser.error("--thin must be at least 1")
    channels = Channels(
        catalogue_texts(catalogue()),
        encoders(),
        cache=VectorCache(settings().data_dir / "search"),
        name="procedures",
    )
    masks = generate.halves(channels)
    asked = generate.queries(channels, thin=options.thin)
    with Progress(console=Console(stderr=True)) as progress:
        examples = [
            generate.example(channels, masks, query)
            for query in progress.track(asked, description="Searching")
        ]
    fused = [
        evaluate.result(channels.entries, scores)
        for scores in generate.cross_validated(asked, examples, fitting=FITTING)
    ]
    best, many = (ENTRY_FEATURES.index(f"words_{pooled}") for pooled in ("best", "many"))
    words = [
        evaluate.result(channels.entries, 0.4 * each.entries[:, best] + 0.6 * each.entries[:, many])
        for each in examples
    ]
    first = [number for number, query in enumerate(asked) if query.half is None]
    error, bins = evaluate.calibration([asked[n] for n in first], [fused[n] for n in first])
    procedures = [number for number in first if evaluate.means_procedure(asked[number])]
    rest = [number for number in first if asked[number].entries[0].startswith(OTHER)]
    report = {
        "first_messages": {
            **evaluate.row([asked[n] for n in procedures], [fused[n] for n in procedures]),
            "beyond": evaluate.row([asked[n] for n in rest], [fused[n] for n in rest]),
            "expected_calibration_error": round(error, 4),
            "reliability": bins,
        },
        "emergencies": evaluate.emergencies(asked, fused),
        "fused": evaluate.by_style(asked, fused),
        "baseline": {
            style: {key: row[key] for key in ("top_1", "top_3", "mrr")}
            for style, row in evaluate.by_style(asked, words).items()
            if "top_1" in row
        },
    }
    sys.stdout.write(json.dumps(evaluate.flat(report), ensure_ascii=False, indent=1) + "\n")
    if options.write:
        WEIGHTS.write_text(FITTING(examples).to_json(), encoding="utf-8")
        sys.stderr.write(f"wrote {WEIGHTS.name}\n")


if __name__ == "__main__":
    main()
