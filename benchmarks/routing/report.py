"""The report of a run: a page to look at, and every turn as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.metrics.calibration import Bin
from benchmarks.report import charts, page
from benchmarks.report.page import Content, element, table, tile
from benchmarks.routing.evaluate import (
    Mistake,
    by_group,
    calibration,
    confusions,
    expected,
    key,
    mistake,
    outcome,
)
from benchmarks.routing.generate import GROUPS
from benchmarks.routing.residents import Turn
from madoguchi.catalogue.catalogue import Catalogue

_CONFUSIONS = 40
_CANDIDATES = 3
_ANSWER = 160
"""Characters of an answer that are shown."""


def write(
    path: Path,
    report: Mapping[str, float],
    turns: Sequence[Turn],
    source: Catalogue,
    pages: frozenset[str],
) -> None:
    """Write the page to ``path`` and the turns to ``turns.jsonl`` beside it."""
    names = {id_: procedure.names.official for id_, procedure in source.procedures.items()}
    content: list[Content] = [_headline(report, turns)]
    for name in GROUPS:
        content += _group(name, report, turns)
    content += _calibration(report, calibration(turns))
    content += _confusions(turns, names)
    content += _mistakes(turns, names, pages)
    page.write(path, "First messages", content)
    with path.with_name("turns.jsonl").open("w", encoding="utf-8") as file:
        for turn in turns:
            file.write(json.dumps(_row(turn, pages), ensure_ascii=False) + "\n")


def _row(turn: Turn, pages: frozenset[str]) -> dict[str, object]:
    said = turn.said
    return {
        "file": said.file,
        "line": said.line,
        "style": said.style,
        "lang": said.lang,
        "kind": said.kind,
        "text": said.text,
        "expected": "|".join(sorted(said.procedures)) or None,
        "expected_aspect": said.aspect,
        "outcome": outcome(turn),
        "mistake": mistake(turn, pages),
        "intent": turn.intent,
        "procedure": turn.procedure,
        "aspect": turn.aspect,
        "candidates": [{"procedure": id_, "score": score} for id_, score in turn.candidates],
        "message": turn.text,
        "failed": turn.failed,
        "ms": round(turn.seconds * 1e3),
    }


_TILES = (
    ("top_1", "answered with the right procedure"),
    ("top_3", "right among the first three"),
    ("ranked_first", "right one ranked first"),
    ("answered_wrongly", "answered with a wrong one"),
    ("offered", "offered a choice"),
    ("abstained", "neither"),
    ("aspect_accuracy", "right aspect"),
    ("answered_no_procedure", "no procedure meant, answered with one"),
    ("emergency_pointed", "emergencies pointed to 119 or 110"),
    ("false_alarms", "pointed there without need"),
    ("other_authority_named", "other authority named"),
    ("expected_calibration_error", "calibration error"),
)
_AT_LEAST = {"top_1": 0.90, "top_3": 0.97, "emergency_pointed": 1.0}
_AT_MOST = {"answered_no_procedure": 0.03, "expected_calibration_error": 0.05}
_TOP_1_OF_GROUP = {
    **dict.fromkeys(("noisy", "elderly", "en", "zh", "ko", "vi"), 0.85),
    **dict.fromkeys(("ne", "tl", "ja-easy"), 0.70),
}
"""The project's goals."""

_OF_PROCEDURES = (
    "top_1",
    "top_3",
    "ranked_first",
    "answered_wrongly",
    "offered",
    "abstained",
    "aspect_accuracy",
)
_OF_KINDS = ("answered", "offered", "abstained")


def _headline(report: Mapping[str, float], turns: Sequence[Turn]) -> page.Element:
    parts = [_tile(name, label, report) for name, label in _TILES if name in report]
    times = f"{report.get('p50_ms', 0):.0f} ms", f"p95 {report.get('p95_ms', 0):.0f} ms"
    parts.append(tile("a turn (median)", *times))
    failed = report["failed_turns"]
    parts.append(tile("turns", f"{len(turns)}", f"{failed:g} without an answer", bad=failed > 0))
    return page.tiles(*parts)


def _tile(name: str, label: str, report: Mapping[str, float]) -> page.Element:
    value, notes, bad = report[name], [], False
    if name in _AT_LEAST:
        notes.append(f"goal: at least {_AT_LEAST[name]:g}")
        bad = value < _AT_LEAST[name]
    if name in _AT_MOST:
        notes.append(f"goal: at most {_AT_MOST[name]:g}")
        bad = value > _AT_MOST[name]
    baseline = report.get(f"baseline_{name}")
    if baseline is not None:
        notes.append(f"plain BM25 {baseline:.3f}")
    return tile(label, f"{value:.3f}", *notes, bad=bad)


