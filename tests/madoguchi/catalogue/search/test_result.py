"""What may be done with the hits of a search."""

from __future__ import annotations

import pytest

from madoguchi.catalogue.search.result import Hit, SearchResult


def found(*scores: float) -> SearchResult:
    return SearchResult(tuple(Hit(f"entry-{n}", score) for n, score in enumerate(scores)))


@pytest.mark.parametrize("scores", [(0.65,), (0.7, 0.2), (1.0, 0.0)])
def test_a_likely_entry_with_a_clear_lead_is_certain(scores: tuple[float, ...]) -> None:
    certain = found(*scores).certain
    assert certain is not None
    assert certain.entry == "entry-0"


@pytest.mark.parametrize("scores", [(), (0.49,), (0.7, 0.69), (0.51, 0.45), (0.51, 0.32)])
def test_without_likelihood_or_lead_nothing_is_certain(scores: tuple[float, ...]) -> None:
    assert found(*scores).certain is None


def test_at_most_four_entries_are_offered() -> None:
    assert len(found(0.2, 0.19, 0.18, 0.17, 0.16).possible) == 4


def test_unlikely_entries_are_not_even_offered() -> None:
    assert [hit.score for hit in found(0.4, 0.1, 0.09).possible] == [0.4, 0.1]


@pytest.mark.parametrize(
    ("procedure", "others", "is_beyond"),
    [
        (0.2, (("passport", 0.6),), True),
        (0.4, (("passport", 0.38),), False),
        (0.1, (("passport", 0.3),), False),
        (0.0, (("passport", 0.35),), True),
        (0.3, (("passport", 0.25), ("registry", 0.2)), True),
        (0.1, (("emergency", 0.2),), True),
        (0.3, (("emergency", 0.25),), False),
        (0.1, (("passport", 0.19), ("emergency", 0.15)), False),
    ],
)
def test_other_matters_count_where_one_of_them_is_likelier_than_any_procedure(
    procedure: float, others: tuple[tuple[str, float], ...], is_beyond: bool
) -> None:
    hits = (Hit("moving-in", procedure),) if procedure else ()
    found = SearchResult(hits, tuple(Hit(id_, score) for id_, score in others)).beyond
    assert (found is not None) == is_beyond
    assert found is None or found.entry == others[0][0]
