from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.routing.evaluate import (
    Mistake,
    Outcome,
    calibration,
    confusions,
    figures,
    is_in_first,
    key,
    mistake,
    outcome,
    points_to_emergency,
)
from benchmarks.routing.residents import Turn

Make = Callable[..., Turn]

PAGES = frozenset({"https://www.mofa.go.jp/"})
DOG, SEAL, TAX = "dog-registration", "seal-registration", "residence-tax"
FOUR = ((SEAL, 0.4), (TAX, 0.3), (DOG, 0.2), ("moving-in", 0.1))


def test_what_a_resident_meets(turn: Make) -> None:
    assert outcome(turn(procedure=DOG)) is Outcome.RIGHT
    assert outcome(turn(means=f"{SEAL}|{DOG}", procedure=DOG)) is Outcome.RIGHT
    assert outcome(turn(procedure=SEAL, candidates=((SEAL, 0.7), (DOG, 0.2)))) is Outcome.WRONG
    assert outcome(turn(candidates=FOUR)) is Outcome.OFFERED
    assert outcome(turn()) is Outcome.ABSTAINED
    assert outcome(turn(failed="HTTP 500", procedure=None)) is Outcome.FAILED
    assert outcome(turn(kind="smalltalk", procedure=DOG)) is Outcome.WRONG


def test_the_first_three_candidates_and_the_answer_count_for_top_3(turn: Make) -> None:
    assert is_in_first(turn(candidates=FOUR))
    assert not is_in_first(turn(means="moving-in", candidates=FOUR))
    assert is_in_first(turn(means="moving-in", procedure="moving-in", candidates=FOUR))
    assert not is_in_first(turn())


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("すぐに119へ", True),
        ("・事件、事故：110", True),
        ("迷うときは #7119 へ", True),
        ("電話 03-1110-1190", False),
        ("電話 0119-110-119", False),
        ("1190円です", False),
    ],
)
def test_an_emergency_number_stands_by_itself(turn: Make, text: str, points: bool) -> None:
    assert points_to_emergency(turn(answer=text)) is points


def test_figures_by_hand(turn: Make) -> None:
    turns = [
        turn(style="plain", wants="fee", procedure=DOG, aspect="fee", candidates=((DOG, 0.9),)),
        turn(style="plain", wants="fee", procedure=DOG, aspect="how", candidates=((DOG, 0.7),)),
        turn(style="noisy", procedure=SEAL, candidates=((SEAL, 0.7),)),
        turn(style="noisy", candidates=FOUR),
        turn(style="noisy"),
        turn(lang="zh-Hans", failed="HTTP 500", seconds=9.0),
        turn(kind="smalltalk"),
        turn(kind="smalltalk", procedure=TAX, candidates=((TAX, 0.7),)),
        turn(kind="emergency", answer="119へ"),
        turn(kind="emergency"),
        turn(kind="other_authority", sources=("https://www.mofa.go.jp/",)),
        turn(kind="other_authority", answer="110へ"),
    ]
    found = figures(turns, PAGES)
    expected = {
        "turns": 12,
        "failed_turns": 1,
        "queries": 6,
        "top_1": round(2 / 6, 4),
        "top_3": round(3 / 6, 4),
        "ranked_first": round(2 / 6, 4),
        "answered_wrongly": round(1 / 6, 4),
        "offered": round(1 / 6, 4),
        "abstained": round(1 / 6, 4),
        "aspect_accuracy": 0.5,
        "queries_no_procedure": 6,
        "answered_no_procedure": round(1 / 6, 4),
        "offered_no_procedure": 0.0,
        "abstained_no_procedure": round(5 / 6, 4),
        "emergency_pointed": 0.5,
        "false_alarms": 0.1,
        "other_authority_named": 0.5,
        # .9 right; three of .7, one right; .4 wrong: (.1 + 3 * |.7 - 1/3| + .4) / 5
        "expected_calibration_error": 0.32,
        "p50_ms": 100.0,
        "p95_ms": 100.0,
        "top_1_style_plain": 1.0,
        "aspect_accuracy_style_plain": 0.5,
        "queries_style_noisy": 3,
        "top_1_style_noisy": 0.0,
        "top_3_style_noisy": round(1 / 3, 4),
        "top_1_lang_zh_hans": 0.0,
        "answered_kind_smalltalk": 0.5,
        "answered_kind_emergency": 0.0,
    }
    assert {name: found.get(name) for name in expected} == pytest.approx(expected)


def test_nothing_meant_by_anybody_has_no_figures_of_procedures(turn: Make) -> None:
    found = figures([turn(kind="gibberish")], PAGES)
    assert "top_1" not in found
    assert "emergency_pointed" not in found
    assert found["answered_no_procedure"] == 0


def test_scores_are_held_against_what_was_meant(turn: Make) -> None:
    table = calibration(
        [
            turn(candidates=((DOG, 0.85), (SEAL, 0.1))),
            turn(candidates=((SEAL, 0.81),)),
            turn(kind="smalltalk", candidates=((DOG, 0.15),)),
            turn(),
        ]
    )
    assert [b.said for b in table] == pytest.approx([0.15, 0.83])
    assert [(b.right, b.turns) for b in table] == [(0, 1), (0.5, 2)]


def test_confusions_most_often_first(turn: Make) -> None:
    turns = [
        turn(candidates=FOUR),
        turn(procedure=SEAL),
        turn(procedure=DOG),
        turn(kind="smalltalk", procedure=TAX),
        turn(),
    ]
    assert confusions(turns) == [(DOG, SEAL, 2), ("smalltalk", TAX, 1)]


def test_the_worst_that_was_wrong(turn: Make) -> None:
    cases: list[tuple[Turn, Mistake | None]] = [
        (turn(procedure=DOG), None),
        (turn(procedure=DOG, wants="fee", aspect="fee"), None),
        (turn(procedure=DOG, wants="fee", aspect="how"), Mistake.ASPECT),
        (turn(candidates=FOUR), Mistake.OFFERED),
        (turn(candidates=FOUR[:2]), Mistake.MISSED),
        (turn(), Mistake.ABSTAINED),
        (turn(answer="119へ"), Mistake.FALSE_ALARM),
        (turn(procedure=SEAL), Mistake.WRONG),
        (turn(failed="HTTP 500"), Mistake.FAILED),
        (turn(kind="smalltalk"), None),
        (turn(kind="smalltalk", procedure=SEAL), Mistake.NONE_MEANT),
        (turn(kind="emergency", answer="110へ"), None),
        (turn(kind="emergency", procedure=SEAL), Mistake.NOT_POINTED),
        (turn(kind="emergency", procedure=SEAL, answer="119へ"), Mistake.NONE_MEANT),
        (turn(kind="other_authority", sources=tuple(PAGES)), None),
        (turn(kind="other_authority"), Mistake.NOT_NAMED),
    ]
    assert [mistake(made, PAGES) for made, _ in cases] == [expected for _, expected in cases]


def test_values_become_parts_of_keys() -> None:
    assert [key(value) for value in ("zh-Hans", "ja-easy", "Not sure")] == [
        "zh_hans",
        "ja_easy",
        "not_sure",
    ]
