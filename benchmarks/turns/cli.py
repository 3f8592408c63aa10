"""``./mado bench turns``: latency, throughput and memory of a turn, next to a stock Rasa bot.

Both run at the same time on this machine, on data and ports of their own, and are asked in turns
that alternate. The first run trains the stock bot (a few minutes); after that a run takes about
four minutes on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any, NoReturn

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.metrics.timing import percentile
from benchmarks.turns import baseline
from benchmarks.turns.evaluate import (
    Bot,
    Sample,
    figures,
    measure,
    processor_figures,
)
from benchmarks.turns.generate import plan
from benchmarks.turns.madoguchi_stack import BehindGateway, Gateway, MadoguchiStack
from benchmarks.turns.processes import family, free_ports, memory_mb
from madoguchi.errors import MadoguchiError
from madoguchi.logs import configure
from madoguchi.running import model
from madoguchi.running.supervisor import Supervisor
from madoguchi.settings import settings

LEVELS = {1: 24, 8: 6, 32: 4}
"""Residents at once, and how many messages each of them sends in a round."""

_READY_SECONDS = 240.0
_ANSWER = httpx.Timeout(60.0)
_POOL = httpx.Limits(max_connections=64, max_keepalive_connections=64)
_SETTLE_SECONDS = 0.5


class BenchmarkError(MadoguchiError):
    """The benchmark could not be run; the message says why."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench turns", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the medians are printed")
    parser.add_argument("--seed", type=int, default=1, help="which conversations are dealt")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    console = Console(stderr=True)
    configure(logging.WARNING)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        report = _run(options.rounds, options.seed, console)
    except MadoguchiError as error:
        console.print(f"Error: {error.message}", style="red", highlight=False, markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("Stopped.")
        sys.exit(130)
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        _print(report)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _run(rounds: int, seed: int, console: Console) -> dict[str, float]:
    """Start both, measure, stop both; whatever happens, nothing is left running."""
    started = time.monotonic()
    present = settings()
    trained = model.train(present, console)
    stock_environment = _stock_environment()
    stock = baseline.train(present.data_dir / "benchmarks", console, stock_environment)
    gateway, bot, actions, stock_port = free_ports(4)
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="madoguchi-")))
        ours = running.enter_context(
            MadoguchiStack(folder / "madoguchi", present, trained, (gateway, bot, actions))
        )
        child = baseline.child(stock, folder / "stock", stock_port, stock_environment)
        theirs = Supervisor((child,))
        running.callback(theirs.stop)
        theirs.start()
        stock_base = f"http://127.0.0.1:{stock_port}"
        with console.status("Starting Madoguchi and the stock bot ..."):
            _wait_until_ready(ours, child.log_file, theirs, stock_base)
        stock_pid = theirs.pids()["baseline"]
        samples = asyncio.run(_measure_all(ours, stock_base, stock_pid, rounds, seed, console))
        report = _report(samples, rounds)
        for name, pids in ours.pids().items():
            report[f"memory_mb_{name}"] = round(memory_mb(pids), 1)
        report["memory_mb_total"] = round(sum(memory_mb(p) for p in ours.pids().values()), 1)
        report["memory_mb_baseline"] = round(memory_mb(family(stock_pid)), 1)
    report["seconds"] = round(time.monotonic() - started, 1)
    return report


