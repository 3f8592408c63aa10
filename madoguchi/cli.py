"""The command line: one module a group of commands, thin over the domain."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from madoguchi.catalogue.cli import app as catalogue_app
from madoguchi.curation import cli as curation
from madoguchi.errors import MadoguchiError
from madoguchi.faq.cli import app as faq_app
from madoguchi.inquiries.cli import app as inquiries_app
from madoguchi.languages.cli import app as languages_app
from madoguchi.languages.easy.cli import app as easy_app
from madoguchi.logs import configure
from madoguchi.models.cli import app as models_app
from madoguchi.notices.cli import app as banner_app
from madoguchi.settings import ROOT, Settings, settings
from madoguchi.shelters.cli import app as shelters_app
from madoguchi.storage import database
from madoguchi.submissions.cli import app as submissions_app
from madoguchi.voice.cli import app as voice_app

console = Console(stderr=True)
output = Console(soft_wrap=True, highlight=False)

app = typer.Typer(
    help="Madoguchi (窓口): the assistant of Tokyo's 23 wards.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
db_app = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(catalogue_app, name="catalogue")
app.add_typer(submissions_app, name="submissions")
app.add_typer(inquiries_app, name="inquiries")
app.add_typer(faq_app, name="faq")
app.add_typer(shelters_app, name="shelters")
app.add_typer(languages_app, name="languages")
app.add_typer(easy_app, name="easy")
app.add_typer(models_app, name="models")
app.add_typer(curation.app, name="review")
app.add_typer(banner_app, name="banner")
app.add_typer(voice_app, name="voice")
app.add_typer(db_app, name="db")
app.command("evaluate")(curation.evaluate)
app.command("promote")(curation.promote)
app.command("rollback")(curation.rollback)


@app.command()
def up(
    port: Annotated[int | None, typer.Option(help="Port of the gateway.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Gateway processes.")] = 1,
    ward: Annotated[str | None, typer.Option(help="Ward assumed when none is named.")] = None,
    unpromoted: Annotated[
        bool, typer.Option(help="Run the model of the present nlu_data, though it is not promoted.")
    ] = False,
) -> None:
    """Set up, train if need be, start everything, print the addresses; Ctrl-C stops all of it."""
    from madoguchi.running import stack

    configure(logging.INFO)
    changes: dict[str, Any] = {}
    if port is not None:
        changes["port"] = port
    if ward is not None:
        changes["ward"] = ward
    stack.up(_with(settings(), changes), console, workers, unpromoted=unpromoted)


@app.command()
def train(
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Keep it as the candidate to become live.")
    ] = False,
) -> None:
    """Train the Rasa model unless config, domain and nlu_data are unchanged."""
    from madoguchi.curation import promotion
    from madoguchi.running import model

    if candidate:
        output.print(f"Candidate: {promotion.train_candidate(settings(), console)}")
    else:
        output.print(str(model.train(settings(), console)))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Train and prepare the search if stale, then run every test; arguments go to pytest."""
    from madoguchi.running import model, stack

    model.train(settings(), console)
    stack.prepare_search(settings(), console)
    # Each file stays in one process, which starts what its tests share once.
    command = [
        sys.executable, "-m", "pytest", "-n", "auto", "--maxprocesses", "4", "--dist", "loadfile",
        *context.args,
    ]  # fmt: skip
    raise typer.Exit(subprocess.call(command, cwd=ROOT))  # noqa: S603


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="What the resident says.")],
    ward: Annotated[str | None, typer.Option(help="Id of the ward.")] = None,
    language: Annotated[str, typer.Option(help="Language tag.")] = "ja",
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer.")] = False,
) -> None:
    """One turn through the running gateway."""
    base = f"{settings().gateway_url}/api/v1/conversations"
    try:
        with httpx.Client(timeout=60) as client:
            started = _answer(client.post(base, json={"ward": ward, "language": language}))
            reply = _answer(
                client.post(
                    f"{base}/{started['id']}/messages",
                    headers={"Authorization": f"Bearer {started['token']}"},
                    json={"text": text, "client_message_id": "ask"},
                )
            )
    except httpx.ConnectError:
        raise MadoguchiError(
            "not-running", "The gateway is not running. Start it with ./mado up."
        ) from None
    if as_json:
        sys.stdout.write(json.dumps(reply, ensure_ascii=False, indent=2) + "\n")
        return
    for message in reply["messages"]:
        _print_message(message)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(
    context: typer.Context, name: Annotated[str, typer.Argument(help="Name in benchmarks/.")]
) -> None:
    """Run a benchmark; arguments go to it."""
    folder = ROOT / "benchmarks" / name.replace("-", "_")
    if not (folder / "cli.py").exists():
        known = sorted(path.parent.name for path in (ROOT / "benchmarks").glob("*/cli.py"))
        raise MadoguchiError(
            "unknown-benchmark", f"There is no benchmark {name!r}. Known: {', '.join(known)}."
        )
    module = f"benchmarks.{folder.name}.cli"
    raise typer.Exit(
        subprocess.call([sys.executable, "-m", module, *context.args], cwd=ROOT)  # noqa: S603
    )


@app.command(
    context_settings={
        "allow_extra_args": True,
        "ignore_unknown_options": True,
        "help_option_names": [],
    }
)
def line(context: typer.Context) -> None:
    """LINE: rich menus, disasters, and what is wrong with an account."""
    command = [sys.executable, "-m", "channels.line.cli", *context.args]
    raise typer.Exit(subprocess.call(command, cwd=ROOT))  # noqa: S603


@db_app.command("upgrade")
def upgrade(
    revision: Annotated[str, typer.Argument(help="Revision to reach.")] = "head",
) -> None:
    """Bring the database to a revision of the migrations."""
    database.upgrade(settings().resolved_database_url, revision)
    output.print(f"The database is at {revision}.")


def _with(present: Settings, changes: dict[str, Any]) -> Settings:
    return present.model_copy(update=changes)


def _answer(response: httpx.Response) -> Any:
    body = response.json()
    if response.is_error:
        raise MadoguchiError(str(body.get("code")), str(body.get("detail")))
    return body


def _print_message(message: dict[str, Any]) -> None:
    if message.get("title"):
        output.print(f"■ {message['title']}")
    output.print(message["text"])
    for row in message.get("rows") or ():
        output.print(f"  {row['label']}：{row['value']}")
    for item in message.get("items") or ():
        output.print(f"  ・{item}")
    for choice in message.get("choices") or ():
        output.print(f"  [{choice['label']}]", markup=False)
    source = message.get("source")
    if source:
        checked = source.get("verified_on") or source.get("updated_on") or "確認日なし"
        output.print(f"  出典：{source.get('title') or ''} {source.get('url') or ''} ({checked})")


def main(prog_name: str) -> None:
    """Run the command line; an expected error is one clear line and exit code 1."""
    try:
        app(prog_name=prog_name)
    except MadoguchiError as error:
        console.print(f"Error: {error.message}", style="red", highlight=False, markup=False)
        sys.exit(1)
