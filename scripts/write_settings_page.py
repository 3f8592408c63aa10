"""Writes docs/settings.md from the descriptions of the settings; run it from the checkout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from madoguchi.settings import Settings  # noqa: E402 - the line before makes it importable

PAGE = ROOT / "docs" / "settings.md"
_HEAD = """# Settings

From the environment or `.env`. Made by `scripts/write_settings_page.py`.

| variable | default | meaning |
|---|---|---|
"""


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        default = field.default
        variable = f"{prefix}{name.upper()}"
        if isinstance(default, BaseModel):
            yield from _rows(type(default), f"{variable}__")
            continue
        if isinstance(default, Path):
            default = default.relative_to(ROOT)
        shown = "" if default in (None, {}, ()) else f"`{default}`"
        yield f"| `{variable}` | {shown} | {field.description} |"


def page() -> str:
    """The page as Markdown, one row a setting."""
    rows = list(_rows(Settings, "MADOGUCHI_"))
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
