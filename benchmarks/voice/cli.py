"""``./mado bench voice``: what is heard of speech, and how soon.

Without ``--transcripts``, our own sentences are spoken by our own voices.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from benchmarks.voice import baseline, evaluate, generate
from benchmarks.voice.generate import Recording
from madoguchi.errors import MadoguchiError
from madoguchi.voice.recognition import recognisers
from madoguchi.voice.recognition.recogniser import Recogniser
from madoguchi.voice.transcribing import Transcript

_USUAL = ("clean", "telephone", "babble_20", "babble_10", "babble_5")


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(prog="mado bench voice", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON (it always does)")
    parser.add_argument("--transcripts", type=Path, help="TSV with the columns path and text")
    parser.add_argument("--language", default="ja", help="language tag (ja)")
    parser.add_argument("--thin", type=int, default=1, help="only every n-th sentence")
    parser.add_argument(
        "--conditions", nargs="+", default=_USUAL, choices=generate.CONDITIONS, metavar="C"
    )
    parser.add_argument("--callers", type=int, default=0, help="measure the wait with so many")
    parser.add_argument("--show", action="store_true", help="show each sentence on stderr")
    options = parser.parse_args()
    if options.thin < 1:
        parser.error("--thin must be at least 1")
    try:
        report = _report(options)
    except MadoguchiError as error:
        parser.error(error.message)
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")


def _report(options: argparse.Namespace) -> dict[str, object]:
    language = options.language
    recogniser = recognisers.recogniser(language)
    if recogniser is None:
        raise MadoguchiError("no-recogniser", str(recognisers.missing(language)))
    report: dict[str, object] = {"language": language, "engine": recogniser.engine}
    if options.transcripts:
        heard = _heard(generate.recordings(options.transcripts), recogniser, options, "Recordings")
        report |= {"recordings": len(heard), **evaluate.figures(heard, language)}
        stock = _stock(tuple(recording for recording, _ in heard), language, "Recordings")
        report |= {f"baseline_{name}": figure for name, figure in stock.items()}
    else:
        clean = generate.spoken(generate.sentences(language)[:: options.thin], language)
        report["sentences"] = len(clean)
        for condition in options.conditions:
            recordings = generate.under(condition, clean)
            heard = _heard(recordings, recogniser, options, condition)
            for name, figure in evaluate.figures(heard, language).items():
                report[f"{name}_{condition}"] = figure
            for name, figure in _stock(recordings, language, condition).items():
                report[f"baseline_{name}_{condition}"] = figure
        if options.callers:
            report["callers"] = options.callers
            report |= evaluate.waits(clean, recogniser, options.callers)
    report["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    return report


def _heard(
    recordings: tuple[Recording, ...],
    recogniser: Recogniser,
    options: argparse.Namespace,
    description: str,
) -> list[tuple[Recording, Transcript]]:
    console = Console(stderr=True)
    with Progress(console=console) as progress:
        tracked = progress.track(recordings, description=description)
        heard = evaluate.transcripts(tracked, recogniser, options.language)
    if options.show:
        for recording, transcript in heard:
            console.print(f"{recording.text}\n  {transcript.text}", markup=False)
    return heard


def _stock(recordings: tuple[Recording, ...], language: str, description: str) -> dict[str, float]:
    """The same figures by the engine alone."""
    with Progress(console=Console(stderr=True)) as progress:
        tracked = progress.track(recordings, description=f"{description}, the engine alone")
        return evaluate.figures(baseline.transcripts(tracked, language), language)


if __name__ == "__main__":
    main()
