"""``./mado banner``: the urgent word above everything else."""

from __future__ import annotations

from typing import Annotated

import typer

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import JST, system_clock
from madoguchi.notices import banner
from madoguchi.notices.banner import ALL, Banner
from madoguchi.settings import settings
from madoguchi.storage import database
from madoguchi.storage.database import transaction

app = typer.Typer(help="The urgent word above everything else.", no_args_is_help=True)

WardOption = Annotated[
    str | None, typer.Option("--ward", help="Id of the ward; all wards when not given.")
]


@app.callback()
def prepare() -> None:
    """Bring the database up to date first, so that the commands work on a new machine too."""
    database.upgrade(settings().resolved_database_url)


@app.command("show")
def show_banners() -> None:
    """Print every banner, the newest first."""
    with transaction() as session:
        banners = banner.every(session)
    for one in banners:
        _print(one)
    if not banners:
        typer.echo("There is no banner.", err=True)


@app.command("set")
def set_banner(
    text: Annotated[str, typer.Argument(help="At most 200 characters, in Japanese.")],
    ward: WardOption = None,
    url: Annotated[str | None, typer.Option(help="An https page with more.")] = None,
) -> None:
    """Put up a banner; it takes the place of the one there. Residents see it within seconds."""
    with transaction() as session:
        _print(banner.show(session, _place(ward), text, url, system_clock))


@app.command("clear")
def clear_banner(ward: WardOption = None) -> None:
    """Take down the banner of a ward, or the one of all wards."""
    place = _place(ward)
    with transaction() as session:
        was_there = banner.clear(session, place)
    typer.echo(f"{place}: {'cleared' if was_there else 'there was no banner'}")


def _place(ward: str | None) -> str:
    return ALL if ward is None else catalogue().ward(ward).id


def _print(one: Banner) -> None:
    since = one.since.astimezone(JST).strftime("%Y-%m-%d %H:%M")
    typer.echo(f"{one.place}  since {since}  {one.text}  {one.url or ''}".rstrip())
