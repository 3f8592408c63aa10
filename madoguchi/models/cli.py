"""``./mado models``: get, list, check and remove the models for translation and speech."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import httpx
import typer

from madoguchi.models import dropped, indexes, installing, records, sources, store, verifying
from madoguchi.models.catalog import KINDS, Kind, KnownModel, known, needed_for
from madoguchi.models.client import client
from madoguchi.models.errors import ModelError, os_errors_said
from madoguchi.models.installed import installed
from madoguchi.models.installing import Package
from madoguchi.models.showing import (
    announce,
    bar,
    complain,
    notes,
    output,
    print_json,
    report,
    show_installed,
    show_known,
)
from madoguchi.settings import settings

app = typer.Typer(
    help="Models for translation and speech: nothing is downloaded but here.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
@os_errors_said()
def list_models(
    available: Annotated[
        bool, typer.Option("--available", help="What can be fetched, with sizes and licences.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what is installed; or, with --available, what is known and can be fetched."""
    models_dir = settings().resolved_language_models_dir
    there = installed(models_dir)
    if available:
        show_known({model.id for model in there}, as_json)
    else:
        show_installed(there, as_json)
    for path in dropped.waiting(models_dir):
        notes.print(f"{path} is not unpacked yet: ./mado models verify does it, or its first use.")


@app.command()
@os_errors_said()
def fetch(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Such as argos:ja-en, vosk:ja, whisper-base.")
    ] = None,
    languages: Annotated[
        str | None,
        typer.Option("--for", help="All that these languages need, such as ja,en,vi."),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", help="With --for: only argos (translation), vosk, whisper."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="File, or folder with the files, instead of the internet."),
    ] = None,
    sha256: Annotated[
        str | None, typer.Option("--sha256", help="What the one file that is fetched must be.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show sizes and licences.")
    ] = False,
) -> None:
    """Download packages, or copy them with --from; check them, try them and install them."""
    models_dir = settings().resolved_language_models_dir
    with client(settings().models) as http:
        wanted = [
            known().get(name) or indexes.look_up(http, name, settings().models)
            for name in ids or ()
        ]
        wanted += needed_for(_split(languages), _kinds(kinds)) if languages else ()
        if not wanted:
            raise ModelError(
                "nothing-wanted", "Name packages, or languages with --for: see --help."
            )
        wanted = list({model.id: model for model in wanted}.values())
        wanted = [_pinned(model, sha256, alone=len(wanted) == 1) for model in wanted]
        wanted = _without_installed(models_dir, wanted)
        announce(wanted)
        if dry_run:
            return
        for model in wanted:
            package = _package(http, model, source)
            report(installing.install(models_dir, package, say=notes.print))
            if source is None and package.checksums:
                sources.discard(package)


@app.command()
@os_errors_said()
def install(
    paths: Annotated[list[Path], typer.Argument(help="Packages, or folders that hold packages.")],
) -> None:
    """Install all packages from files or folders, such as a USB stick: no internet is needed."""
    models_dir = settings().resolved_language_models_dir
    refused = 0
    for path in paths:
        try:
            for package in sources.in_path(path):
                refused += not _installed(models_dir, package)
        except ModelError as error:
            complain(error)
            refused += 1
    if refused:
        raise typer.Exit(1)


@app.command()
@os_errors_said()
def verify(as_json: Json = False) -> None:
    """Compare every file with its checksum, and load every model; exit 1 if any is wrong."""
    models_dir = settings().resolved_language_models_dir
    waiting = dropped.take_in(models_dir)
    verdicts = verifying.verify(models_dir)
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "folder": str(one.folder),
                    "ok": not one.troubles,
                    "checksums": one.checksums,
                    "troubles": list(one.troubles),
                }
                for one in verdicts
            ]
            + [
                {"id": None, "folder": str(one.path), "ok": False, "checksums": False,
                 "troubles": [one.refused]}
                for one in waiting
                if one.refused is not None
            ]
        )  # fmt: skip
    else:
        for one in verdicts:
            state = "; ".join(one.troubles) or (
                "ok" if one.checksums else "loads; no checksums, as it was not installed by mado"
            )
            output.print(f"{one.id}: {state}")
        for file in waiting:
            if file.refused is not None:
                output.print(f"{file.path.name}: {file.refused}")
        if not verdicts and not waiting:
            output.print(f"No models in {models_dir}.")
    if any(one.troubles for one in verdicts) or any(one.refused for one in waiting):
        raise typer.Exit(1)


