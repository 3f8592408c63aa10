from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from benchmarks.routing.evaluate import figures
from benchmarks.routing.report import write
from benchmarks.routing.residents import Turn
from madoguchi.catalogue.catalogue import Catalogue


def test_the_page_shows_what_went_wrong_and_the_file_has_everything(
    tmp_path: Path, catalogue: Catalogue, turn: Callable[..., Turn]
) -> None:
    turns = [
        turn(style="plain", procedure="dog-registration", candidates=(("dog-registration", 0.9),)),
        turn(
            "犬の<b>事</b>", style="plain", procedure="dog-death", candidates=(("dog-death", 0.7),)
        ),
        turn("天気は？", kind="out_of_scope"),
    ]
    path = tmp_path / "report.html"
    write(path, figures(turns, frozenset()), turns, catalogue, frozenset())
    page = path.read_text(encoding="utf-8")
    assert "answered with a wrong procedure: 1" in page
    assert "犬の&lt;b&gt;事" in page
    assert f"dog-death {catalogue.procedures['dog-death'].names.official}" in page
    assert "天気は？" not in page, "nothing was wrong with it"
    rows = [json.loads(line) for line in path.with_name("turns.jsonl").open(encoding="utf-8")]
    assert [(row["outcome"], row["mistake"]) for row in rows] == [
        ("right", None),
        ("wrong", "answered with a wrong procedure"),
        ("abstained", None),
    ]
