"""``./mado bench routing``: residents' first messages, and which procedure they are taken for.

Each utterance is the first message of a new web conversation with Madoguchi, which is started for
this on free ports with a data folder that is deleted afterwards, or runs at ``--url``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.report.page import make_room
from benchmarks.report.table import show
from benchmarks.routing import baseline
from benchmarks.routing.evaluate import calibration, figures
from benchmarks.routing.generate import DEV, Utterance, read
from benchmarks.routing.report import write
from benchmarks.routing.residents import Turn, ask_all
from benchmarks.turns.madoguchi_stack import MadoguchiStack
from benchmarks.turns.processes import free_ports
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.texts import catalogue_texts
from madoguchi.errors import MadoguchiError
from madoguchi.logs import configure
from madoguchi.running import model, stack
from madoguchi.settings import settings


def main() -> None:
    """Measure and print."""
    options = _options()
    console = Console(stderr=True)
    configure(logging.WARNING)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        make_room(options.report)
        source = catalogue()
        if options.ward is not None:
            source.ward(options.ward)
        said = read(
            options.utterances or sorted(DEV.glob("*.tsv")),
            source.procedures,
            lambda said: console.print(said, highlight=False, markup=False, soft_wrap=True),
        )
        started = time.monotonic()
        turns = _turns(said, options, console)
        pages = frozenset(
            str(matter.page.url) for matter in source.other_matters.values() if matter.page
        )
        report = figures(turns, pages) | baseline.figures(said, catalogue_texts(source))
        report["seconds"] = round(time.monotonic() - started, 1)
        write(options.report, report, turns, source, pages)
    except MadoguchiError as error:
        console.print(f"Error: {error.message}", style="red", highlight=False, markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("Stopped.")
        sys.exit(130)
    console.print(f"Report: {options.report}", highlight=False, markup=False, soft_wrap=True)
    if options.json:
        bins = [each.as_row() for each in calibration(turns)]
        sys.stdout.write(json.dumps({**report, "reliability": bins}, indent=1) + "\n")
    else:
        show(f"First messages ({report['turns']:g})", "Madoguchi", "plain BM25", report)
    if all(turn.failed is not None for turn in turns):
        console.print("Error: not one message was answered.", style="red")
        sys.exit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mado bench routing", description=__doc__)
    parser.add_argument(
        "--utterances", type=Path, action="append", metavar="F.tsv",
        help="tab-separated: text, id or kind, and style, lang, aspect (may be given several "
        "times; default: our own in benchmarks/routing/dev)",
    )  # fmt: skip
    parser.add_argument("--ward", default="shibuya", help="the page's ward (default: shibuya)")
    parser.add_argument("--url", help="measure the Madoguchi that runs there instead")
    parser.add_argument("--at-once", type=int, default=3, help="conversations at once (default: 3)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--report", type=Path, metavar="F.html",
        default=settings().data_dir / "benchmarks" / "routing" / "report.html",
        help="where the page goes, and beside it every turn as turns.jsonl",
    )  # fmt: skip
    options = parser.parse_args()
    if options.at_once < 1:
        parser.error("--at-once must be at least 1")
    return options


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _turns(
    said: Sequence[Utterance], options: argparse.Namespace, console: Console
) -> tuple[Turn, ...]:
    with (
        _running(options.url, console) as base,
        Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), console=console,
        ) as progress,
    ):  # fmt: skip
        task = progress.add_task("Residents ask", total=len(said))
        return asyncio.run(
            _asked(base, said, options.ward, options.at_once, lambda: progress.advance(task))
        )


async def _asked(
    base: str, said: Sequence[Utterance], ward: str, at_once: int, done: Callable[[], None]
) -> tuple[Turn, ...]:
    async with httpx.AsyncClient(base_url=base, timeout=60.0, trust_env=False) as client:
        return await ask_all(client, said, ward, at_once, done)


@contextmanager
def _running(url: str | None, console: Console) -> Iterator[str]:
    """The address of the Madoguchi to measure: the given one, or one that is started for it."""
    if url is not None:
        try:
            httpx.get(f"{url.rstrip('/')}/readyz", timeout=5.0).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise MadoguchiError(
                "not-running", f"Madoguchi is not ready at {url}: {error}"
            ) from None
        yield url
        return
    present = settings()
    trained = model.train(present, console)
    stack.prepare_search(present, console)
    gateway, bot, actions = free_ports(3)
    with tempfile.TemporaryDirectory(prefix="madoguchi-") as folder:
        ours = MadoguchiStack(Path(folder) / "data", present, trained, (gateway, bot, actions))
        with ours:
            with console.status("Starting Madoguchi ..."):
                ours.wait_until_ready()
            yield ours.base


if __name__ == "__main__":
    main()
