"""What the fusion's probabilities are worth: places, what would be done, and calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.generate import EMERGENCY_ENTRY, NOTHING, Query
from madoguchi.catalogue.search.result import POSSIBLE, Hit, SearchResult
from madoguchi.catalogue.search.texts import OTHER

Floats = NDArray[np.float64]
BINS = 10


def result(entries: Sequence[str], scores: Floats) -> SearchResult:
    """The scores as search tells them: procedures and other matters, best first."""
    order = np.argsort(-scores, kind="stable")
    hits = [Hit(entries[place], float(scores[place])) for place in order]
    return SearchResult(
        tuple(hit for hit in hits if not hit.entry.startswith(OTHER))[:10],
        tuple(
            Hit(hit.entry.removeprefix(OTHER), hit.score)
            for hit in hits
            if hit.entry.startswith(OTHER)
        ),
    )


def means_procedure(query: Query) -> bool:
    """Whether the query means a procedure of the index."""
    return NOTHING not in query.entries and not query.entries[0].startswith(OTHER)


def place_of(found: SearchResult, query: Query) -> int | None:
    """The place (0: first) of the first meant procedure; None where it is not among the hits."""
    places = (place for place, hit in enumerate(found.hits) if hit.entry in query.entries)
    return next(places, None)


def answered(found: SearchResult) -> str | None:
    """The procedure that a resident would be told about at once."""
    return None if found.beyond is not None or found.certain is None else found.certain.entry


def calibration(
    asked: Sequence[Query], found: Sequence[SearchResult]
) -> tuple[float, list[dict[str, float]]]:
    """Expected calibration error of the best hit over ten even bins (Naeini et al., AAAI 2015).

    The second part are the bins: what was said, how often it was right, of how many queries.
    """
    said = np.array([each.hits[0].score if each.hits else 0.0 for each in found])
    right = np.array([place_of(each, query) == 0 for each, query in zip(found, asked, strict=True)])
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    error, rows = 0.0, []
    for number in range(BINS):
        inside = bins == number
        if inside.any():
            claimed, actual = float(said[inside].mean()), float(right[inside].mean())
            error += float(inside.mean()) * abs(claimed - actual)
            rows.append(
                {
                    "said": round(claimed, 3),
                    "right": round(actual, 3),
                    "queries": int(inside.sum()),
                }
            )
    return error, rows


def by_style(asked: Sequence[Query], found: Sequence[SearchResult]) -> dict[str, dict[str, float]]:
    """For each style: how high the meant procedure stands, and what a resident would meet."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, query in enumerate(asked):
        numbers[query.style].append(number)
    return {
        style: row([asked[n] for n in places], [found[n] for n in places])
        for style, places in sorted(numbers.items())
    }


def row(asked: Sequence[Query], found: Sequence[SearchResult]) -> dict[str, float]:
    """The figures of some queries: shares, but for ``queries`` (a count) and ``mrr``."""
    figures: dict[str, float] = {"queries": len(asked)}
    pairs = list(zip(found, asked, strict=True))
    meant = [place_of(each, query) for each, query in pairs if means_procedure(query)]
    if meant:
        figures["top_1"] = _share([place == 0 for place in meant])
        figures["top_3"] = _share([place is not None and place < 3 for place in meant])
        figures["mrr"] = _share([0.0 if place is None else 1 / (place + 1) for place in meant])
        figures["answered_rightly"] = _share([answered(e) in q.entries for e, q in pairs])
    told = [answered(each) for each in found]
    figures["answered_wrongly"] = _share(
        [
            said is not None and said not in query.entries
            for said, query in zip(told, asked, strict=True)
        ]
    )
    figures["no_procedure"] = _share([each.beyond is not None for each in found])
    figures["abstained"] = _share(
        [not each.hits or each.hits[0].score < POSSIBLE for each in found]
    )
    return figures


def emergencies(asked: Sequence[Query], found: Sequence[SearchResult]) -> dict[str, float]:
    """How many emergencies are taken for one, and how many procedures by mistake."""
    alarm = EMERGENCY_ENTRY.removeprefix(OTHER)
    alarmed = [each.beyond is not None and each.beyond.entry == alarm for each in found]
    pairs = list(zip(alarmed, asked, strict=True))
    return {
        "recognised": _share([a for a, query in pairs if query.entries == (EMERGENCY_ENTRY,)]),
        "false_alarms": _share([a for a, query in pairs if means_procedure(query)]),
    }


def flat(report: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested groups as one level of keys: ``fused_plain_top_1``."""
    entries: dict[str, Any] = {}
    for name, value in report.items():
        key = f"{prefix}{name}".replace("-", "_").lower()
        entries |= flat(value, f"{key}_") if isinstance(value, Mapping) else {key: value}
    return entries


def _share(values: Sequence[float | bool]) -> float:
    return round(float(np.mean(values)), 4) if len(values) else 0.0
