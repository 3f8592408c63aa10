"""Writes docs/settings.md from the descriptions of the settings; run it from the checkout."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from madoguchi.settings import Settings  # noqa: E402 - the line before makes it importable

PAGE = ROOT / "docs" / "settings.md"
_HEAD = """# Settings

From the environment or `.env`. Made by `scripts/write_settings_page.py`.

| variable | default | meaning |
|---|---|---|
"""


def page() -> str:
    """The page as Markdown, one row a setting."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = default.relative_to(ROOT)
        shown = "" if default is None else f"`{default}`"
        rows.append(f"| `MADOGUCHI_{name.upper()}` | {shown} | {field.description} |")
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
