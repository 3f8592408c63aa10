"""Chromium, as the tests of the widget start it."""

from tests.channels.web.conftest import browser

__all__ = ["browser"]
