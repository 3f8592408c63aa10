from __future__ import annotations

from benchmarks.routing.baseline import figures
from benchmarks.routing.generate import Utterance
from madoguchi.catalogue.search.texts import OTHER, Kind, SearchText

TEXTS = (
    SearchText("dog", "犬の登録", Kind.NAME),
    SearchText("seal", "印鑑登録", Kind.NAME),
    SearchText("seal", "印鑑を登録したい"),
    SearchText(f"{OTHER}passport", "旅券"),
)


def said(
    text: str, means: str | None, style: str | None = None, kind: str | None = None
) -> Utterance:
    procedures = frozenset({means}) if means else frozenset[str]()
    return Utterance("said.tsv", 2, text, procedures, style=style, kind=kind)


def test_the_first_hit_is_its_answer() -> None:
    utterances = (
        said("犬の登録", "dog", "plain"),
        said("印鑑の登録", "dog", "noisy"),
        said("旅券の登録", None, kind="other_authority"),
        said("旅券", None, kind="other_authority"),
    )
    assert figures(utterances, TEXTS) == {
        "baseline_top_1": 0.5,
        "baseline_top_3": 1.0,
        "baseline_answered_no_procedure": 0.5,
        "baseline_top_1_style_plain": 1.0,
        "baseline_top_3_style_plain": 1.0,
        "baseline_top_1_style_noisy": 0.0,
        "baseline_top_3_style_noisy": 1.0,
        "baseline_answered_kind_other_authority": 0.5,
    }
