"""``./mado languages``: how far the translations go; machine translation and its corrections."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.errors import MadoguchiError
from madoguchi.languages.coverage import coverage, translated_languages
from madoguchi.languages.machine import machine
from madoguchi.languages.strings import LANGUAGES
from madoguchi.settings import settings

app = typer.Typer(help="Translations.", no_args_is_help=True)
output = Console(soft_wrap=True, highlight=False)

Source = Annotated[str, typer.Option("--from", help="Language tag of the text, such as ja.")]
Target = Annotated[str, typer.Option("--to", help="Language tag to translate into, such as en.")]


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


@app.command()
def translate(
    text: Annotated[str, typer.Argument(help="The text.")],
    source: Source,
    target: Target,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Translate by machine; what was corrected before comes as it was corrected.

    A sentence that the quality gate refuses stays as it is, and the command says so.
    """
    found = machine.translate(text, source, target)
    if found is None:
        raise _no_pair(source, target)
    if as_json:
        sys.stdout.write(json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n")
        return
    output.print(found.text, markup=False)
    if not found.complete:
        output.print("(Not all sentences could be translated well enough.)", markup=False)


@app.command()
def correct(
    text: Annotated[str, typer.Argument(help="The text as it was written.")],
    better: Annotated[str, typer.Argument(help="How it is to be translated from now on.")],
    source: Source,
    target: Target,
) -> None:
    """Keep a better translation: it wins over the machine from now on."""
    if not machine.can_translate(source, target):
        raise _no_pair(source, target)
    for name, value in (("text", text), ("better", better)):
        if not value.strip():
            raise MadoguchiError("empty-text", f"{name} is empty; give a sentence or more")
    machine.correct(text, source, target, better)
    output.print("Kept.")


def _no_pair(source: str, target: str) -> MadoguchiError:
    pairs = ", ".join(sorted(f"{one}-{other}" for one, other in machine.engine().pairs()))
    return MadoguchiError(
        "no-language-pair",
        f"No package translates {source} into {target}. Installed: {pairs or 'none'}. Packages "
        f"(*.argosmodel) go into {settings().resolved_language_models_dir / 'argos'}.",
    )
