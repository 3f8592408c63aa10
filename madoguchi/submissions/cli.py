"""``./mado submissions``: the back office reads applications and reports their status."""

from __future__ import annotations

import sys
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import JST, system_clock, today_in_japan
from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.dates import parse_date
from madoguchi.settings import settings
from madoguchi.storage import database
from madoguchi.storage.database import transaction
from madoguchi.submissions import attached, progress, receipt_number, submission
from madoguchi.submissions import export as exporting
from madoguchi.submissions.status import SubmissionStatus

app = typer.Typer(help="Submitted applications.", no_args_is_help=True)


@app.callback()
def prepare() -> None:
    """Bring the database up to date first, so that the commands work on a new machine too."""
    database.upgrade(settings().resolved_database_url)


@app.command("export")
def export_submissions(
    since: Annotated[
        str, typer.Option(help="Day (2026-04-01, 令和8年4月1日) or moment (ISO 8601), JST.")
    ],
    format: Annotated[str, typer.Option(help="csv or jsonl.")] = "jsonl",
    ward: Annotated[str | None, typer.Option(help="Only this ward.")] = None,
    procedure: Annotated[str | None, typer.Option(help="Only this procedure.")] = None,
    files: Annotated[
        Path | None,
        typer.Option(help="Folder for the attachments; nothing in it is overwritten."),
    ] = None,
) -> None:
    """Print all submissions since a moment, oldest first; write their attachments to a folder."""
    if format not in ("csv", "jsonl"):
        raise InvalidValueError("unknown-format", f"--format must be csv or jsonl, not {format!r}")
    moment = _moment(since)
    with transaction() as session:
        found = submission.since(session, moment, ward=ward, procedure=procedure)
        count = exporting.write(
            found,
            sys.stdout,
            "csv" if format == "csv" else "jsonl",
            exporting.no_files
            if files is None
            else partial(attached.write_files, session, folder=files),
        )
    sys.stderr.write(f"{count} submissions\n")


@app.command("set-status")
def set_status(
    receipt: Annotated[str, typer.Argument(help="Receipt number.")],
    status: Annotated[SubmissionStatus, typer.Argument(help="The new status.")],
    note: Annotated[str | None, typer.Option(help="Words for the resident, in Japanese.")] = None,
) -> None:
    """Record what became of a submission; the resident is told where they applied."""
    number = receipt_number.parse(receipt)
    with transaction() as session:
        changed = progress.report(session, catalogue(), number, status, note, system_clock)
    typer.echo(f"{changed.receipt_number}: {changed.status}")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        day = parse_date(text, today=today_in_japan(system_clock), prefer="past")
        moment = datetime.combine(day, time.min)
    return moment if moment.tzinfo else moment.replace(tzinfo=JST)