def _stock_environment() -> dict[str, str]:
    """What Rasa needs to be quiet and offline; none of our settings or secrets."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    return {
        **own,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }


def _wait_until_ready(ours: MadoguchiStack, log: Path, theirs: Supervisor, stock: str) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    waiting = {f"{ours.base}/readyz", f"{stock}/webhooks/rest/"}
    while waiting:
        if ours.has_ended():
            raise BenchmarkError("not-ready", f"Madoguchi did not start:\n{ours.said()}")
        theirs.check(time.monotonic())
        if time.monotonic() > deadline:
            raise BenchmarkError(
                "not-ready",
                f"The bots were not ready after {_READY_SECONDS:.0f} s: {', '.join(waiting)}.\n"
                f"{ours.said()}\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}",
            )
        for url in tuple(waiting):
            try:
                if httpx.get(url, timeout=5.0).status_code == httpx.codes.OK:
                    waiting.remove(url)
            except httpx.HTTPError:
                pass
        time.sleep(0.3)


Samples = dict[tuple[str, int], list[Sample]]


async def _measure_all(
    ours: MadoguchiStack,
    stock_base: str,
    stock_pid: int,
    rounds: int,
    seed: int,
    console: Console,
) -> Samples:
    """All samples by bot and level. Every bot of a round is asked the same."""
    async with AsyncExitStack() as open_:

        async def client(base: str) -> httpx.AsyncClient:
            made = httpx.AsyncClient(base_url=base, timeout=_ANSWER, limits=_POOL, trust_env=False)
            return await open_.enter_async_context(made)

        page, direct, stock = [await client(u) for u in (ours.base, ours.bot_base, stock_base)]
        pids = ours.pids()
        whole = Gateway(page, pids)
        plain = baseline.StockBot(stock, stock_pid)
        behind = BehindGateway(page, direct, ours.token(), pids)
        samples: Samples = defaultdict(list)
        progress = open_.enter_context(
            Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                TimeElapsedColumn(), console=console,
            )
        )  # fmt: skip
        task = progress.add_task("", total=rounds * (2 * len(LEVELS) + 1) + 3)

        async def sample(bot: Bot, residents: int, turns: int, seed_: int) -> Sample:
            progress.update(task, description=f"{bot.name}, {residents} at once")
            await asyncio.sleep(_SETTLE_SECONDS)
            measured = await measure(bot, plan(residents, turns, seed_))
            progress.advance(task)
            return measured

        warm_up: list[Bot] = [whole, plain, behind]
        for bot in warm_up:  # not kept
            await sample(bot, 4, 3, seed)
        for number in range(rounds):
            for place, (level, turns) in enumerate(LEVELS.items()):
                bots: list[Bot] = [whole, plain]
                if level == 1:
                    bots.insert(1, behind)
                if (number + place) % 2:
                    bots.reverse()
                for bot in bots:
                    dealt = seed + 100 * (number + 1) + level
                    samples[bot.name, level].append(await sample(bot, level, turns, dealt))
        progress.update(task, description="measured")
    return samples


def _report(samples: Samples, rounds: int) -> dict[str, float]:
    report: dict[str, float] = {"rounds": rounds}
    for level in LEVELS:
        ours, theirs = samples[Gateway.name, level], samples[baseline.StockBot.name, level]
        report |= figures(ours, "", level)
        report |= figures(theirs, "baseline_", level)
        report[f"turns_per_second_ratio_{level}"] = round(
            report[f"turns_per_second_{level}"] / report[f"baseline_turns_per_second_{level}"], 3
        )
    report |= _gateway_share(samples[Gateway.name, 1], samples[BehindGateway.name, 1])
    for name in (Gateway.name, baseline.StockBot.name):
        kept = [each for level in LEVELS for each in samples[name, level]]
        report |= processor_figures(kept)
        prefix = "" if name == Gateway.name else "baseline_"
        report[f"{prefix}measured_turns"] = sum(len(each.turns) for each in kept)
        report[f"{prefix}failed_turns"] = sum(each.failed for each in kept)
    return report


def _gateway_share(whole: Sequence[Sample], behind: Sequence[Sample]) -> dict[str, float]:
    """What the gateway adds to a turn of a lone resident (same messages, median of pairs)."""

    def middle(samples: Sequence[Sample], take: Callable[[Sequence[float]], float]) -> float:
        return take([turn for each in samples for turn in each.turns]) * 1e3

    pairs = [
        first - second
        for one, other in zip(whole, behind, strict=True)
        for first, second in zip(one.turns, other.turns, strict=True)
    ]
    gateway = percentile(pairs, 0.5) * 1e3
    return {
        "p50_ms_bot_1": round(middle(behind, lambda turns: percentile(turns, 0.5)), 1),
        "p95_ms_bot_1": round(middle(behind, lambda turns: percentile(turns, 0.95)), 1),
        "p50_ms_gateway_1": round(gateway, 1),
        "gateway_share_1": round(gateway / middle(whole, lambda turns: percentile(turns, 0.5)), 3),
    }


def _print(report: dict[str, Any]) -> None:
    output = Console()
    turns = Table(title="A turn", title_justify="left")
    for heading in ("residents", "", "turns/s", "p50 ms", "p95 ms"):
        turns.add_column(heading, justify="right" if heading else "left")
    for level in LEVELS:
        for label, prefix in (("Madoguchi", ""), ("stock Rasa", "baseline_")):
            turns.add_row(
                str(level),
                label,
                *(f"{report[f'{prefix}{key}_{level}']:g}"
                  for key in ("turns_per_second", "p50_ms", "p95_ms")),
            )  # fmt: skip
        ratio = report[f"turns_per_second_ratio_{level}"]
        turns.add_row("", "of stock", f"{ratio:.0%}", "", "", end_section=True)
    output.print(turns)
    costs = Table(title="A process", title_justify="left")
    for heading in ("", "memory MB", "processor ms a turn"):
        costs.add_column(heading, justify="right" if heading else "left")
    for name in ("gateway", "rasa", "actions", "baseline"):
        costs.add_row(
            name, f"{report[f'memory_mb_{name}']:g}", f"{report[f'processor_ms_per_turn_{name}']:g}"
        )
    output.print(costs)
    output.print(
        f"The gateway's own share of a lone resident's turn: {report['p50_ms_gateway_1']:g} ms "
        f"({report['gateway_share_1']:.0%}); Rasa and actions: {report['p50_ms_bot_1']:g} ms.\n"
        f"Turns without an answer: {report['failed_turns']} of {report['measured_turns']}; "
        f"stock Rasa {report['baseline_failed_turns']} of {report['baseline_measured_turns']}. "
        f"{report['rounds']} rounds, {report['seconds']:g} s."
    )


if __name__ == "__main__":
    main()