def _group(name: str, report: Mapping[str, float], turns: Sequence[Turn]) -> list[Content]:
    rows, figures = [], []
    headings = [
        heading
        for heading in (_OF_KINDS if name == "kind" else _OF_PROCEDURES)
        if any(key_.startswith(f"{heading}_{name}_") for key_ in report)
    ]
    for value in by_group(turns, name):
        suffix = f"_{name}_{key(value)}"
        figure = "answered" if name == "kind" else "top_1"
        share = report.get(f"{figure}{suffix}")
        if share is None:
            continue
        baseline = report.get(f"baseline_{figure}{suffix}")
        amount = f"{report[f'queries{suffix}']:g} turns"
        goal = _TOP_1_OF_GROUP.get(value) if figure == "top_1" else None
        rows.append(charts.Row(value, share, baseline, amount, goal))
        shown = [report.get(f"{heading}{suffix}") for heading in headings]
        figures.append([value, *("" if x is None else f"{x:.3f}" for x in shown)])
    if not rows:
        return []
    what = "answered with a procedure (should be none)" if name == "kind" else "top-1"
    return [
        element("h2", f"By {name}: {what}"),
        charts.legend("Madoguchi", "plain BM25", "goal" if any(r.goal for r in rows) else None),
        charts.bars(rows),
        table(
            (name, *(heading.replace("_", " ") for heading in headings)),
            figures,
            dict.fromkeys((heading.replace("_", " ") for heading in headings), "number"),
        ),
    ]


def _calibration(report: Mapping[str, float], bins: Sequence[Bin]) -> list[Content]:
    if not bins:
        return []
    headings = ("said", "right", "turns")
    rows = [[f"{each.said:.3f}", f"{each.right:.3f}", f"{each.turns}"] for each in bins]
    return [
        element("h2", "Do the scores mean probabilities?"),
        element(
            "p",
            "The best candidate of every turn that shows one, by its score. On the diagonal, scores"
            " are probabilities. Expected calibration error: "
            f"{report['expected_calibration_error']:.3f}.",
        ),
        element(
            "div",
            charts.reliability(bins),
            element("div", table(headings, rows, dict.fromkeys(headings, "number"))),
            class_="pair",
        ),
    ]


def _confusions(turns: Sequence[Turn], names: Mapping[str, str]) -> list[Content]:
    found = confusions(turns)
    if not found:
        return []
    rows = [[_named(meant, names), _named(taken, names), f"{n}"] for meant, taken, n in found]
    headings = ("meant", "taken for", "times")
    kinds = {"times": "number"}
    return [
        element("h2", "What is taken for what"),
        element("p", "Answered wrongly, or offered with a wrong one first."),
        table(headings, rows[:_CONFUSIONS], kinds),
        *(
            [
                page.folded(
                    f"{len(rows) - _CONFUSIONS} more", table(headings, rows[_CONFUSIONS:], kinds)
                )
            ]
            if len(rows) > _CONFUSIONS
            else []
        ),
    ]


def _mistakes(
    turns: Sequence[Turn], names: Mapping[str, str], pages: frozenset[str]
) -> list[Content]:
    made: dict[Mistake, list[Turn]] = {}
    for turn in turns:
        found = mistake(turn, pages)
        if found is not None:
            made.setdefault(found, []).append(turn)
    headings = ("said", "group", "expected", "got", "candidates", "answer")
    parts: list[Content] = [element("h2", "What went wrong, worst first")]
    for kind in Mistake:
        if kind in made:
            rows = [_mistake_row(turn, names) for turn in made[kind]]
            kinds = {"said": "text", "candidates": "code", "answer": "text"}
            parts.append(page.folded(f"{kind}: {len(rows)}", table(headings, rows, kinds)))
    return parts if made else []


def _mistake_row(turn: Turn, names: Mapping[str, str]) -> list[Content]:
    said = turn.said
    group = " ".join(filter(None, (said.style, said.lang, said.kind)))
    wanted = _named(expected(said), names)
    got = turn.failed or _named(turn.procedure or "", names) or (turn.intent or "")
    if said.aspect is not None:
        wanted, got = f"{wanted}: {said.aspect}", f"{got}: {turn.aspect or 'none'}"
    best = turn.candidates[:_CANDIDATES]
    ranked = element("div", *(element("div", f"{score:.2f} {id_}") for id_, score in best))
    answer = turn.text.replace("\n", " ")
    return [said.text, group, wanted, got, ranked,
            answer if len(answer) <= _ANSWER else answer[:_ANSWER] + "..."]  # fmt: skip


def _named(ids: str, names: Mapping[str, str]) -> str:
    """Procedures by id and official name."""
    return " | ".join(f"{id_} {names.get(id_, '')}".strip() for id_ in ids.split(" | "))
