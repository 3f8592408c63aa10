from __future__ import annotations

from benchmarks.metrics.ranking import Answered
from benchmarks.retrieval.evaluate import catalogue_figures, faq_figures, time_figures

ANSWERED = Answered(("a", "x", "b"), {"a": 1, "b": 2})
LOST = Answered(("x",), {"c": 2, "d": 1})


def test_a_faqs_figures_by_hand() -> None:
    assert faq_figures("baseline_", (ANSWERED, LOST)) == {
        "baseline_recall_at_1": 0.25,
        "baseline_recall_at_5": 0.5,
        "baseline_recall_at_10": 0.5,
        "baseline_mrr": 0.5,
        "baseline_map": 0.4167,  # (1/1 + 2/3) / 2, and 0
        "baseline_ndcg_at_10": 0.3801,  # (1 + 2/2) / (2 + 1/1.585), and 0
        "baseline_hit_at_1": 0.5,
        "baseline_hit_at_5": 0.5,
        "baseline_hit_at_10": 0.5,
        "baseline_mrr_at_10": 0.5,
        "baseline_answer_recall_at_10": 0.5,
        "baseline_answer_mrr": 0.1667,  # what answers is third
        "baseline_short_rankings": 1.0,
    }


def test_questions_that_mean_one_entry() -> None:
    second = Answered(("x", "a"), {"a": 1})
    assert catalogue_figures("", (Answered(("a",), {"a": 1}), second)) == {
        "top_1": 0.5,
        "top_3": 1.0,
        "mrr": 0.75,
    }


def test_times_are_in_milliseconds() -> None:
    assert time_figures("", [0.01, 0.02, 0.03]) == {"p50_ms": 20.0, "p95_ms": 29.0}
