"""How first messages are counted: found, offered, not understood, taken for something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum

from benchmarks.metrics.calibration import Bin, expected_calibration_error, reliability
from benchmarks.metrics.timing import percentile
from benchmarks.routing.generate import GROUPS, Utterance
from benchmarks.routing.residents import Turn

FIRST = 3
"""Candidates that count for top-3."""

_EMERGENCY_NUMBER = re.compile(r"(?<![\d-])(?:119|110|#7119|#9110)(?![\d-])")
"""An emergency number by itself: 03-1110-1190 is none."""

_EMERGENCY = "emergency"
_OTHER_AUTHORITY = "other_authority"


class Outcome(StrEnum):
    """What a resident met."""

    RIGHT = "right"
    """Answered with a procedure that is meant."""
    WRONG = "wrong"
    """Answered with another procedure, or with any where none is meant."""
    OFFERED = "offered"
    """Asked back with procedures to choose from."""
    ABSTAINED = "abstained"
    """Neither: told that it is not understood, or pointed elsewhere."""
    FAILED = "failed"
    """No answer."""


def outcome(turn: Turn) -> Outcome:
    """What the resident of the turn met."""
    if turn.failed is not None:
        return Outcome.FAILED
    if turn.procedure is not None:
        right = turn.procedure in turn.said.procedures
        return Outcome.RIGHT if right else Outcome.WRONG
    return Outcome.OFFERED if turn.candidates else Outcome.ABSTAINED


def is_in_first(turn: Turn) -> bool:
    """Whether a meant procedure was answered with, or is among the first three candidates."""
    shown = {procedure for procedure, _ in turn.candidates[:FIRST]} | {turn.procedure}
    return bool(shown & turn.said.procedures)


def is_ranked_first(turn: Turn) -> bool:
    """Whether the best candidate is meant, be it answered with or only offered."""
    return bool(turn.candidates) and turn.candidates[0][0] in turn.said.procedures


def points_to_emergency(turn: Turn) -> bool:
    """Whether the answer names 119, 110, #7119 or #9110."""
    return _EMERGENCY_NUMBER.search(turn.text) is not None


def names_authority(turn: Turn, pages: frozenset[str]) -> bool:
    """Whether the answer's source is the page of another authority, one of ``pages``."""
    return any(source in pages for source in turn.sources)


class Mistake(StrEnum):
    """What was not as it should be, worst first."""

    FAILED = "no answer"
    NOT_POINTED = "emergency not pointed to 119 or 110"
    NONE_MEANT = "answered with a procedure where none is meant"
    WRONG = "answered with a wrong procedure"
    FALSE_ALARM = "pointed to 119 or 110 without need"
    MISSED = "asked back without offering what is meant"
    ABSTAINED = "neither answered nor offered"
    NOT_NAMED = "other authority not named"
    OFFERED = "asked back, with what is meant among the first three"
    ASPECT = "right procedure, other aspect"


def mistake(turn: Turn, pages: frozenset[str]) -> Mistake | None:
    """The worst that was wrong with a turn; None where it was as it should be.

    ``pages``: see ``figures``.
    """
    said, met = turn.said, outcome(turn)
    if met is Outcome.FAILED:
        return Mistake.FAILED
    if said.kind == _EMERGENCY and not points_to_emergency(turn):
        return Mistake.NOT_POINTED
    if met is Outcome.WRONG:
        return Mistake.WRONG if said.procedures else Mistake.NONE_MEANT
    if said.kind != _EMERGENCY and points_to_emergency(turn):
        return Mistake.FALSE_ALARM
    if said.kind == _OTHER_AUTHORITY and not names_authority(turn, pages):
        return Mistake.NOT_NAMED
    if not said.procedures:
        return None
    if met is Outcome.OFFERED:
        return Mistake.OFFERED if is_in_first(turn) else Mistake.MISSED
    if met is Outcome.ABSTAINED:
        return Mistake.ABSTAINED
    return Mistake.ASPECT if said.aspect not in (None, turn.aspect) else None


def figures(turns: Sequence[Turn], pages: frozenset[str]) -> dict[str, float]:
    """Every figure, overall and per style, language and kind, under flat keys.

    ``pages`` are the addresses that tell another authority's answer.
    """
    report: dict[str, float] = {"turns": len(turns)}
    report["failed_turns"] = sum(turn.failed is not None for turn in turns)
    report |= _of_procedures(turns)
    report |= {f"{name}_no_procedure": share for name, share in _of_no_procedure(turns).items()}
    report |= _pointed(turns, pages)
    report["expected_calibration_error"] = round(expected_calibration_error(calibration(turns)), 4)
    answered = [turn.seconds for turn in turns if turn.failed is None]
    if answered:
        report["p50_ms"] = round(percentile(answered, 0.5) * 1e3, 1)
        report["p95_ms"] = round(percentile(answered, 0.95) * 1e3, 1)
    for name in GROUPS:
        for value, inside in by_group(turns, name).items():
            of_group = _of_procedures(inside) or _of_no_procedure(inside)
            report |= {f"{each}_{name}_{key(value)}": share for each, share in of_group.items()}
    return report


