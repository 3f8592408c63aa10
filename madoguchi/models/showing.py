"""What ``./mado models`` prints: results to standard output, the way there to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from madoguchi.models.catalog import KnownModel, known
from madoguchi.models.errors import ModelError
from madoguchi.models.fetching import Progress as Tell
from madoguchi.models.installed import InstalledModel
from madoguchi.models.records import Record
from madoguchi.settings import settings

output = Console(soft_wrap=True, highlight=False, markup=False)
notes = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def announce(models: list[KnownModel]) -> None:
    """Sizes and licences, before anything is fetched."""
    for model in models:
        output.print(f"{model.id}  {_size(model.size)}  {model.licence}  ({model.attribution})")
    sizes = [model.size for model in models]
    if len(sizes) > 1:
        more = " and what is not known beforehand" if None in sizes else ""
        output.print(f"Together {_size(sum(size or 0 for size in sizes))}{more}")


def complain(error: ModelError) -> None:
    """An error that does not end the command."""
    notes.print(f"Error: {error.message}", style="red")


def report(record: Record) -> None:
    """What was installed."""
    pinned = "its checksum was known" if record.pinned else "its checksum is remembered from now on"
    output.print(f"Installed {record.id} ({pinned})")


def show_installed(there: list[InstalledModel], as_json: bool) -> None:
    """The packages that are there, as a table or as JSON."""
    if as_json:
        print_json(
            [
                {
                    "id": model.id,
                    "kind": model.kind,
                    "languages": list(model.languages),
                    "version": model.version,
                    "size": model.size,
                    "folder": str(model.folder),
                    "licence": model.record.licence if model.record else None,
                    "pinned": model.record.pinned if model.record else None,
                }
                for model in there
            ]
        )
        return
    if not there:
        output.print(
            f"No models in {settings().resolved_language_models_dir}. "
            "See ./mado models list --available."
        )
        return
    _print_table(
        ("id", "languages", "version", "size", "checksum", "licence"),
        (
            (
                model.id,
                " ".join(model.languages),
                model.version or "",
                _size(model.size),
                "none"
                if model.record is None
                else "pinned"
                if model.record.pinned
                else "first use",
                (model.record.licence if model.record else None) or "see its README",
            )
            for model in there
        ),
    )


def show_known(there: set[str], as_json: bool) -> None:
    """The packages of known.yml; ``there`` are the ids of those that are installed."""
    if as_json:
        print_json(
            [
                {
                    **model.model_dump(mode="json"),
                    "size": model.size,
                    "installed": model.id in there,
                }
                for model in known().values()
            ]
        )
        return
    _print_table(
        ("id", "languages", "version", "size", "checksum", "licence", ""),
        (
            (
                model.id,
                " ".join(model.languages),
                model.version,
                _size(model.size),
                model.checked_by,
                model.licence,
                "installed" if model.id in there else "",
            )
            for model in known().values()
        ),
    )
    output.print("Other packages of the official indexes: argos:<from>-<to>, vosk:<name>")


def _print_table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    table = Table(*columns, box=None, pad_edge=False)
    table.columns[0].no_wrap = True
    for row in rows:
        table.add_row(*row)
    output.print(table)


def print_json(content: Any) -> None:
    """To standard output, for programs."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _size(size: int | None) -> str:
    return "size unknown" if size is None else f"{size / 1e6:,.1f} MB"


@contextmanager
def bar(name: str) -> Iterator[Tell]:
    """A bar for one download, and what moves it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=notes, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda here, total: bar.update(task, completed=here, total=total)
