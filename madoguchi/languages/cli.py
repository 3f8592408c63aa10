"""``./mado languages``: how far the translations go."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.languages.coverage import coverage, translated_languages
from madoguchi.languages.strings import LANGUAGES

app = typer.Typer(help="Translations.", no_args_is_help=True)
output = Console(soft_wrap=True, highlight=False)


@app.callback()
def translating() -> None:
    """Languages in which residents are answered."""


@app.command()
def status(
    strict: Annotated[
        bool, typer.Option("--strict", help="Name what is missing; exit 1 if anything is.")
    ] = False,
) -> None:
    """Count, by language and area, what is translated, reviewed, stale and missing."""
    known = catalogue()
    rows = [row for language in translated_languages() for row in coverage(known, language)]
    table = Table("language", "area")
    for name in ("texts", "translated", "reviewed", "stale", "missing"):
        table.add_column(name, justify="right")
    for row in rows:
        counts = (row.texts, row.translated, row.reviewed, len(row.stale), len(row.missing))
        table.add_row(row.language, row.area, *map(str, counts))
    output.print(table)
    without = [tag for tag in LANGUAGES if tag != "ja" and tag not in translated_languages()]
    if without:
        output.print(f"No translations yet: {', '.join(without)}")
    if not strict:
        return
    for row in rows:
        for text in row.missing:
            output.print(f"missing in {row.language}/{row.area}: {text}", markup=False)
    if any(row.missing for row in rows):
        raise typer.Exit(1)
