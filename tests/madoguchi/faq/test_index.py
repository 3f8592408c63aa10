"""The index of a ward's FAQ follows what is imported, in the background."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from madoguchi.catalogue.search.result import SearchIndex
from madoguchi.faq import index, store, vectors
from madoguchi.faq.entry import FaqEntry
from madoguchi.faq.index import FaqIndexes
from madoguchi.storage.database import transaction
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clean_database")

ENTRIES = [
    FaqEntry("library", "図書館の利用カードを作りたい", "図書館の窓口で作れます。"),
    FaqEntry("park", "公園でバーベキューはできますか", "できません。"),
    FaqEntry("pool", "区民プールの利用料金はいくらですか", "大人は400円です。"),
]


def put(*entries: FaqEntry) -> None:
    with transaction() as session:
        store.hold(session, "shibuya")
        store.remove(session, "shibuya", sorted(store.ids(session, "shibuya")))
        store.write(session, "shibuya", entries, NOW)
        store.count_change(session, "shibuya")


def wait_for(indexes: FaqIndexes, wanted: Callable[[SearchIndex | None], bool]) -> Any:
    deadline = time.monotonic() + 120
    while not wanted(current := indexes.current("shibuya")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return current


def test_a_ward_without_a_faq_has_no_index() -> None:
    assert FaqIndexes().current("shibuya") is None


def test_a_new_faq_is_found_and_a_changed_one_takes_its_place() -> None:
    put(*ENTRIES)
    vectors.make("shibuya", ENTRIES)
    indexes = FaqIndexes()
    indexes.warm()
    first = wait_for(indexes, lambda found: found is not None)
    assert first.search("図書カードを作る").hits[0].entry == "library"
    assert indexes.current("shibuya") is first

    put(*ENTRIES[:2])
    assert indexes.current("shibuya") is first  # the old one answers until the new one stands
    second = wait_for(indexes, lambda found: found is not first)
    assert {hit.entry for hit in second.search("プールの料金").hits} <= {"library", "park"}

    put()
    wait_for(indexes, lambda found: found is None)


def test_the_vectors_that_were_made_are_those_that_the_index_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(*reversed(ENTRIES))
    vectors.make("shibuya", reversed(ENTRIES))
    monkeypatch.setattr(index, "_make_vectors", lambda ward: pytest.fail("vectors were missing"))
    indexes = FaqIndexes()
    wait_for(indexes, lambda found: found is not None)


def test_missing_vectors_are_made_by_a_process_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(*ENTRIES)
    asked: list[str] = []

    def make(ward: str) -> None:
        asked.append(ward)
        vectors.make(ward, ENTRIES)

    monkeypatch.setattr(index, "_make_vectors", make)
    wait_for(FaqIndexes(), lambda found: found is not None)
    assert asked == ["shibuya"]


def test_an_index_that_cannot_be_made_leaves_the_old_one_and_is_not_tried_at_every_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(ENTRIES[0])
    vectors.make("shibuya", ENTRIES[:1])
    indexes = FaqIndexes()
    old = wait_for(indexes, lambda found: found is not None)
    tries: list[str] = []

    def fail(ward: str) -> None:
        tries.append(ward)
        raise OSError

    monkeypatch.setattr(index, "_read", fail)
    put(ENTRIES[1])
    for _ in range(20):
        assert indexes.current("shibuya") is old
        time.sleep(0.01)
    assert tries == ["shibuya"]
