"""A file replaces a ward's FAQ, whole or not at all."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from madoguchi.errors import NotFoundError
from madoguchi.faq import importing, store
from madoguchi.faq.checking import check
from madoguchi.faq.importing import Difference
from madoguchi.faq.rows import Row, RowProblem, RowSource
from madoguchi.storage.database import transaction
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clean_database")

A = {"id": "a", "question": "ごみの日は？", "answer": "水曜日です。"}
B = {"id": "b", "question": "図書館の休館日は？", "answer": "月曜日です。"}
C = {"id": "c", "question": "公園で花火はできますか", "answer": "できません。"}


def bring_in(*rows: dict[str, str], broken: int = 0, ward: str = "shibuya") -> Difference:
    read: list[Row | RowProblem] = [Row(number, row) for number, row in enumerate(rows, 2)]
    read += [RowProblem(99, "answer", "is empty", "a text")] * broken
    with closing(check(RowSource(iter(read)), today=date(2026, 11, 24))) as checked:
        with transaction() as session:
            expected = importing.compare(session, ward, checked)
        with transaction() as session:
            done = importing.bring_in(session, ward, checked, NOW)
    assert done == expected
    return done


def questions(ward: str = "shibuya") -> dict[str, str]:
    with transaction() as session:
        return {entry.id: entry.question for entry in store.entries(session, ward)}


def revision(ward: str = "shibuya") -> int:
    with transaction() as session:
        return store.revision(session, ward)


def counts(difference: Difference) -> tuple[int, int, int, int]:
    found = difference
    return found.added, found.changed, found.unchanged, found.removed


def test_what_a_file_adds_changes_and_removes() -> None:
    assert counts(bring_in(A, B)) == (2, 0, 0, 0)
    difference = bring_in({**A, "answer": "木曜日です。", "category": "ごみ"}, C)
    assert counts(difference) == (1, 1, 0, 1)
    assert difference.examples == {
        "added": ["c  公園で花火はできますか"],
        "changed": ["a  ごみの日は？ (answer, category)"],
        "removed": ["b  図書館の休館日は？"],
    }
    assert set(questions()) == {"a", "c"}


def test_the_same_file_again_changes_nothing() -> None:
    bring_in(A, B)
    before = revision()
    assert bring_in(B, A).is_empty
    assert revision() == before == 1


def test_wards_do_not_touch_each_other() -> None:
    bring_in(A, B)
    bring_in(A, ward="nerima")
    bring_in({**A, "question": "資源の日は？"}, ward="nerima")
    assert len(questions()) == 2
    assert (revision(), revision("nerima"), revision("minato")) == (1, 2, 0)


def test_nothing_is_removed_while_rows_are_broken() -> None:
    bring_in(A, B)
    difference = bring_in(C, broken=1)
    assert counts(difference) == (1, 0, 0, 0)
    assert difference.kept == 2
    assert set(questions()) == {"a", "b", "c"}


def test_a_crash_in_the_middle_leaves_the_old_state(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in(A, B)
    before = questions(), revision()

    def crash(*arguments: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(store, "count_change", crash)
    with pytest.raises(RuntimeError, match="full"):
        bring_in({**A, "question": "変わった質問"}, C)
    assert (questions(), revision()) == before


def test_thousands_of_entries_are_compared_in_batches() -> None:
    rows = [{"id": str(n), "question": f"質問{n}", "answer": f"回答{n}"} for n in range(1201)]
    assert counts(bring_in(*rows)) == (1201, 0, 0, 0)
    rows[600]["answer"] = "変更"
    assert counts(bring_in(*rows[:1200])) == (0, 1, 1199, 1)


def test_a_file_that_removes_most_is_noticed() -> None:
    rows = [{"id": str(n), "question": f"質問{n}", "answer": f"回答{n}"} for n in range(60)]
    bring_in(*rows)
    assert bring_in(*rows[:29]).removes_most
    assert not bring_in(*rows[:20]).removes_most


def test_entries_know_when_they_changed_and_are_removed_by_id() -> None:
    bring_in(A, B)
    with transaction() as session:
        store.write(session, "shibuya", list(store.entries(session, "shibuya"))[:1],
                    NOW + timedelta(days=1))  # fmt: skip
        store.remove(session, "shibuya", ["a"])
        assert store.get(session, "shibuya", "a") is None
    with pytest.raises(NotFoundError, match="no FAQ entry x"), transaction() as session:
        store.remove(session, "shibuya", ["b", "x"])
    assert set(questions()) == {"b"}
