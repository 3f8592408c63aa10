"""``./mado bench search``: what the search is worth on dev data, next to plain BM25.

``--write`` also fits the fusion to all of it and writes its weights.

Every figure is of queries whose procedure the weights have not seen (five folds), asked of an
index that lacks a random half of the questions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.search import dev
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.dense import encoders
from madoguchi.catalogue.search.fusion import ENTRY_FEATURES, WEIGHTS, Example, fit
from madoguchi.catalogue.search.result import CERTAIN, LIKELY, POSSIBLE
from madoguchi.catalogue.search.signals import Channels
from madoguchi.catalogue.search.texts import OTHER, catalogue_texts
from madoguchi.settings import settings

Floats = NDArray[np.float64]
FITTING = partial(fit, ridge=5.0, apart=8.0, steps=800)


def ranks(scores: Sequence[Floats], examples: Sequence[Example]) -> list[int | None]:
    """The place (0: first) of the meant entry; an equal score of another counts against it."""
    return [
        None if each.meant is None else int((score >= score[each.meant]).sum()) - 1
        for score, each in zip(scores, examples, strict=True)
    ]


def reliability(
    probabilities: Sequence[Floats], examples: Sequence[Example]
) -> tuple[float, list[dict[str, float]]]:
    """Expected calibration error of the best hit over ten bins, and the bins."""
    said = np.array([each.max() for each in probabilities])
    right = np.array([rank == 0 for rank in ranks(probabilities, examples)], np.float64)
    weight = np.array([dev.NOTHING_WEIGHT if e.meant is None else 1.0 for e in examples])
    error, bins = 0.0, []
    places = np.minimum((said * 10).astype(int), 9)
    for number in range(10):
        inside = places == number
        if inside.any():
            claimed = float(np.average(said[inside], weights=weight[inside]))
            actual = float(np.average(right[inside], weights=weight[inside]))
            error += float(weight[inside].sum() / weight.sum()) * abs(claimed - actual)
            bins.append(
                {
                    "said": round(claimed, 3),
                    "right": round(actual, 3),
                    "queries": int(inside.sum()),
                }
            )
    return error, bins


def by_style(
    asked: Sequence[dev.Query],
    examples: Sequence[Example],
    scores: Sequence[Floats],
    *,
    calibrated: bool,
) -> dict[str, dict[str, float]]:
    """top-1, top-3 and MRR of a style's queries; for probabilities also what would be done."""
    found: dict[str, dict[str, float]] = {}
    places = defaultdict(list)
    for number, query in enumerate(asked):
        places[query.style].append(number)
    rank = ranks(scores, examples)
    for style, numbers in sorted(places.items()):
        row: dict[str, float] = {"queries": len(numbers)}
        meant = [place for number in numbers if (place := rank[number]) is not None]
        if meant:
            row["top_1"] = float(np.mean([place == 0 for place in meant]))
            row["top_3"] = float(np.mean([place < 3 for place in meant]))
            row["mrr"] = float(np.mean([1 / (place + 1) for place in meant]))
        if calibrated:
            best = np.array([scores[number].max() for number in numbers])
            wrong = np.array([rank[number] != 0 for number in numbers])
            row["answered"] = float((best >= CERTAIN).mean())
            row["answered_wrongly"] = float(((best >= CERTAIN) & wrong).mean())
            row["abstained"] = float((best < POSSIBLE).mean())
        found[style] = {key: round(value, 3) for key, value in row.items()}
    return found


def told_apart(
    asked: Sequence[dev.Query], probabilities: Sequence[Floats], entries: Sequence[str]
) -> dict[str, float]:
    """Of what is no procedure: how much is taken for none, and of emergencies for an emergency."""
    emergency = f"{OTHER}emergency"
    best = [
        (query.entry, entries[int(each.argmax())], float(each.max()))
        for query, each in zip(asked, probabilities, strict=True)
        if query.style == "other_matter"
    ]
    pointed = [
        found == emergency and said >= LIKELY for meant, found, said in best if meant == emergency
    ]
    alarms = [
        entries[int(each.argmax())] == emergency and each.max() >= LIKELY
        for query, each in zip(asked, probabilities, strict=True)
        if query.entry is not None and not query.entry.startswith(OTHER)
    ]
    return {
        "as_no_procedure": round(
            float(np.mean([found.startswith(OTHER) for _, found, _ in best])), 4
        ),
        "emergencies_recognised": round(float(np.mean(pointed)), 4),
        "false_alarms": round(float(np.mean(alarms)), 4),
    }


def of_procedures(
    examples: Sequence[Example], scores: Sequence[Floats], entries: Sequence[str]
) -> tuple[list[Example], list[Floats]]:
    """The examples and scores with the procedures' columns alone; other matters mean none."""
    columns = np.array([not entry.startswith(OTHER) for entry in entries])
    place = np.cumsum(columns) - 1
    kept = [
        replace(
            each,
            entries=each.entries[columns],
            meant=None if each.meant is None or not columns[each.meant] else int(place[each.meant]),
        )
        for each in examples
    ]
    return kept, [score[columns] for score in scores]


def flat(report: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested groups as one level of keys: ``hybrid_plain_top_1``."""
    entries: dict[str, Any] = {}
    for name, value in report.items():
        key = f"{prefix}{name}".replace("-", "_").lower()
        entries |= flat(value, f"{key}_") if isinstance(value, Mapping) else {key: value}
    return entries


def main() -> None:
    """Measure; with ``--write`` also write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON (it always does)")
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("--thin", type=int, default=1, help="only every n-th of our questions")
    options = parser.parse_args()
    cache = VectorCache(settings().data_dir / "search")
    texts = catalogue_texts(catalogue())
    channels = Channels(texts, encoders(), cache=cache, name="procedures")
    masks = dev.halves(channels)
    asked = dev.queries(channels, thin=options.thin)
    examples = []
    for number, query in enumerate(asked):
        examples.append(dev.example(channels, masks, query))
        if number % 500 == 499:
            sys.stderr.write(f"{number + 1} of {len(asked)} queries\n")
    fused = dev.cross_validated(asked, examples, fitting=FITTING)
    best, many = (ENTRY_FEATURES.index(f"words_{pooled}") for pooled in ("best", "many"))
    plain = [0.4 * each.entries[:, best] + 0.6 * each.entries[:, many] for each in examples]
    apart = told_apart(asked, fused, channels.entries)
    _, plain = of_procedures(examples, plain, channels.entries)
    everything = examples
    examples, fused = of_procedures(examples, fused, channels.entries)
    error, bins = reliability(fused, examples)
    report = {
        "other_matters": apart,
        "expected_calibration_error": round(error, 4),
        "reliability": bins,
        "hybrid": by_style(asked, examples, fused, calibrated=True),
        "plain_bm25": by_style(asked, examples, plain, calibrated=False),
    }
    sys.stdout.write(json.dumps(flat(report), ensure_ascii=False, indent=1) + "\n")
    if options.write:
        WEIGHTS.write_text(FITTING(everything).to_json(), encoding="utf-8")
        sys.stderr.write(f"wrote {WEIGHTS.name}\n")


if __name__ == "__main__":
    main()
