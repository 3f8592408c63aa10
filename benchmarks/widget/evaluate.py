"""One visit in a fresh browser, and what several of them come to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.widget.generate import MESSAGE, WITH_WIDGET, Profile
from benchmarks.widget.wire import Wire, sizes

WIDGET_BYTES = 60_000
BUTTON_MS = 100.0

_WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
_WIDGET_FILES = ("/widget.js", "/widget/")
_QUIET_MS = 300.0
_GIVE_UP_SECONDS = 120.0
_PLACE = """(selector) => {
  const shadow = document.querySelector("madoguchi-widget").shadowRoot;
  const { x, y, width, height } = shadow.querySelector(selector).getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
_PAINTS = """(script) => ({
  first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  load: performance.getEntriesByType("navigation")[0].loadEventEnd,
  script: performance.getEntriesByName(script)[0]?.responseEnd ?? null,
})"""


@dataclass(frozen=True)
class Window:
    """A window that was opened for one visit, and what it fetches."""

    page: Page
    wire: Wire

    def seen(self) -> dict[str, Any]:
        """What ``watch.js`` has noted until now."""
        noted: dict[str, Any] = self.page.evaluate("seenByBenchmark")
        return noted

    def press(self, selector: str) -> None:
        """Press what is there in the widget, as a finger would: nothing of ours runs in the page.

        Playwright's own way of finding it would, and be counted as blocking.
        """
        self.page.mouse.click(*self.page.evaluate(_PLACE, selector))

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition while the browser goes on.

        Raises:
            TimeoutError: when it does not become true.

        """
        deadline = time.monotonic() + _GIVE_UP_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError("the page did not get so far")
            self.page.wait_for_timeout(50)

    def settle(self) -> None:
        """Wait until nothing is on its way, and long enough for the page's observers to be told."""
        self.until(lambda: self.wire.is_quiet)
        self.page.wait_for_timeout(_QUIET_MS)
        self.until(lambda: self.wire.is_quiet)


@contextmanager
def window(browser: Browser, url: str, profile: Profile) -> Iterator[Window]:
    """A telephone's browser that has been nowhere yet, once it has loaded this page.

    Of the profile only the processor is set here: the address leads over the connection.
    """
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP")
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        devtools = context.new_cdp_session(page)
        wire = Wire(devtools)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": profile.slowdown})
        page.goto(url, wait_until="load", timeout=_GIVE_UP_SECONDS * 1e3)
        yield Window(page, wire)
    finally:
        context.close()


def widget_visit(browser: Browser, host: str, gateway: str, profile: Profile) -> dict[str, float]:
    """The page with the widget's button, the panel opened, and a message answered."""
    with window(browser, f"{host}{WITH_WIDGET}", profile) as shown:
        shown.until(lambda: shown.seen()["button"] is not None)
        shown.settle()
        paints = shown.page.evaluate(_PAINTS, f"{gateway}/widget.js")
        closed = shown.seen()
        figures = page_figures(paints, closed)
        figures["button_ms"] = closed["button"]
        figures["button_after_script_ms"] = closed["button"] - paints["script"]
        figures |= sizes("closed_", [one for one in shown.wire.fetched if one.is_from(gateway)])

        shown.press(".launcher")
        shown.until(lambda: shown.seen()["answers"])
        opened = shown.seen()
        figures["greeting_ms"] = opened["answers"][0] - opened["pressed"]
        shown.settle()
        figures |= sizes("open_", [one for one in shown.wire.fetched if one.is_from(gateway)])

        shown.page.keyboard.insert_text(MESSAGE)
        known = len(shown.seen()["answers"])
        shown.press(".composer button[type=submit]")
        shown.until(lambda: len(shown.seen()["answers"]) > known)
        answered = shown.seen()
        figures["answer_ms"] = answered["answers"][known] - answered["pressed"]
        shown.settle()
        last = shown.seen()
        figures["use_blocking_ms"] = last["blocking"] - closed["blocking"]
        figures["layout_shift"] = last["shift"]
        figures["host_layout_shift"] = last["hostShift"]
        fetched = shown.wire.fetched
        files = tuple(gateway + path for path in _WIDGET_FILES)
        figures["widget_bytes"] = sum(
            one.body_bytes for one in fetched if one.url.startswith(files)
        )
        figures["third_party_requests"] = sum(not one.is_from(host, gateway) for one in fetched)
        return figures


def page_visit(browser: Browser, url: str, profile: Profile) -> dict[str, float]:
    """Any page, only looked at."""
    with window(browser, url, profile) as shown:
        shown.settle()
        figures = page_figures(shown.page.evaluate(_PAINTS, ""), shown.seen())
        return figures | sizes("page_", shown.wire.fetched)


def page_figures(paints: Mapping[str, float], seen: Mapping[str, float]) -> dict[str, float]:
    """When a page was drawn and loaded, what blocked it, and what moved in it meanwhile."""
    return {
        "page_first_contentful_paint_ms": paints["first"],
        "page_load_ms": paints["load"],
        "page_blocking_ms": seen["blocking"],
        "page_layout_shift": seen["shift"],
    }


def medians(visits: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each figure; of what must not happen at all, the worst."""
    return {
        name: round(_summed_up(name)([visit[name] for visit in visits]), _digits(name))
        for name in visits[0]
    }


def within_budget(figures: Mapping[str, float]) -> dict[str, float]:
    """1 for each budget that is kept, 0 for each that is not."""
    shifts = [value for name, value in figures.items() if name.startswith("host_layout_shift")]
    strangers = [value for name, value in figures.items() if name.startswith("third_party")]
    return {
        "within_budget_bytes": int(figures["widget_bytes"] <= WIDGET_BYTES),
        "within_budget_button": int(figures["button_after_script_ms_fast"] <= BUTTON_MS),
        "within_budget_third_party": int(not any(strangers)),
        "within_budget_layout_shift": int(not any(shifts)),
    }


def _summed_up(name: str) -> Callable[[Sequence[float]], float]:
    return max if name.endswith(("layout_shift", "third_party_requests")) else median


def _digits(name: str) -> int:
    return 4 if name.endswith("layout_shift") else 1
