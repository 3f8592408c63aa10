"""``./mado bench language-id``: the language of one line, next to the model of spelling alone."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.language_id import baseline, generate
from benchmarks.language_id.evaluate import Detect, ask, figures, left_alone
from benchmarks.language_id.generate import Line, LinesError
from benchmarks.report.table import BASELINE, show
from madoguchi.languages.detection import detect


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench language-id", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--lines", type=Path, action="append", help="ask these instead: TSV with text and lang"
    )
    parser.add_argument("--show", action="store_true", help="print what was told wrongly")
    options = parser.parse_args()
    try:
        lines = _lines(options.lines)
    except LinesError as error:
        parser.error(error.message)
    if not lines:
        parser.error("there are no lines to ask")
    before = _memory_mb()
    detect("The model is read now.")
    memory = round(_memory_mb() - before, 1)
    report = {**_figures(lines, detect, show_wrong=options.show), "memory_mb": memory}
    theirs = _figures(lines, baseline.detect, show_wrong=False)
    report |= {BASELINE + key: value for key, value in theirs.items()}
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show("Language of a line", "rules and spelling", "spelling alone", report)


def _lines(paths: list[Path] | None) -> tuple[Line, ...]:
    """Each once; what holds no letter is of no language."""
    if paths:
        found = [line for path in paths for line in generate.read(path, "given")]
    else:
        found = [*generate.residents(), *generate.shared()]
    letters = (line for line in found if any(map(str.isalpha, line.text)))
    return tuple(dict.fromkeys(letters))


def _figures(lines: tuple[Line, ...], detect: Detect, *, show_wrong: bool) -> dict[str, float]:
    told = ask(lines, detect)
    if show_wrong:
        for each in told:
            if not each.is_right:
                sys.stderr.write(f"{each.line.language} {each.found}: {each.line.text}\n")
    report = figures(told)
    report["names_left_alone"] = left_alone(generate.names(), detect)
    return report


def _memory_mb() -> float:
    """What this process holds, in 10^6 bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()
