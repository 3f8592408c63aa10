"""Figures in the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

BASELINE = "baseline_"
"""What the names of the baseline's figures begin with."""


def show(title: str, ours: str, theirs: str, figures: Mapping[str, float]) -> None:
    """Print a row a figure, the baseline's of the same name beside it."""
    table = Table(title=title, title_justify="left")
    table.add_column("", justify="left")
    for heading in (ours, theirs):
        table.add_column(heading, justify="right")
    for name, value in figures.items():
        if not name.startswith(BASELINE):
            other = figures.get(BASELINE + name)
            table.add_row(name, f"{value:g}", "" if other is None else f"{other:g}")
    Console().print(table)
