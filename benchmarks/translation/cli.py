"""``./mado bench translation``: our machine translation, and Argos Translate alone."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from benchmarks.metrics.timing import percentile
from benchmarks.report.table import BASELINE, show
from benchmarks.translation import baseline
from benchmarks.translation.evaluate import Translated, figures, protected_accuracy, run
from benchmarks.translation.generate import Row, rows, sentences_to_protect
from benchmarks.turns.processes import memory_mb
from madoguchi.errors import MadoguchiError
from madoguchi.languages.machine import machine
from madoguchi.languages.machine.argos import argos
from madoguchi.settings import ROOT
from madoguchi.storage import database

OWN = ROOT / "tests/data/argos/sentences.tsv"
"""Sentences of residents and staff; the tiny packages of the tests have learnt them."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench translation", description=__doc__)
    parser.add_argument(
        "--parallel", type=Path, default=OWN, help="tab-separated; its first line names languages"
    )
    parser.add_argument("--from", dest="source", default="ja", help="language tag (ja)")
    parser.add_argument("--to", dest="target", default="en", help="language tag (en)")
    parser.add_argument("--models", type=Path, help="folder of Argos packages; else the installed")
    parser.add_argument("--most", type=int, help="translate the first rows only")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MADOGUCHI_DATABASE_URL"] = f"sqlite:///{folder}/memory.db"
        if options.models:
            _use_models(options.models.resolve(), Path(folder))
        database.upgrade()
        try:
            asked = rows(options.parallel, options.source, options.target, options.most)
            with Console(stderr=True).status("Translating ..."):
                report = _report(asked, options.source, options.target)
        except MadoguchiError as error:
            sys.exit(error.message)
        finally:
            database.engine().dispose()
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show("Translation", "Madoguchi", "Argos Translate", report)


def _use_models(models: Path, folder: Path) -> None:
    """Take the packages of another folder than the installed ones, which stay as they are."""
    os.environ["MADOGUCHI_LANGUAGE_MODELS_DIR"] = str(folder / "models")
    shutil.copytree(models, folder / "models" / "argos")


def _report(asked: list[Row], source: str, target: str) -> dict[str, float]:
    if not machine.can_translate(source, target):
        raise MadoguchiError(
            "no-language-pair", f"No package translates {source} into {target}: see --models."
        )
    texts = [row.source for row in asked]
    extra = sentences_to_protect() if source == "ja" else []
    before = memory_mb([os.getpid()])
    ours = run(lambda text: _shown(text, source, target), [*texts, *extra])
    between = memory_mb([os.getpid()])
    stock = baseline.translator(argos().folders(), source, target)
    theirs = run(stock, [*texts, *extra])
    report: dict[str, float] = {"rows": len(asked), "memory_mb": round(between - before, 1)}
    for prefix, done in (("", ours), (BASELINE, theirs)):
        of_rows = Translated(done.texts[: len(texts)], done.milliseconds[: len(texts)])
        found = figures(of_rows, asked, target)
        accuracy = protected_accuracy(done, [*texts, *extra], source, target)
        if accuracy is not None:
            found["protected_accuracy"] = accuracy
        report |= {prefix + key: value for key, value in found.items()}
    report |= _memory_hits(texts, source, target)
    return report


def _shown(text: str, source: str, target: str) -> str | None:
    found = machine.translate(text, source, target)
    return found.text if found is not None and found.complete else None


def _memory_hits(texts: list[str], source: str, target: str) -> dict[str, float]:
    """How long a remembered sentence takes."""
    taken = []
    for text in texts[:200]:
        machine.translate(text, source, target, remember=True)
        began = time.perf_counter()
        if machine.recall(text, source, target) is not None:
            taken.append((time.perf_counter() - began) * 1e3)
    if not taken:
        return {}
    return {
        "memory_hit_p50_ms": round(percentile(taken, 0.5), 2),
        "memory_hit_p95_ms": round(percentile(taken, 0.95), 2),
    }


if __name__ == "__main__":
    main()
