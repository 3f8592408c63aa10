"""The FAQ that is indexed."""

from __future__ import annotations

from statistics import mean

from benchmarks.indexing.generate import changed, entries, queries
from madoguchi.catalogue.catalogue import Catalogue


def test_ten_thousand_different_entries_of_the_same_length_as_a_city_s(
    catalogue: Catalogue,
) -> None:
    found = entries(catalogue, 10_000)
    assert len({entry.id for entry in found}) == len({entry.said for entry in found}) == 10_000
    assert 25 < mean(len(entry.question) for entry in found) < 45
    assert 200 < mean(len(entry.answer) for entry in found) < 500
    assert entries(catalogue, 5) == found[:5]


def test_a_change_touches_as_many_entries_as_asked_for(catalogue: Catalogue) -> None:
    before = entries(catalogue, 100)
    after = changed(before, 10)
    assert [entry.id for entry in after] == [entry.id for entry in before]
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 10
    assert changed(before, 0) == before


def test_queries_go_round_the_procedures(catalogue: Catalogue) -> None:
    assert len(queries(catalogue, 300)) == len(set(queries(catalogue, 300))) == 300
