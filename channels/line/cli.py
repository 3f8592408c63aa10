"""``./mado line``: rich menus, the menu of a disaster, and what is wrong with an account."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from channels.line import doctor
from channels.line.accounts import SHARED, Account, account_of
from channels.line.richmenu import apply
from channels.line.richmenu.apply import Outcome
from channels.line.richmenu.fonts import MissingFontError
from channels.line.richmenu.menu import DISASTER, EVERYDAY, LANGUAGES, Menu, MenuLanguage, load
from channels.line.richmenu.picture import draw as draw_picture
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.ward import Ward
from madoguchi.errors import MadoguchiError, NotFoundError
from madoguchi.settings import settings

console = Console(stderr=True, soft_wrap=True)

app = typer.Typer(
    help="LINE: rich menus, disasters, and what is wrong with an account.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
richmenu_app = typer.Typer(help="Rich menus, from catalogue/line/richmenus/.", no_args_is_help=True)
disaster_app = typer.Typer(help="The menu while a disaster lasts.", no_args_is_help=True)
app.add_typer(richmenu_app, name="richmenu")
app.add_typer(disaster_app, name="disaster")

WardOption = Annotated[str, typer.Option("--ward", help="Id of the ward, such as shibuya.")]
AnyWardOption = Annotated[str | None, typer.Option("--ward", help="Id of the ward.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every ward that has an account.")]
MenuOption = Annotated[str, typer.Option("--menu", help="Name in catalogue/line/richmenus/.")]


@richmenu_app.command()
def draw(
    ward: WardOption,
    out: Annotated[Path, typer.Option(help="Folder for the pictures; made when missing.")],
    menu: Annotated[
        str | None, typer.Option(help="Name in catalogue/line/richmenus/; all when not given.")
    ] = None,
    language: Annotated[
        MenuLanguage | None, typer.Option(help="One language; all when not given.")
    ] = None,
) -> None:
    """Draw the pictures, to look at them before they are shown."""
    catalogue().ward(ward)
    missing: list[str] = []
    out.mkdir(parents=True, exist_ok=True)
    for drawn_menu in [_menu(menu)] if menu else [_menu(EVERYDAY), _menu(DISASTER)]:
        for tag in LANGUAGES if language is None else (language,):
            path = out / f"{drawn_menu.id}-{tag}.png"
            try:
                path.write_bytes(draw_picture(drawn_menu, tag))
            except MissingFontError as error:
                missing.append(f"{path.name} is not drawn: {error.message}")
            else:
                typer.echo(str(path))
    if missing:
        raise MadoguchiError("missing-font", "\n".join(missing))


@richmenu_app.command("apply")
def apply_menu(ward: WardOption, menu: MenuOption = EVERYDAY) -> None:
    """Bring a menu to LINE as it is in the catalogue; what is unchanged is not sent again."""
    account, facts = _account(ward)
    _report(account, _menu(menu), apply.apply(account, _menu(menu), facts))


@disaster_app.command()
def on(ward: AnyWardOption = None, every: AllOption = False) -> None:
    """Show the menu for disasters instead of the everyday one."""
    _switch(DISASTER, ward, every=every)


@disaster_app.command()
def off(ward: AnyWardOption = None, every: AllOption = False) -> None:
    """Show the everyday menu again."""
    _switch(EVERYDAY, ward, every=every)


@app.command("doctor")
def examine(ward: WardOption) -> None:
    """Say what is wrong with the ward's account and what to do; exit code 1 if something is."""
    account, facts = _account(ward)
    typer.echo(f"ok: account: {_called(account)}")
    wrong = False
    for finding in doctor.examine(account, facts, _menu):
        typer.echo(f"{finding.state}: {finding.subject}: {finding.text}")
        wrong = wrong or finding.state == "wrong"
    if wrong:
        raise typer.Exit(1)


def _menu(menu_id: str) -> Menu:
    return load(settings().catalogue_dir, menu_id, catalogue())


def _account(ward_id: str) -> tuple[Account, Ward | None]:
    """The ward's account, and the ward unless others share the account."""
    ward = catalogue().ward(ward_id)
    account = account_of(settings().line, ward_id)
    return account, None if account.name == SHARED else ward


def _called(account: Account) -> str:
    return "that which wards share" if account.name == SHARED else f"{account.name}'s own"


def _accounts() -> Iterator[tuple[Account, Ward | None]]:
    """Every account once, whichever of its wards it is found by."""
    found: set[str] = set()
    for ward_id in catalogue().wards:
        try:
            account, ward = _account(ward_id)
        except NotFoundError:
            continue  # a ward without an account; one that is half set is an error
        if account.name not in found:
            found.add(account.name)
            yield account, ward


def _switch(menu_id: str, ward_id: str | None, *, every: bool) -> None:
    if (ward_id is None) != every:
        raise MadoguchiError("no-ward", "Give either --ward or --all.")
    menu = _menu(menu_id)
    accounts = list(_accounts()) if ward_id is None else [_account(ward_id)]
    if not accounts:
        raise MadoguchiError("no-line-account", "No ward has a LINE account. See docs/line.md.")
    failed = []
    for account, ward in accounts:
        try:
            _report(account, menu, apply.switch(account, menu, ward))
        except MadoguchiError as error:
            failed.append(f"{account.name}: {error.message}")
    if failed:
        raise MadoguchiError("not-switched", "\n".join(failed))


def _report(account: Account, menu: Menu, outcome: Outcome) -> None:
    done = [
        *([f"{len(outcome.uploaded)} uploaded"] if outcome.uploaded else []),
        *(["now shown to all"] if outcome.shown else []),
        *([f"{outcome.deleted} old deleted"] if outcome.deleted else []),
    ]
    typer.echo(f"{account.name}: {menu.id}: {', '.join(done) or 'unchanged'}")
    for remark in outcome.remarks:
        typer.echo(f"{account.name}: {remark}")


def main() -> None:
    """Run the command line; an expected error is clear lines and exit code 1."""
    try:
        app(prog_name="mado line")
    except MadoguchiError as error:
        console.print(f"Error: {error.message}", style="red", highlight=False, markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
