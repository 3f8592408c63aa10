from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.progress import Progress

from benchmarks.metrics.ranking import hit_at
from benchmarks.retrieval import report
from benchmarks.retrieval.faq import measure
from benchmarks.retrieval.generate import FaqData, Pair, Query
from madoguchi.catalogue.search import dense

FAQ = FaqData(
    (
        Pair("dog", "犬を飼い始めました。手続きは必要ですか。", "30日以内に登録してください。"),
        Pair("seal", "印鑑を登録するには何が必要ですか。", "印鑑と本人確認書類です。"),
        Pair("tax", "住民税はいつまでに納めますか。", "納期は年に四回です。"),
    ),
    (
        Query("1", "子犬を迎えたら届け出が要りますか", {"dog": 2}),
        Query("2", "印鑑を登録するには何が必要ですか。", {"seal": 2, "tax": 1}),
        Query("3", "誰も答えを知らない", {}),
    ),
)


@pytest.mark.skipif(not dense.is_installed(), reason="the encoders are not installed")
def test_a_faq_is_indexed_asked_and_reported(tmp_path: Path) -> None:
    with Progress(disable=True) as progress:
        figures, asked = measure(FAQ, "small", tmp_path / "vectors", progress)
        again, _ = measure(FAQ, "small", tmp_path / "vectors", progress)
        fresh, _ = measure(FAQ, "small", tmp_path / "vectors", progress, fresh=True)
    assert (figures["pairs"], figures["queries"]) == (3, 3)
    assert asked[1].baseline[0] == "seal"
    assert [figures["hit_at_1"], figures["baseline_hit_at_1"]] == [
        hit_at([each.ours for each in asked], 1),
        hit_at([each.theirs for each in asked], 1),
    ]
    assert set(figures) >= {f"baseline_{n}" for n in ("recall_at_10", "mrr", "map", "p95_ms")}
    assert figures["embedded_texts"] == fresh["embedded_texts"] > again["embedded_texts"] == 0

    path = tmp_path / "report.html"
    report.write(path, figures, asked, FAQ, "small")
    assert FAQ.queries[0].text in path.read_text(encoding="utf-8")
    lines = path.with_name("queries.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["baseline_hits"][0] == "seal"
