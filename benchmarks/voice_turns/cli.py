"""``./mado bench voice-turns``: from the end of a request to the first sound of its answer.

The gateway is a real process on data of its own, with real recognisers and voices; callers are our
own voices over its media stream, in real time. Rasa is the peer of our tests, which answers at
once: this measures the channel, not the bot.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from itertools import count
from pathlib import Path

from rich.console import Console

from benchmarks.report.table import show
from benchmarks.serving import prepared, serving
from benchmarks.turns.processes import free_ports, memory_mb
from benchmarks.voice_turns.evaluate import call_all, figures
from benchmarks.voice_turns.generate import request
from madoguchi.messages import TextMessage
from madoguchi.voice.recognition.recognisers import available
from tests.channels.rasa_peer import RasaPeer, turn_answer

_LEVELS = (1, 2, 4)
_LANGUAGES = ("ja", "ko")
_TOKEN = "the-telephone-token-of-benchmarks"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench voice-turns", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--turns", type=int, default=5, help="requests of each caller")
    options = parser.parse_args()
    if options.turns < 1:
        parser.error("--turns must be at least 1")
    with tempfile.TemporaryDirectory(prefix="madoguchi-") as folder:
        report = _measure(Path(folder), options.turns, Console(stderr=True))
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show("Voice by telephone", "Madoguchi", "", report)


def _measure(folder: Path, turns: int, console: Console) -> dict[str, float]:
    rasa_port, port = free_ports(2)
    rasa, numbers = RasaPeer(rasa_port), count(1)
    # No answer twice: what was spoken lately is kept.
    rasa.answering = lambda _: turn_answer(TextMessage(text=f"{next(numbers)}番目のご案内です。"))
    rasa.start()
    report: dict[str, float] = {}
    try:
        named = {"VOICE__TELEPHONE_TOKEN": _TOKEN, "MESSAGES_PER_MINUTE": "10000"}
        environment = prepared(folder, rasa_port, named)
        with serving("channels.gateway:create_app", port, environment) as pid:
            for language in _LANGUAGES:
                engine = available().get(language)
                if engine is None:
                    console.print(f"{language}: no recogniser")
                    continue
                asked = request(language)
                url = f"ws://127.0.0.1:{port}/channels/voice/telephone/shibuya"
                call_all(url, _TOKEN, asked, 1, 1)  # loads the model
                report[f"memory_mb_{language}_{engine}"] = round(memory_mb([pid]), 1)
                for callers in _LEVELS:
                    with console.status(f"{language} ({engine}), {callers} at once ..."):
                        waits = call_all(url, _TOKEN, asked, callers, turns)
                    report |= figures(f"{language}_{engine}_{callers}", waits)
            report["memory_mb"] = round(memory_mb([pid]), 1)
    finally:
        rasa.stop()
    return report


main()
