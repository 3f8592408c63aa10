"""``./mado shelters``: bring in the public data of evacuation, and look at it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock, today_in_japan
from madoguchi.errors import InvalidValueError, MadoguchiError
from madoguchi.forms.values.dates import parse_date
from madoguchi.settings import settings
from madoguchi.shelters import importing, reading, store
from madoguchi.shelters.checking import Checked, check
from madoguchi.shelters.features import ShelterFileError
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.importing import Change
from madoguchi.shelters.nearest import Place, merged, shelters
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind
from madoguchi.storage import database
from madoguchi.storage.database import transaction

app = typer.Typer(help="Evacuation sites and shelters, from the public data.", no_args_is_help=True)

_PROBLEMS_SHOWN = 50


@app.callback()
def prepare() -> None:
    """Bring the database up to date first, so that the commands work on a new machine too."""
    database.upgrade(settings().resolved_database_url)


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="GeoJSON or CSV, of either kind.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day of the data, such as 2026-04-01.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
) -> None:
    """Make the wards' sites and shelters what the files say: all of it, or nothing.

    The files are those of the Geospatial Information Authority of Japan, of one ward or of many.
    Broken entries are left out and named. See docs/shelters.md.
    """
    day = None if as_of is None else _day(as_of)
    checked = check([reading.read(file) for file in files], catalogue().wards)
    _report(checked)
    if checked.count == 0:
        raise ShelterFileError("No entry of the files can be used. Nothing was changed.")
    with transaction() as session:
        if dry_run:
            _show(importing.compare(session, checked, day))
        else:
            _show(importing.bring_in(session, checked, day, system_clock()))
    if day is None:
        typer.echo("Without --as-of, answers do not say of which day the data is.")
    if dry_run:
        typer.echo("Nothing was changed (--dry-run).")
    else:
        typer.echo("Imported. Running servers answer from it at once.")


@app.command("list")
def list_shelters(
    ward: Annotated[str, typer.Option(help="Id of the ward, such as nerima.")],
) -> None:
    """Print the places of a ward."""
    name = catalogue().ward(ward).names.ja
    with transaction() as session:
        places = merged(store.shelters(session, ward))
        dates = [one for one in store.sets(session) if one.ward == ward]
    if not dates:
        typer.echo(f"There is nothing of {ward}. Bring it in: shelters import FILE.")
        return
    table = _table(f"{name}（{len(places):,}）")
    for place in places:
        table.add_row(*_cells(place))
    _print(table)
    for one in dates:
        typer.echo(f"{one.kind.label}: {one.as_of or 'of an unknown day'}")


@app.command("near")
def near(
    latitude: Annotated[float, typer.Argument(help="Degrees north, such as 35.7348.")],
    longitude: Annotated[float, typer.Argument(help="Degrees east, such as 139.6741.")],
    hazard: Annotated[
        Hazard | None, typer.Option(help="Only where one may flee from this disaster.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many.")] = 3,
) -> None:
    """Print the places nearest to a position."""
    position = Position(latitude, longitude)
    if not position.is_on_earth:
        raise MadoguchiError(
            "bad-arguments", "The latitude goes from -90 to 90, the longitude from -180 to 180."
        )
    found = shelters().nearest(position, limit, hazard)
    if not found:
        typer.echo("There is no such place. Bring some in: shelters import FILE.")
        return
    table = _table(None, "metres")
    for one in found:
        table.add_row(*_cells(one.place), f"{one.metres:,.0f}")
    _print(table)


def _day(text: str) -> date:
    today = today_in_japan(system_clock)
    try:
        day = parse_date(text, today=today, prefer="past")
    except InvalidValueError:
        day = None
    if day is None or day > today:
        raise MadoguchiError(
            "bad-arguments",
            f"--as-of {text[:40]!r} is no day. Accepted: such as 2026-04-01, 令和8年4月1日; not in "
            "the future.",
        )
    return day


def _report(checked: Checked) -> None:
    for path, municipality in checked.unavailable:
        typer.echo(f"{path}: {municipality} has published no such data. What is here stays.")
    for problem in checked.problems[:_PROBLEMS_SHOWN]:
        typer.echo(f"Left out: {problem}", err=True)
    more = len(checked.problems) - _PROBLEMS_SHOWN
    if more > 0:
        typer.echo(f"... and {more:,} more.", err=True)
    if checked.elsewhere:
        typer.echo(f"{checked.elsewhere:,} entries are of other municipalities than the 23 wards.")


def _show(changes: list[Change]) -> None:
    table = Table()
    for heading in ("ward", "kind", "added", "changed", "unchanged", "removed"):
        table.add_column(heading, justify="left" if heading in ("ward", "kind") else "right")
    for change in changes:
        counts = (change.added, change.changed, change.unchanged, change.removed)
        table.add_row(change.ward, change.kind.label, *(f"{count:,}" for count in counts))
    _print(table)


def _table(title: str | None, *more: str) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("name", "address", "flee there from", "stay there", *more):
        justify: Literal["left", "right"] = "right" if heading in more else "left"
        table.add_column(heading, justify=justify, overflow="fold")
    return table


def _cells(place: Place) -> tuple[str, str, str, str]:
    stays = Kind.SHELTER in place.kinds
    return (
        place.name,
        place.address,
        ", ".join(sorted(place.hazards)),
        (place.accepts or "anybody") if stays else "",
    )


def _print(table: Table) -> None:
    Console(highlight=False, markup=False).print(table)
