from __future__ import annotations

import pytest

from benchmarks.report.table import show


def test_the_baseline_stands_beside_the_figure_of_its_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show("Search", "ours", "BM25", {"mrr": 0.75, "baseline_mrr": 0.5, "queries": 300})
    lines = [line.split("│")[1:-1] for line in capsys.readouterr().out.splitlines() if "│" in line]
    assert [[cell.strip() for cell in line] for line in lines] == [
        ["mrr", "0.75", "0.5"],
        ["queries", "300", ""],
    ]