@app.command()
@os_errors_said()
def remove(
    ids: Annotated[list[str], typer.Argument(help="As ./mado models list shows them.")],
) -> None:
    """Remove installed packages."""
    models_dir = settings().resolved_language_models_dir
    with store.changing(models_dir):
        there = installed(models_dir)
        unknown = sorted(set(ids) - {model.id for model in there})
        if unknown:
            raise ModelError(
                "not-installed",
                f"Not installed: {', '.join(unknown)}. Installed: "
                f"{', '.join(model.id for model in there) or 'none'}.",
            )
        recorded = records.read(models_dir)
        for model in there:
            if model.id in ids:
                store.take_away(models_dir, model.folder)
                recorded.pop((model.kind, model.name), None)
                records.write(models_dir, recorded)
                output.print(f"Removed {model.id}")


def _split(languages: str) -> list[str]:
    tags = [tag.strip() for tag in languages.split(",") if tag.strip()]
    return ["zh-Hans" if tag == "zh" else tag for tag in tags]


def _kinds(names: list[str] | None) -> list[Kind]:
    unknown = sorted(set(names or ()) - set(KINDS))
    if unknown:
        raise ModelError(
            "no-such-kind", f"There is no kind {', '.join(unknown)}. Known: {', '.join(KINDS)}."
        )
    return [kind for kind in KINDS if not names or kind in names]


def _pinned(model: KnownModel, sha256: str | None, *, alone: bool) -> KnownModel:
    if sha256 is None:
        return model
    if not alone or len(model.files) != 1:
        raise ModelError("bad-checksum", "--sha256 goes with one package of one file.")
    if len(sha256) != 64 or set(sha256.lower()) - set("0123456789abcdef"):
        raise ModelError("bad-checksum", "--sha256 takes 64 hexadecimal digits.")
    # Whoever pins another file knows better than known.yml, also of its size.
    file = model.files[0]
    size = file.size if file.sha256 in {None, sha256.lower()} else None
    fresh = file.model_copy(update={"sha256": sha256.lower(), "size": size, "md5": None})
    return model.model_copy(update={"files": (fresh,)})


def _without_installed(models_dir: Path, wanted: list[KnownModel]) -> list[KnownModel]:
    there = {(record.id, record.version): record for record in records.read(models_dir).values()}
    fresh = []
    for model in wanted:
        record = there.get((model.id, model.version))
        stands = record is not None and (models_dir / record.kind / record.name).exists()
        asked = {file.sha256 for file in model.files} - {None}
        if stands and record is not None and (
            not record.packages or not asked or asked <= set(record.packages.values())
        ):  # fmt: skip
            output.print(
                f"{model.id} is installed in this version. To install it anew: "
                f"./mado models remove {model.id}"
            )
        else:
            fresh.append(model)
    return fresh


def _package(http: httpx.Client, model: KnownModel, source: Path | None) -> Package:
    if source is not None:
        return sources.from_path(model, source)
    here = sources.from_environment(model)
    if here is not None:
        return here
    with bar(model.id) as tell:
        return sources.download(
            http, model, settings().resolved_language_models_dir, settings().models, tell
        )


def _installed(models_dir: Path, package: Package) -> bool:
    try:
        report(installing.install(models_dir, package, say=notes.print))
    except ModelError as error:
        complain(error)
        return False
    return True
