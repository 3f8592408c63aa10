"""A model, tried on the gold set, and compared with the live one."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from madoguchi.curation import routing
from madoguchi.curation.gold import Gold
from madoguchi.errors import MadoguchiError
from madoguchi.running import model, slots
from madoguchi.settings import ROOT, Settings


class EvaluationError(MadoguchiError):
    """A model could not be tried; the message names the log."""


class Understood(BaseModel):
    """What a model made of one utterance."""

    intent: str
    confidence: float


class Stories(BaseModel):
    """How many end-to-end stories went as written, and which did not."""

    passed: int
    total: int
    failed: list[str]


class Tried(BaseModel):
    """A model on the gold set; ``utterances`` in the gold set's order."""

    utterances: list[Understood]
    stories: Stories


class ChangedTurn(BaseModel):
    """A turn on which the two differ: what was meant, and what each made of it."""

    text: str
    meant: str
    live: str
    candidate: str


class Report(BaseModel):
    """A candidate next to the live model. Measures are shares (0 to 1); ``key`` is the gold's."""

    candidate: str
    live: str
    key: str
    measures: dict[str, float]
    live_measures: dict[str, float]
    intents: dict[str, float]
    """By how much the F1 of each intent differs, candidate minus live."""
    better: list[ChangedTurn]
    worse: list[ChangedTurn]
    failed_stories: list[str]

    def fallen(self, tolerances: Mapping[str, float]) -> list[str]:
        """A sentence for each protected measure that falls by more than its tolerance."""
        said = []
        for name, tolerance in tolerances.items():
            before, after = self.live_measures.get(name), self.measures.get(name)
            if before is None or after is None:
                said.append(f"{name} was not measured")
            elif before - after > tolerance + 1e-9:
                said.append(
                    f"{name} falls from {before:.3f} to {after:.3f} (tolerance {tolerance:g})"
                )
        return said


def compare(settings: Settings, candidate: str, live: str, gold: Gold) -> Report:
    """Try both models and write the report to the data folder. A model is tried once for a key.

    Raises:
        EvaluationError: if a model cannot be tried.

    """
    ours, theirs = tried(settings, candidate, gold), tried(settings, live, gold)
    found = routing.compare(gold.questions)
    scores, live_scores = _f1(gold, ours), _f1(gold, theirs)
    better, worse = _changes(gold, ours, theirs)
    report = Report(
        candidate=candidate,
        live=live,
        key=gold.key,
        measures={**measures(gold, ours), **found.measures},
        live_measures={**measures(gold, theirs), **found.live_measures},
        intents={intent: round(scores[intent] - live_scores[intent], 4) for intent in scores},
        better=[*better, *(ChangedTurn(**vars(turn)) for turn in found.better)],
        worse=[*worse, *(ChangedTurn(**vars(turn)) for turn in found.worse)],
        failed_stories=ours.stories.failed,
    )
    path = report_path(settings, candidate)
    path.write_text(report.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return report


def report_path(settings: Settings, candidate: str) -> Path:
    """Where the report about a candidate lies, or would."""
    return settings.data_dir / "models" / "evaluations" / f"{candidate}.json"


def tried(settings: Settings, fingerprint: str, gold: Gold) -> Tried:
    """What a model makes of the gold set, from the data folder where it has been tried already.

    Raises:
        EvaluationError: if Rasa cannot run it.

    """
    kept = report_path(settings, f"{fingerprint}-{gold.key}")
    if kept.exists():
        return Tried.model_validate_json(kept.read_text(encoding="utf-8"))
    kept.parent.mkdir(parents=True, exist_ok=True)
    log = settings.data_dir / "logs" / "evaluation.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, log.open("w", encoding="utf-8") as output:
        texts, out = Path(folder, "texts.json"), Path(folder, "out.json")
        texts.write_text(json.dumps([text for text, _ in gold.utterances]), encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - our own command
            [
                str(model.BOT_PYTHON), "-m", "bot.evaluation",
                "--model", str(slots.model_file(settings, fingerprint)),
                "--utterances", str(texts), "--stories", str(gold.stories), "--out", str(out),
            ],
            cwd=ROOT,
            env=model.bot_environment(settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        if done.returncode != 0 or not out.exists():
            raise EvaluationError(
                "evaluation-failed", f"Rasa could not try the model {fingerprint}. See {log}."
            )
        found = Tried.model_validate_json(out.read_text(encoding="utf-8"))
    kept.write_text(found.model_dump_json(), encoding="utf-8")
    return found


def measures(gold: Gold, found: Tried) -> dict[str, float]:
    """Accuracy, macro F1, the share of stories that went as written, and each intent's recall."""
    scores = _f1(gold, found)
    right: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    for (_, meant), guess in zip(gold.utterances, found.utterances, strict=True):
        all_of[meant] += 1
        right[meant] += guess.intent == meant
    figures = {
        "accuracy": right.total() / all_of.total(),
        "macro_f1": sum(scores.values()) / len(scores),
        "stories_passed": found.stories.passed / found.stories.total,
        **{f"{intent}_recall": right[intent] / count for intent, count in all_of.items()},
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _f1(gold: Gold, found: Tried) -> dict[str, float]:
    meant = [intent for _, intent in gold.utterances]
    guessed = [guess.intent for guess in found.utterances]
    both = Counter(a for a, b in zip(meant, guessed, strict=True) if a == b)
    of, to = Counter(meant), Counter(guessed)
    return {intent: 2 * both[intent] / (count + to[intent]) for intent, count in of.items()}


def _changes(
    gold: Gold, ours: Tried, theirs: Tried
) -> tuple[Sequence[ChangedTurn], Sequence[ChangedTurn]]:
    better, worse = [], []
    for (text, meant), candidate, live in zip(
        gold.utterances, ours.utterances, theirs.utterances, strict=True
    ):
        turn = ChangedTurn(text=text, meant=meant, live=live.intent, candidate=candidate.intent)
        if candidate.intent == meant != live.intent:
            better.append(turn)
        elif live.intent == meant != candidate.intent:
            worse.append(turn)
    return better, worse
