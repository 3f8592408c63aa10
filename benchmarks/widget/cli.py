"""``./mado bench widget``: what the widget costs a page, and the portal's pages their reader.

The gateway is a real process on data of its own, Chromium is real, and the page is on another
origin under a strict policy. Rasa is the peer of our tests, which says every text again: this
measures the widget, not the bot.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser
from rich.console import Console

from benchmarks.report.table import BASELINE, show
from benchmarks.serving import prepared, serving
from benchmarks.turns.processes import free_ports
from benchmarks.widget import baseline
from benchmarks.widget.evaluate import medians, page_visit, widget_visit, within_budget
from benchmarks.widget.generate import PORTAL_PAGES, PROFILES, Profile, site
from benchmarks.widget.link import Link
from tests.channels.rasa_peer import RasaPeer, Server
from tests.chromium import CHROMIUM, launched

_UNHURRIED = "1000000"
_SIZES = ("_requests", "_bytes")
"""How the names of figures end that are the same on any connection."""


@dataclass(frozen=True)
class Addresses:
    """The origins of the host page and of the gateway."""

    host: str
    gateway: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mado bench widget", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=5, help="visits of each page")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be above 0")
    if CHROMIUM is None:
        parser.error("Chromium is needed: sudo apt-get install chromium")
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="madoguchi-") as folder:
        report = _measure(Path(folder), options.rounds, console)
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        show("The widget in a page", "with it", "without", report)


def _measure(folder: Path, rounds: int, console: Console) -> dict[str, float]:
    rasa_port, port = free_ports(2)
    figures: dict[str, float] = {}
    with ExitStack() as until_done:
        rasa = RasaPeer(rasa_port)
        rasa.start()
        until_done.callback(rasa.stop)
        addresses = [(each, _addresses(port, each, until_done)) for each in PROFILES]
        settings = {
            "WEB_ORIGINS": json.dumps([at.host for _, at in addresses]),
            "ANONYMOUS_REQUESTS_PER_MINUTE": _UNHURRIED,
        }
        environment = prepared(folder, rasa_port, settings)
        until_done.enter_context(serving("channels.gateway:create_app", port, environment))
        browser = until_done.enter_context(launched())
        console.print("Warming up")
        _round(browser, addresses[0][1], PROFILES[0])
        for profile, at in addresses:
            console.print(f"Profile {profile.name}")
            figures |= _named(_rounds(browser, at, profile, rounds), profile)
    return figures | within_budget(figures)


def _addresses(port: int, profile: Profile, until_done: ExitStack) -> Addresses:
    """A host page of its own for the profile, and where it and the gateway are reached over it."""
    if not profile.bits_per_second:
        gateway = f"http://127.0.0.1:{port}"
        server = Server(site(gateway))
        until_done.callback(server.stop)
        return Addresses(f"http://localhost:{server.port}", gateway)
    link = until_done.enter_context(Link(profile.latency_ms, profile.bits_per_second))
    gateway = f"http://127.0.0.1:{link.relay(port)}"
    server = Server(site(gateway))
    until_done.callback(server.stop)
    return Addresses(f"http://localhost:{link.relay(server.port)}", gateway)


def _rounds(browser: Browser, at: Addresses, profile: Profile, rounds: int) -> dict[str, float]:
    """The medians of so many rounds."""
    visits = [_round(browser, at, profile, backwards=bool(n % 2)) for n in range(rounds)]
    return {
        prefix + name: value
        for prefix in visits[0]
        for name, value in medians([visit[prefix] for visit in visits]).items()
    }


def _round(
    browser: Browser, at: Addresses, profile: Profile, *, backwards: bool = False
) -> dict[str, dict[str, float]]:
    """A visit of each page, by what its figures begin with; ``backwards`` turns the order round."""
    looks: dict[str, Callable[[], dict[str, float]]] = {
        "": partial(widget_visit, browser, at.host, at.gateway, profile),
        BASELINE: partial(baseline.visit, browser, at.host, profile),
        **{
            f"{name}_": partial(page_visit, browser, f"{at.gateway}{path}", profile)
            for name, path in PORTAL_PAGES.items()
        },
    }
    order = list(reversed(looks)) if backwards else list(looks)
    found = {prefix: looks[prefix]() for prefix in order}
    return {prefix: found[prefix] for prefix in looks}


def _named(figures: Mapping[str, float], profile: Profile) -> dict[str, float]:
    """The figures with the profile's name behind those that depend on it."""
    return {
        name if name.endswith(_SIZES) else f"{name}_{profile.name}": value
        for name, value in figures.items()
    }


if __name__ == "__main__":
    main()
