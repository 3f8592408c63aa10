"""How often the language is told, kept open, or told wrongly."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.language_id.generate import Line
from benchmarks.metrics.timing import percentile
from madoguchi.languages.detection import Detection

Detect = Callable[[str], Detection | None]

SENTENCE = 8
"""From so many characters on a line counts as a sentence."""


@dataclass(frozen=True)
class Told:
    """A line, what was made of it, and in how many milliseconds."""

    line: Line
    found: Detection | None
    ms: float

    @property
    def is_right(self) -> bool:
        """Whether the language is the line's; the two Chinese count as one another's."""
        return self.found is not None and _base(self.found.language) == _base(self.line.language)

    @property
    def is_sure_and_wrong(self) -> bool:
        """Whether a resident would be asked, or answered, in a wrong language."""
        return self.found is not None and self.found.is_sure and not self.is_right


def ask(lines: Sequence[Line], detect: Detect) -> tuple[Told, ...]:
    """What is made of each line."""
    told = []
    for line in lines:
        started = time.perf_counter()
        found = detect(line.text)
        told.append(Told(line, found, (time.perf_counter() - started) * 1e3))
    return tuple(told)


def figures(told: Sequence[Told]) -> dict[str, float]:
    """Accuracy of sentences by language and source, what is sure, short lines, and times."""
    sentences = [each for each in told if len(each.line.text.strip()) >= SENTENCE]
    short = [each for each in told if len(each.line.text.strip()) < SENTENCE]
    report: dict[str, float] = {"sentences": len(sentences), "accuracy": _right(sentences)}
    for language in sorted({each.line.language for each in sentences}):
        own = [each for each in sentences if each.line.language == language]
        key = language.lower().replace("-", "_")
        report |= {f"sentences_{key}": len(own), f"accuracy_{key}": _right(own)}
    for source in sorted({each.line.source for each in sentences}):
        own = [each for each in sentences if each.line.source == source]
        report |= {f"sentences_{source}": len(own), f"accuracy_{source}": _right(own)}
    report |= {
        "sure": _share([each.found is not None and each.found.is_sure for each in sentences]),
        "sure_and_wrong": _share([each.is_sure_and_wrong for each in sentences]),
        "short_lines": len(short),
        "short_accuracy": _right(short),
        "short_undecided": _share([each.found is None for each in short]),
        "short_sure_and_wrong": _share([each.is_sure_and_wrong for each in short]),
        "p50_ms": round(percentile([each.ms for each in told], 0.5), 3),
        "p95_ms": round(percentile([each.ms for each in told], 0.95), 3),
    }
    return report


def left_alone(names: Sequence[str], detect: Detect) -> float:
    """The share of names for which nobody is asked about the language."""
    found = [detect(name) for name in names]
    return _share([each is None or not each.is_sure for each in found])


def _right(told: Sequence[Told]) -> float:
    return _share([each.is_right for each in told])


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / len(flags), 4) if flags else 0.0


def _base(language: str) -> str:
    return language.partition("-")[0]
