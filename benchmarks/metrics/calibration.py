"""Whether scores mean probabilities: of what was said with .7, seven in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True)
class Bin:
    """All that was said with about the same probability."""

    said: float
    """The mean probability that was claimed."""
    right: float
    """The share that was right."""
    turns: int
    weight: float
    """What the turns count together."""

    def as_row(self) -> dict[str, float]:
        """The bin as it is printed."""
        return {"said": round(self.said, 3), "right": round(self.right, 3), "turns": self.turns}


def reliability(
    said: Sequence[float], right: Sequence[bool], weights: Sequence[float] | None = None
) -> tuple[Bin, ...]:
    """The reliability table: ``BINS`` of equal width from 0 to 1, empty ones left out.

    ``weights`` (greater than 0): what each counts in the means; None: all the same.

    Raises:
        ValueError: for a probability outside 0 to 1, or lists of different lengths.

    """
    if any(not 0 <= each <= 1 for each in said):
        raise ValueError("a probability is from 0 to 1")
    bins: list[list[tuple[float, bool, float]]] = [[] for _ in range(BINS)]
    everything = zip(said, right, [1.0] * len(said) if weights is None else weights, strict=True)
    for claimed, was_right, weight in everything:
        bins[min(int(claimed * BINS), BINS - 1)].append((claimed, was_right, weight))
    return tuple(_bin(inside) for inside in bins if inside)


def expected_calibration_error(table: Sequence[Bin]) -> float:
    """The mean distance between what was claimed and what was right, each bin by its weight.

    Guo et al., "On calibration of modern neural networks", ICML 2017, section 2. No bins: 0.
    """
    total = sum(each.weight for each in table)
    return sum(each.weight * abs(each.said - each.right) for each in table) / total if table else 0


def _bin(inside: Sequence[tuple[float, bool, float]]) -> Bin:
    weight = sum(w for _, _, w in inside)
    return Bin(
        sum(claimed * w for claimed, _, w in inside) / weight,
        sum(was_right * w for _, was_right, w in inside) / weight,
        len(inside),
        weight,
    )
