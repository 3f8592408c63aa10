"""Debian's Chromium, as every test in a browser starts it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""What axe-core is asked to look for."""


@contextmanager
def launched() -> Iterator[Browser]:
    """A running Chromium.

    Raises:
        FileNotFoundError: where none is installed.

    """
    if CHROMIUM is None:
        raise FileNotFoundError("chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def beside(browser: Browser, *more: str) -> Iterator[Browser]:
    """Another Chromium with ``more`` arguments, as long as the first one runs."""
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])
    yield other
    other.close()
