"""``./mado bench intents``: how well and how fast messages are understood, next to stock Rasa.

The NLU data is dealt into folds. Each is asked of a model that was trained on the others, and so
are sentences in other languages; then both pipelines are timed in turns, on one core each. Trained
models are kept in ``var/benchmarks/intents`` while what they are made from stays as it is; without
any kept, a run takes a quarter of an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from statistics import fmean, median
from typing import Any

import yaml
from rich.console import Console
from rich.progress import Progress

from benchmarks.intents.baseline import stock_pipeline
from benchmarks.intents.evaluate import Judged, accuracy, confusions, entity_f1, macro_f1
from benchmarks.intents.generate import (
    Utterance,
    folds,
    foreign_utterances,
    has_kana,
    nlu_data,
)
from benchmarks.intents.models import Asked, train
from benchmarks.intents.report import confusion_picture, page
from benchmarks.metrics.timing import percentile
from benchmarks.report.table import show
from madoguchi.errors import MadoguchiError
from madoguchi.logs import configure
from madoguchi.running.model import bot_environment
from madoguchi.settings import ROOT, settings

_TIMED = 200  # texts of a round
_WARM_UP = 20
_FALLBACK = "nlu_fallback"
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
Pipelines = Mapping[str, Sequence[Mapping[str, Any]]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench intents", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--folds", type=int, default=3, help="folds of the cross-validation")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of timing; medians are kept")
    parser.add_argument("--seed", type=int, default=1, help="how the data is dealt")
    options = parser.parse_args()
    if options.folds < 2 or options.rounds < 1:
        parser.error("--folds must be at least 2 and --rounds at least 1")
    console = Console(stderr=True)
    configure(logging.WARNING)
    try:
        figures = _run(options.folds, options.rounds, options.seed, console)
    except MadoguchiError as error:
        console.print(f"Error: {error.message}", style="red", highlight=False, markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("Stopped.")
        sys.exit(130)
    if options.json:
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    else:
        show("Intents", "Madoguchi", "stock Rasa", figures)


def _run(count: int, rounds: int, seed: int, console: Console) -> dict[str, float]:
    started = time.monotonic()
    present = settings()
    environment = {**bot_environment(present), **_ONE_THREAD, "RASA_MAX_CACHE_SIZE": "0"}
    folder = present.data_dir / "benchmarks" / "intents"
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    pipelines: Pipelines = {"": config["pipeline"], "baseline_": stock_pipeline(config)}
    examples, others = nlu_data()
    figures: dict[str, float] = {"utterances": len(examples), "folds": count}
    crossed: dict[str, list[Judged]] = {prefix: [] for prefix in pipelines}
    foreign: dict[str, list[Judged]] = {prefix: [] for prefix in pipelines}
    with Progress(console=console) as progress, ExitStack() as running:
        task = progress.add_task("", total=len(pipelines) * count + 1)
        for number, fold in enumerate(folds(examples, others, count, seed), 1):
            running.close()  # of the fold before
            asked: dict[str, Asked] = {}
            for prefix, pipeline in pipelines.items():
                name = "stock Rasa" if prefix else "Madoguchi"
                progress.update(task, description=f"{name}, fold {number}: training and asking")
                model = train(folder / "models", pipeline, fold.training, environment)
                asked[prefix] = running.enter_context(Asked(model, environment))
                crossed[prefix] += _judge(asked[prefix], fold.asked)
                foreign[prefix] += _judge(asked[prefix], foreign_utterances())
                progress.advance(task)
        progress.update(task, description="Timing both in turns")
        japanese = [each.text for each in examples if has_kana(each.text)]
        figures |= _timed(asked[""], asked["baseline_"], japanese, rounds, seed)
        progress.advance(task)
    for prefix in pipelines:
        figures |= _crossed_figures(prefix, crossed[prefix])
        figures |= _language_figures(prefix, foreign[prefix])
    figures["seconds"] = round(time.monotonic() - started, 1)
    picture = confusion_picture(crossed[""], "Intents of Madoguchi")
    (folder / "confusion.svg").write_text(picture, encoding="utf-8")
    (folder / "report.html").write_text(
        page(figures, crossed[""], foreign[""], picture), encoding="utf-8"
    )
    console.print(f"Report: {folder / 'report.html'}", highlight=False, soft_wrap=True)
    for (meant, found), number in list(confusions(crossed[""]).items())[:8]:
        console.print(f"  {number:3} x {meant} taken for {found}", highlight=False)
    return figures


def _judge(asked: Asked, utterances: Sequence[Utterance]) -> list[Judged]:
    parses = asked.parse([each.text for each in utterances])
    return [Judged(meant, found) for meant, found in zip(utterances, parses, strict=True)]


def _crossed_figures(prefix: str, judged: Sequence[Judged]) -> dict[str, float]:
    unsure = [each for each in judged if each.found.intent == _FALLBACK]
    return {
        f"{prefix}intent_macro_f1": round(macro_f1(judged), 4),
        f"{prefix}intent_accuracy": round(accuracy(judged), 4),
        f"{prefix}unsure": round(len(unsure) / len(judged), 4),
        f"{prefix}entity_f1": round(entity_f1(judged), 4),
    }


def _language_figures(prefix: str, judged: Sequence[Judged]) -> dict[str, float]:
    figures = {
        f"{prefix}accuracy_{language}": round(
            accuracy([each for each in judged if each.meant.language == language]), 4
        )
        for language in sorted({each.meant.language for each in judged})
    }
    took = [each.found.seconds for each in judged]
    return {**figures, f"{prefix}foreign_p50_ms": round(percentile(took, 0.5) * 1e3, 2)}


def _timed(
    ours: Asked, theirs: Asked, texts: Sequence[str], rounds: int, seed: int
) -> dict[str, float]:
    """Both parse the same texts in turns, on one core each, never at the same time."""
    random_ = random.Random(seed)
    asked = {"": ours, "baseline_": theirs}
    rates: dict[str, list[float]] = {prefix: [] for prefix in asked}
    seconds: dict[str, list[float]] = {prefix: [] for prefix in asked}
    for each in asked.values():
        each.parse(random_.sample(list(texts), _WARM_UP))
    for number in range(rounds):
        some = random_.sample(list(texts), min(_TIMED, len(texts)))
        for prefix in list(asked)[:: -1 if number % 2 else 1]:
            took = [parse.seconds for parse in asked[prefix].parse(some)]
            rates[prefix].append(1 / fmean(took))
            seconds[prefix] += took
    figures = {}
    for prefix in asked:
        figures[f"{prefix}parses_per_second"] = round(median(rates[prefix]), 1)
        figures[f"{prefix}p50_ms"] = round(percentile(seconds[prefix], 0.5) * 1e3, 2)
        figures[f"{prefix}p95_ms"] = round(percentile(seconds[prefix], 0.95) * 1e3, 2)
    pairs = zip(rates[""], rates["baseline_"], strict=True)
    figures["parses_per_second_ratio"] = round(median([one / other for one, other in pairs]), 3)
    return figures


if __name__ == "__main__":
    main()