def _of_procedures(turns: Sequence[Turn]) -> dict[str, float]:
    """The figures of the turns that mean a procedure; empty without any.

    A failed turn counts as not found.
    """
    meant = [turn for turn in turns if turn.said.procedures]
    if not meant:
        return {}
    found: dict[str, float] = {
        "queries": len(meant),
        "top_1": _share(meant, lambda turn: outcome(turn) is Outcome.RIGHT),
        "top_3": _share(meant, is_in_first),
        "ranked_first": _share(meant, is_ranked_first),
        "answered_wrongly": _share(meant, lambda turn: outcome(turn) is Outcome.WRONG),
        "offered": _share(meant, lambda turn: outcome(turn) is Outcome.OFFERED),
        "abstained": _share(meant, lambda turn: outcome(turn) is Outcome.ABSTAINED),
    }
    asked = [turn for turn in meant if turn.said.aspect is not None]
    if asked:
        found["aspect_accuracy"] = _share(asked, lambda turn: turn.aspect == turn.said.aspect)
    return found


def _of_no_procedure(turns: Sequence[Turn]) -> dict[str, float]:
    """The figures of the turns that mean no procedure; empty without any."""
    others = [turn for turn in turns if not turn.said.procedures]
    if not others:
        return {}
    return {
        "queries": len(others),
        "answered": _share(others, lambda turn: outcome(turn) is Outcome.WRONG),
        "offered": _share(others, lambda turn: outcome(turn) is Outcome.OFFERED),
        "abstained": _share(others, lambda turn: outcome(turn) is Outcome.ABSTAINED),
    }


def _pointed(turns: Sequence[Turn], pages: frozenset[str]) -> dict[str, float]:
    """Of emergencies, those pointed to their numbers; of other authorities' matters, to theirs."""
    alarming = [turn for turn in turns if turn.said.kind == _EMERGENCY]
    calm = [turn for turn in turns if turn.said.kind != _EMERGENCY]
    elsewhere = [turn for turn in turns if turn.said.kind == _OTHER_AUTHORITY]
    found = {}
    if alarming:
        found["emergency_pointed"] = _share(alarming, points_to_emergency)
    if calm:
        found["false_alarms"] = _share(calm, points_to_emergency)
    if elsewhere:
        found["other_authority_named"] = _share(
            elsewhere, lambda turn: names_authority(turn, pages)
        )
    return found


def calibration(turns: Sequence[Turn]) -> tuple[Bin, ...]:
    """The reliability table of the best candidate's score, over all turns that show one.

    Where no procedure is meant, no candidate is right.
    """
    shown = [turn for turn in turns if turn.failed is None and turn.candidates]
    return reliability(
        [turn.candidates[0][1] for turn in shown], [is_ranked_first(turn) for turn in shown]
    )


def confusions(turns: Sequence[Turn]) -> list[tuple[str, str, int]]:
    """What was meant, which procedure it was taken for, how often; most often first.

    Answered wrongly, or ranked above the meant one where choices were offered. What means no
    procedure stands under its kind.
    """
    found: Counter[tuple[str, str]] = Counter()
    for turn in turns:
        taken = turn.procedure or (turn.candidates[0][0] if turn.candidates else None)
        if taken is not None and taken not in turn.said.procedures:
            found[expected(turn.said), taken] += 1
    ordered = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    return [(meant, taken, times) for (meant, taken), times in ordered]


def by_group(turns: Sequence[Turn], name: str) -> dict[str, list[Turn]]:
    """The turns of each value of a group, in the order in which the values first stand."""
    found: dict[str, list[Turn]] = {}
    for turn in turns:
        value = turn.said.group(name)
        if value is not None:
            found.setdefault(value, []).append(turn)
    return found


def expected(said: Utterance) -> str:
    """What would have been right, in words: the procedures, or the kind."""
    return " | ".join(sorted(said.procedures)) or (said.kind or "")


def key(value: str) -> str:
    """A group's value as a part of a key: ``zh-Hans`` is ``zh_hans``."""
    return re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_")


def _share(turns: Sequence[Turn], is_so: Callable[[Turn], bool]) -> float:
    return round(sum(map(is_so, turns)) / len(turns), 4)
