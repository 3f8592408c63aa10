"""``./mado faq``: bring in, list and take away the FAQ of a ward."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock, today_in_japan
from madoguchi.errors import MadoguchiError
from madoguchi.faq import importing, reading, store, vectors
from madoguchi.faq.checking import Checked, check
from madoguchi.faq.entry import FaqEntry
from madoguchi.faq.importing import Difference
from madoguchi.faq.rows import FaqFileError
from madoguchi.settings import settings
from madoguchi.storage import database
from madoguchi.storage.database import transaction

app = typer.Typer(help="The wards' own FAQs, beside the procedures.", no_args_is_help=True)

Ward = Annotated[str, typer.Option(help="Id of the ward, such as shibuya.")]

_REPEATED_SHOWN = 10


@app.callback()
def prepare() -> None:
    """Bring the database up to date first, so that the commands work on a new machine too."""
    database.upgrade(settings().resolved_database_url)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, JSON Lines or XLSX.")],
    ward: Ward,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    skip_broken: Annotated[
        bool,
        typer.Option(
            "--skip-broken", help="Leave broken rows out; nothing is removed then either."
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also where most of the present entries are removed.")
    ] = False,
) -> None:
    """Make the ward's FAQ what the file says: all of it, or nothing.

    Columns: question (質問), answer (回答), and if wanted id, category (分類), url, updated
    (更新日). See docs/faq.md.
    """
    catalogue().ward(ward)
    source = reading.read(file)
    for remark in source.remarks:
        typer.echo(remark)
    with _progress() as bar:
        task = bar.add_task("Reading the rows", total=None)
        checked = check(
            source,
            today=today_in_japan(system_clock),
            progress=lambda rows: bar.update(task, description=f"Reading the rows: {rows:,}"),
        )
    try:
        _report(checked, skips=skip_broken)
        with transaction() as session:
            difference = importing.compare(session, ward, checked)
        _show(difference)
        if dry_run:
            typer.echo("Nothing was changed (--dry-run).")
            return
        if difference.removes_most and not yes:
            raise FaqFileError(
                f"{difference.removed:,} entries would be removed, more than half of the present "
                "ones. Nothing was changed. If the file is the right one, add --yes."
            )
        _make_vectors(ward, checked, difference)
        with transaction() as session:
            done = importing.bring_in(session, ward, checked, system_clock())
    finally:
        checked.close()
    if done.is_empty:
        typer.echo("Nothing changes: the FAQ is as the file says.")
    else:
        typer.echo(f"Imported into {ward}. Running servers answer from it in a moment.")


@app.command("list")
def list_entries(
    ward: Ward,
    as_json: Annotated[bool, typer.Option("--json", help="Whole entries, as JSON Lines.")] = False,
) -> None:
    """Print the entries of a ward, by id; with --json in the form that can be imported again."""
    catalogue().ward(ward)
    count = 0
    with transaction() as session:
        for count, entry in enumerate(store.entries(session, ward), 1):  # noqa: B007
            typer.echo(_as_json(entry) if as_json else f"{entry.id}\t{entry.question}")
    sys.stderr.write(f"{count:,} entries\n")


@app.command("remove")
def remove(
    ward: Ward,
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of the entries.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="The ward's whole FAQ.")] = False,
) -> None:
    """Take entries, or the whole FAQ of a ward, away."""
    catalogue().ward(ward)
    if bool(ids) == everything:
        raise MadoguchiError("bad-arguments", "Name the ids of entries, or --all; not both.")
    with transaction() as session:
        store.hold(session, ward)
        wanted = sorted(store.ids(session, ward)) if everything else list(dict.fromkeys(ids or ()))
        store.remove(session, ward, wanted)
        if wanted:
            store.count_change(session, ward)
    typer.echo(f"Removed {len(wanted):,} entries of {ward}.")


@app.command("index")
def index(ward: Ward) -> None:
    """Make the search's vectors of a ward's FAQ where they are missing; a server does it itself."""
    catalogue().ward(ward)
    with transaction() as session:
        entries = list(store.entries(session, ward))
    _step_back()
    with _progress() as bar:
        task = bar.add_task("Making the search's vectors", total=None)
        vectors.make(ward, entries, lambda done, of: bar.update(task, completed=done, total=of))
    typer.echo(f"The search knows {len(entries):,} entries of {ward}.")


def _report(checked: Checked, *, skips: bool) -> None:
    """Say what is wrong with the file.

    Raises:
        FaqFileError: where rows are broken and none may be skipped, or all are.

    """
    for row, before in checked.repeated[:_REPEATED_SHOWN]:
        typer.echo(f"Left out: row {row} says the same as row {before}.")
    if len(checked.repeated) > _REPEATED_SHOWN:
        typer.echo(f"Left out: {len(checked.repeated) - _REPEATED_SHOWN:,} more repeated rows.")
    for problem in checked.problems:
        typer.echo(str(problem), err=True)
    more = checked.problem_count - len(checked.problems)
    if more:
        typer.echo(f"... and {more:,} more.", err=True)
    if checked.problem_count and not skips:
        raise FaqFileError(
            f"{checked.problem_count:,} problems in the file. Nothing was changed. Correct them, "
            "or leave broken rows out with --skip-broken."
        )
    if checked.count == 0:
        raise FaqFileError("No row of the file can be used. Nothing was changed.")


def _show(difference: Difference) -> None:
    for kind, sign in (("added", "+"), ("changed", "~"), ("removed", "-")):
        examples = difference.examples.get(kind, [])
        for words in examples:
            typer.echo(f"{sign} {words}")
        more = getattr(difference, kind) - len(examples)
        if more > 0:
            typer.echo(f"{sign} ... and {more:,} more")
    typer.echo(
        f"{difference.added:,} added, {difference.changed:,} changed, "
        f"{difference.unchanged:,} unchanged, {difference.removed:,} removed"
    )
    if difference.kept:
        typer.echo(f"{difference.kept:,} that the file lacks are kept, since rows were left out.")


def _make_vectors(ward: str, checked: Checked, difference: Difference) -> None:
    """Make the vectors before the change, so that servers can take it up at once."""
    entries: list[FaqEntry] = list(checked.entries())
    if difference.kept:
        with transaction() as session:
            entries += [e for e in store.entries(session, ward) if e.id not in checked.ids]
    _step_back()
    with _progress() as bar:
        task = bar.add_task("Making the search's vectors", total=None)
        vectors.make(ward, entries, lambda done, of: bar.update(task, completed=done, total=of))


def _step_back() -> None:
    """Let a running server go first while this process makes vectors on all cores."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, 5)


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        yield bar


def _as_json(entry: FaqEntry) -> str:
    values = {**vars(entry), "updated": entry.updated.isoformat() if entry.updated else None}
    return json.dumps({key: value for key, value in values.items() if value is not None},
                      ensure_ascii=False)  # fmt: skip
