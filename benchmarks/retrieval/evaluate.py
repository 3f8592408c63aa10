"""The figures of rankings, under the keys that are printed."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.metrics.ranking import (
    Answered,
    hit_at,
    mean_average_precision,
    mean_reciprocal_rank,
    ndcg_at,
    recall_at,
)
from benchmarks.metrics.timing import percentile

DEPTH = 100
"""Entries of a ranking that are looked at; what stands below counts as not found."""

ANSWERS = 2
"""The grade of a pair that answers a query; 1 is only related to it."""


def catalogue_figures(prefix: str, answers: Sequence[Answered]) -> dict[str, float]:
    """Of questions that mean one entry each."""
    return {
        f"{prefix}top_1": round(hit_at(answers, 1), 4),
        f"{prefix}top_3": round(hit_at(answers, 3), 4),
        f"{prefix}mrr": round(mean_reciprocal_rank(answers), 4),
    }


def faq_figures(prefix: str, answers: Sequence[Answered]) -> dict[str, float]:
    """Of queries that several pairs help with, by grades.

    ``recall_at_k`` is the mean share of a query's relevant pairs (grade 1 and 2) and ``mrr`` the
    first of them: by these, BM25 over Sudachi's words of question x 3 + answer has .587 and .526 on
    the 300 dev queries of localgovFAQ, and .590 and .536 are known of all 749; the share of queries
    with any relevant pair (``hit_at_k``, .77) or of grade 2 alone (.54) do not fit. Where a query
    has more than k relevant pairs, ``recall_at_k`` cannot reach 1.
    """
    answering = [answer.graded(ANSWERS) for answer in answers]
    figures = {
        **{f"recall_at_{k}": recall_at(answers, k) for k in (1, 5, 10)},
        "mrr": mean_reciprocal_rank(answers),
        "map": mean_average_precision(answers),
        "ndcg_at_10": ndcg_at(answers, 10),
        **{f"hit_at_{k}": hit_at(answers, k) for k in (1, 5, 10)},
        "mrr_at_10": mean_reciprocal_rank(answers, 10),
        "answer_recall_at_10": recall_at(answering, 10),
        "answer_mrr": mean_reciprocal_rank(answering),
        "short_rankings": sum(len(a.ranking) < 10 for a in answers) / max(len(answers), 1),
    }
    return {f"{prefix}{name}": round(value, 4) for name, value in figures.items()}


def time_figures(prefix: str, seconds: Sequence[float]) -> dict[str, float]:
    """Milliseconds a query: median and 95th percentile."""
    return {
        f"{prefix}p50_ms": round(percentile(seconds, 0.5) * 1e3, 2),
        f"{prefix}p95_ms": round(percentile(seconds, 0.95) * 1e3, 2),
    }
