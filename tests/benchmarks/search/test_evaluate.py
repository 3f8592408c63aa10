"""Figures of small tables, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.search.evaluate import (
    answered,
    by_style,
    calibration,
    emergencies,
    flat,
    place_of,
    result,
    row,
)
from benchmarks.search.generate import EMERGENCY_ENTRY, NOTHING, Query
from madoguchi.catalogue.search.result import SearchResult

ENTRIES = ("birth", "move", "tax", EMERGENCY_ENTRY)


def found(*scores: float) -> SearchResult:
    return result(ENTRIES, np.array(scores))


SURE = found(0.9, 0.05, 0.02, 0.01)
UNSURE = found(0.4, 0.38, 0.1, 0.01)
ALARM = found(0.1, 0.0, 0.0, 0.8)
NONE = found(0.02, 0.01, 0.0, 0.0)
BIRTH = Query("plain", "a", ("birth",), None)
MOVE = Query("plain", "b", ("move",), None)
DANGER = Query("emergency", "c", (EMERGENCY_ENTRY,), None)
TALK = Query("smalltalk", "d", ("other:talk", NOTHING), None)


def test_procedures_and_other_matters_are_told_apart() -> None:
    assert [hit.entry for hit in ALARM.hits] == ["birth", "move", "tax"]
    assert [hit.entry for hit in ALARM.others] == ["emergency"]


def test_places() -> None:
    assert place_of(SURE, BIRTH) == 0
    assert place_of(SURE, MOVE) == 1
    assert place_of(SURE, TALK) is None


def test_what_a_resident_is_told_at_once() -> None:
    assert answered(SURE) == "birth"
    assert answered(UNSURE) is None
    assert answered(ALARM) is None


def test_the_figures_of_some_queries() -> None:
    figures = row([BIRTH, MOVE, MOVE], [SURE, SURE, UNSURE])
    assert figures == {
        "queries": 3,
        "top_1": pytest.approx(1 / 3, abs=1e-4),
        "top_3": 1.0,
        "mrr": pytest.approx(2 / 3, abs=1e-4),
        "answered_rightly": pytest.approx(1 / 3, abs=1e-4),
        "answered_wrongly": pytest.approx(1 / 3, abs=1e-4),
        "no_procedure": 0.0,
        "abstained": 0.0,
    }
    assert row([TALK, TALK], [SURE, NONE]) == {
        "queries": 2, "answered_wrongly": 0.5, "no_procedure": 0.0, "abstained": 0.5,
    }  # fmt: skip


def test_by_style() -> None:
    assert set(by_style([BIRTH, TALK], [SURE, NONE])) == {"plain", "smalltalk"}


def test_emergencies_are_counted_on_both_sides() -> None:
    assert emergencies([DANGER, DANGER, BIRTH], [ALARM, NONE, ALARM]) == {
        "recognised": 0.5,
        "false_alarms": 1.0,
    }


def test_calibration_compares_what_was_said_with_how_often_it_was_right() -> None:
    error, bins = calibration([BIRTH, MOVE], [SURE, SURE])
    assert bins == [{"said": 0.9, "right": 0.5, "queries": 2}]
    assert error == pytest.approx(0.4)


def test_nested_figures_become_one_level() -> None:
    assert flat({"fused": {"ja-easy": {"top_1": 1.0}}}) == {"fused_ja_easy_top_1": 1.0}
