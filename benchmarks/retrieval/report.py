"""The report of a FAQ: a page to look at, and every query as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.metrics.ranking import Answered, mean_average_precision
from benchmarks.report import charts, page
from benchmarks.report.page import Content, element, table, tile
from benchmarks.retrieval.evaluate import ANSWERS
from benchmarks.retrieval.faq import Asked
from benchmarks.retrieval.generate import FaqData

_WORST = 60
_HITS = 5
_MARK = "\N{CHECK MARK} "
_SHOWN = 90
"""Characters of a question that are shown."""

_TILES = (
    ("recall_at_1", "Recall@1"),
    ("recall_at_5", "Recall@5"),
    ("recall_at_10", "Recall@10"),
    ("mrr", "MRR"),
    ("map", "MAP"),
    ("ndcg_at_10", "nDCG@10"),
    ("hit_at_10", "any relevant in ten"),
    ("answer_mrr", "MRR of what answers"),
)
_COSTS = (
    ("p50_ms", "ms a query (median)"),
    ("p95_ms", "ms a query (p95)"),
    ("index_seconds", "seconds to index"),
    ("memory_mb", "MB of memory"),
)


def write(
    path: Path, figures: Mapping[str, float], asked: Sequence[Asked], data: FaqData, name: str
) -> None:
    """Write the page to ``path`` and every query to ``queries.jsonl`` beside it."""
    questions = {pair.id: pair.question for pair in data.pairs}
    rows = [charts.Row(label, figures[key], figures[f"baseline_{key}"]) for key, label in _TILES]
    content: list[Content] = [
        element(
            "p",
            f"{figures['pairs']:g} questions and answers, {figures['queries']:g} queries; "
            f"vectors made in this run: {figures['embedded_texts']:g}, the others were cached.",
        ),
        page.tiles(*(_tile(figures, key, label, 3) for key, label in _TILES)),
        page.tiles(*(_tile(figures, key, label, 1) for key, label in _COSTS)),
        element("h2", "Next to plain BM25"),
        charts.legend("Madoguchi", "plain BM25"),
        charts.bars(rows),
        *_worst(asked, questions),
    ]
    page.write(path, f"Search of a FAQ: {name}", content)
    with path.with_name("queries.jsonl").open("w", encoding="utf-8") as file:
        for each in asked:
            row = {
                "id": each.query.id,
                "query": each.query.text,
                "relevant": dict(each.query.grades),
                "average_precision": round(_worth(each.ours), 4),
                "baseline_average_precision": round(_worth(each.theirs), 4),
                "hits": [{"id": id_, "score": score} for id_, score in each.hits[:10]],
                "baseline_hits": each.baseline[:10],
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _tile(figures: Mapping[str, float], key: str, label: str, digits: int) -> page.Element:
    theirs = figures[f"baseline_{key}"]
    return tile(label, f"{figures[key]:.{digits}f}", f"plain BM25 {theirs:.{digits}f}")


def _worst(asked: Sequence[Asked], questions: Mapping[str, str]) -> list[Content]:
    served = sorted(asked, key=lambda each: (_worth(each.ours), each.query.id))
    rows = [_row(each, questions) for each in served if each.query.grades][:_WORST]
    headings = ("query", "average precision", "plain BM25", "wanted", "found")
    return [
        element("h2", "Queries worst served"),
        element("p", f"By average precision. Found: the first {_HITS}; {_MARK}is relevant."),
        table(
            headings,
            rows,
            {"query": "text", "average precision": "number", "plain BM25": "number",
             "wanted": "text", "found": "text"},
        ),
    ]  # fmt: skip


def _row(each: Asked, questions: Mapping[str, str]) -> list[Content]:
    grades = each.query.grades
    wanted = sorted(grades, key=lambda id_: -grades[id_])[:_HITS]
    return [
        each.query.text,
        f"{_worth(each.ours):.2f}",
        f"{_worth(each.theirs):.2f}",
        _lines(
            f"{'answers' if grades[id_] >= ANSWERS else 'related'}: {_short(questions[id_])}"
            for id_ in wanted
        ),
        _lines(
            f"{score:.2f} {_MARK if grades.get(id_) else ''}{_short(questions[id_])}"
            for id_, score in each.hits[:_HITS]
        ),
    ]


def _worth(answer: Answered) -> float:
    return mean_average_precision([answer])


def _lines(texts: Iterable[str]) -> page.Element:
    return element("div", *(element("div", text) for text in texts))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
