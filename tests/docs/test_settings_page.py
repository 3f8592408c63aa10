"""The page of settings says what the settings are."""

from __future__ import annotations

from scripts.write_settings_page import PAGE, page


def test_the_page_is_what_the_settings_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/write_settings_page.py"
