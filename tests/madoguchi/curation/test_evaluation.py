"""Two models on the gold set: measures, differences, and what may not fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from madoguchi.curation import evaluation, routing
from madoguchi.curation.evaluation import EvaluationError, Stories, Tried, Understood
from madoguchi.curation.gold import Gold, Question
from madoguchi.running import model
from madoguchi.settings import Settings, settings
from tests.madoguchi.running.test_model import rasa

GOLD = Gold(
    utterances=(
        ("火事だ", "emergency"),
        ("煙が", "emergency"),
        ("やあ", "greet"),
        ("おす", "greet"),
    ),
    questions=(),
    tolerances={"emergency_recall": 0.0, "macro_f1": 0.3},
    stories=Path("nlu_data/tests"),
    key="k",
)


def understood(*intents: str, passed: int = 4) -> Tried:
    return Tried(
        utterances=[Understood(intent=intent, confidence=0.9) for intent in intents],
        stories=Stories(passed=passed, total=4, failed=[]),
    )


ALL_RIGHT = understood("emergency", "emergency", "greet", "greet")
ONE_LESS = understood("emergency", "greet", "greet", "greet", passed=3)


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return settings().model_copy(update={"data_dir": tmp_path})


def tried(config: Settings, **models: Tried) -> None:
    """As if these models had been tried already."""
    for name, found in models.items():
        path = evaluation.report_path(config, f"{name}-{GOLD.key}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found.model_dump_json(), encoding="utf-8")


def test_measures_are_shares() -> None:
    found = evaluation.measures(GOLD, ONE_LESS)
    assert found == {
        "accuracy": 0.75,
        "macro_f1": pytest.approx((2 / 3 + 4 / 5) / 2, abs=1e-4),
        "stories_passed": 0.75,
        "emergency_recall": 0.5,
        "greet_recall": 1.0,
    }


def test_a_comparison_names_what_got_worse_and_which_protected_measure_falls(
    config: Settings,
) -> None:
    tried(config, candidate=ONE_LESS, live=ALL_RIGHT)
    report = evaluation.compare(config, "candidate", "live", GOLD)
    assert report.intents == {"emergency": pytest.approx(-1 / 3, abs=1e-4), "greet": -0.2}
    assert report.better == []
    (worse,) = report.worse
    assert (worse.text, worse.live, worse.candidate) == ("煙が", "emergency", "greet")
    assert report.fallen(GOLD.tolerances) == [
        "emergency_recall falls from 1.000 to 0.500 (tolerance 0)"
    ]
    assert report.fallen({"flying": 0.0}) == ["flying was not measured"]


def test_a_better_candidate_falls_nowhere(config: Settings) -> None:
    tried(config, candidate=ALL_RIGHT, live=ONE_LESS)
    report = evaluation.compare(config, "candidate", "live", GOLD)
    assert [turn.text for turn in report.better] == ["煙が"]
    assert report.fallen(GOLD.tolerances) == []
    kept = evaluation.report_path(config, "candidate").read_text("utf-8")
    assert evaluation.Report.model_validate_json(kept) == report


def test_a_model_that_cannot_be_tried_names_the_log(
    config: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa(tmp_path, "echo no such model; exit 1", monkeypatch)
    assert model.BOT_PYTHON.parent == tmp_path
    with pytest.raises(EvaluationError, match=r"evaluation\.log"):
        evaluation.tried(config, "candidate", GOLD)
    assert "no such model" in (tmp_path / "logs" / "evaluation.log").read_text("utf-8")


def test_routing_is_measured_on_the_search_itself() -> None:
    questions = (
        Question("ソファーを捨てたい", ("bulky-waste",)),
        Question("転入届を出したい", ("dog-death", "moving-in")),
    )
    found = routing.compare(questions)
    assert found.measures["routing_top_1"] == found.live_measures["routing_top_1"] == 1.0
    assert found.better == found.worse == []
    assert routing.compare(()).measures == {}
