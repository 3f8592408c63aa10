"""``./mado bench speech``: how soon an answer is heard, next to stock pyopenjtalk."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from functools import partial

from rich.console import Console

from benchmarks.report.table import show
from benchmarks.speech import baseline, generate
from benchmarks.speech.evaluate import Speech, figures, measure
from madoguchi.voice.synthesis import speaking

_LANGUAGES = ("ja-easy", "en", "zh-Hans", "ko", "vi")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench speech", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--texts", type=int, default=30, help="answers of each language")
    options = parser.parse_args()
    if options.texts < 1:
        parser.error("--texts must be at least 1")
    with Console(stderr=True).status("Speaking ..."):
        report = _report(options.texts)
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show("Speech", "sentence by sentence", "stock pyopenjtalk", report)


def _report(number: int) -> dict[str, float]:
    answers = generate.answers(number)
    before = _peak_mb()
    started = time.perf_counter()
    _warm("ja")
    load_s = time.perf_counter() - started
    speak = partial(speaking.speak, language="ja")
    report = figures(measure(answers, _afresh(speak)))
    report["cached_first_audio_p95_ms"] = figures(measure(answers, speak))["first_audio_p95_ms"]
    report |= {
        "load_seconds": round(load_s, 2),
        "memory_mb": round(_peak_mb(), 1),
        "memory_added_mb": round(_peak_mb() - before, 1),
    }
    for language in _LANGUAGES:
        _warm(language)
        texts = generate.translated(language, number)
        found = figures(measure(texts, _afresh(partial(speaking.speak, language=language))))
        name = language.lower().replace("-", "_")
        report[f"first_audio_p95_ms_{name}"] = found["first_audio_p95_ms"]
        report[f"first_audio_processor_p95_ms_{name}"] = found["first_audio_processor_p95_ms"]
        report[f"real_time_factor_{name}"] = found["real_time_factor"]
    stock = figures(measure(answers, baseline.speak))
    return report | {f"baseline_{key}": value for key, value in stock.items()}


def _warm(language: str) -> None:
    """Load what a first sentence would have to wait for (some seconds for Japanese)."""
    for _ in speaking.speak({"ja": "はい。", "ja-easy": "はい。"}.get(language, "1."), language):
        pass


def _afresh(speak: Speech) -> Speech:
    """Every text as if none had been spoken before."""

    def spoken(text: str) -> Iterator[tuple[bytes, int]]:
        speaking.forget()
        return speak(text)

    return spoken


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


main()
