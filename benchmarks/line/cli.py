"""``./mado bench line``: LINE's webhook under load, next to one that keeps nothing.

The gateway is a real process on data of its own. LINE is the peer of our tests, and so is Rasa,
which says every text again: this measures the channel, not the bot.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from benchmarks.line import generate
from benchmarks.line.evaluate import ack_figures, answer_figures, send, wait_for_answers
from benchmarks.report.table import BASELINE, show
from benchmarks.serving import prepared, serving
from benchmarks.turns.processes import free_ports, memory_mb
from madoguchi.settings import ROOT
from tests.channels.line.line_peer import LinePeer
from tests.channels.rasa_peer import RasaPeer

_GIVE_UP_SECONDS = 60.0
_PATH = "/channels/line/all/webhook"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench line", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rate", type=float, default=200.0, help="calls a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they come")
    parser.add_argument("--residents", type=int, default=1000, help="who write in turns")
    options = parser.parse_args()
    if options.rate <= 0 or options.seconds <= 0 or options.residents < 1:
        parser.error("--rate, --seconds and --residents must be above 0")
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="madoguchi-") as folder:
        report = _measure(Path(folder), options.rate, options.seconds, options.residents, console)
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show("LINE's webhook", "Madoguchi", "SDK alone", report)


def _measure(
    folder: Path, rate: float, seconds: float, count: int, console: Console
) -> dict[str, float]:
    line, (rasa_port, port, plain_port) = LinePeer(), free_ports(3)
    rasa = RasaPeer(rasa_port)
    rasa.start()
    environment = prepared(
        folder,
        rasa_port,
        {
            "LINE__API_URL": line.url,
            "LINE__CHANNEL_SECRET": line.bot.channel_secret,
            "LINE__CHANNEL_ACCESS_TOKEN": line.bot.access_token,
        },
    )
    line.reply_seconds = float("inf")  # tokens are issued here before the calls go out
    people, texts = generate.residents(line, count), generate.texts()
    calls = [
        generate.call(line, people[number % count], texts[number % len(texts)])
        for number in range(round(rate * seconds))
    ]

    try:
        console.print("The SDK alone")
        with serving("benchmarks.line.baseline:create_app", plain_port, environment):
            plain = send(f"http://127.0.0.1:{plain_port}{_PATH}", calls, rate)
        console.print("The gateway")
        with (
            serving("channels.gateway:create_app", port, environment) as pid,
            _answering(environment) as worker_pid,
        ):
            ours = send(f"http://127.0.0.1:{port}{_PATH}", calls, rate)
            figures = ack_figures("", ours)
            console.print("Waiting for the answers")
            later = wait_for_answers(line, int(figures["accepted"]), _GIVE_UP_SECONDS)
            figures["memory_mb"] = round(memory_mb([pid, worker_pid]), 1)
    finally:
        rasa.stop()
        line.stop()
    figures |= ack_figures(BASELINE, plain)
    figures |= answer_figures(line, ours)
    figures["last_answer_after_seconds"] = round(later, 1)
    figures["answers_per_second"] = round(figures["accepted"] / (seconds + later), 1)
    return figures


@contextmanager
def _answering(environment: dict[str, str]) -> Iterator[int]:
    """The channel's own process, as ``up`` runs it; its process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "channels.line.worker"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    main()
