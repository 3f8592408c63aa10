"""``./mado easy``: check texts in やさしい日本語, and make a draft of one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from madoguchi.errors import MadoguchiError
from madoguchi.languages.easy.checking import NAME_RULES, RULES, check
from madoguchi.languages.easy.finding import Finding
from madoguchi.languages.easy.own_texts import own_texts
from madoguchi.languages.easy.rewriting.draft import rewrite as make_draft

app = typer.Typer(help="やさしい日本語.", no_args_is_help=True)
output = Console(soft_wrap=True, highlight=False)

Located = tuple[str, Finding]
"""Where a text with a finding stands, and the finding."""


@app.callback()
def easy_japanese() -> None:
    """Japanese for who is learning it: short sentences, everyday words, furigana."""


@app.command("check")
def check_texts(
    files: Annotated[
        list[str] | None,
        typer.Argument(help="Text files; - is the standard input; none: all our own texts."),
    ] = None,
    text: Annotated[str | None, typer.Option(help="Check this text.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print findings as JSON.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 on any finding, not on errors alone.")
    ] = False,
) -> None:
    """List what breaks the rules, by file and line; exit 1 if anything is an error."""
    found = list(_findings(files or [], text))
    if as_json:
        listed = [{"where": where, **asdict(finding)} for where, finding in found]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    else:
        _print(found)
    if any(strict or finding.severity == "error" for _, finding in found):
        raise typer.Exit(1)


@app.command()
def rewrite(
    text: Annotated[str, typer.Argument(help="Japanese; - reads the standard input.")],
) -> None:
    """Make a draft; a person must read it before residents do."""
    draft = make_draft(sys.stdin.read() if text == "-" else text)
    output.print(draft.text, markup=False)
    if draft.changes:
        output.print("\nChanged:")
    for change in draft.changes:
        output.print(f"  {change.rule}: {change.before} → {change.after}", markup=False)
    if draft.left:
        output.print("\nFor you to decide:")
    for finding in draft.left:
        output.print(f"  {finding.rule}: {finding.found}: {finding.suggestion}", markup=False)
    output.print("\nThis is a draft: read it, and compare every fact with the original.")


def _findings(files: list[str], text: str | None) -> Iterator[Located]:
    if text is not None and files:
        raise MadoguchiError("text-and-files", "Give either FILES or --text, not both.")
    if text is not None:
        yield from (("text", finding) for finding in check(text))
    elif not files:
        for own in own_texts():
            found = check(own.text, NAME_RULES if own.is_name else RULES)
            yield from ((own.where, finding) for finding in found)
    for name in files:
        content = sys.stdin.read() if name == "-" else _read(Path(name))
        for finding in check(content):
            line = content.count("\n", 0, finding.start) + 1
            yield f"{'stdin' if name == '-' else name}:{line}", finding


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise MadoguchiError("not-utf-8", f"{path}: save the file as UTF-8.") from None
    except OSError as error:
        raise MadoguchiError("unreadable-file", f"{path}: {error.strerror}") from None


def _print(found: list[Located]) -> None:
    for where, finding in found:
        output.print(
            f"{where}: {finding.severity}: {finding.rule}: {finding.found}\n"
            f"    {finding.suggestion}",
            markup=False,
        )
    table = Table("rule", "severity", "accepted")
    table.add_column("findings", justify="right")
    for rule in RULES:
        count = sum(finding.rule == rule.id for _, finding in found)
        table.add_row(rule.id, rule.severity, rule.accepted, str(count))
    output.print(table)
