"""The host page without the widget: what the ward's own page costs anyway."""

from __future__ import annotations

from playwright.sync_api import Browser

from benchmarks.widget.evaluate import page_visit
from benchmarks.widget.generate import WITHOUT_WIDGET, Profile


def visit(browser: Browser, host: str, profile: Profile) -> dict[str, float]:
    """The page of the site as it was before the tag was put in."""
    return page_visit(browser, f"{host}{WITHOUT_WIDGET}", profile)
