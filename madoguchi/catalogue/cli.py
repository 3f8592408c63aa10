"""``./mado catalogue``: checks the content that staff own, and publishes its schema for editors."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from pydantic import BaseModel

from madoguchi.catalogue.check import check
from madoguchi.catalogue.life_event import Checklist
from madoguchi.catalogue.other_matter import OtherMatter
from madoguchi.catalogue.override import Override
from madoguchi.catalogue.procedure import Procedure
from madoguchi.catalogue.ward import Ward
from madoguchi.clock import system_clock, today_in_japan
from madoguchi.settings import settings

app = typer.Typer(help="The wards' content.", no_args_is_help=True)

SCHEMAS: dict[str, type[BaseModel]] = {
    "procedure": Procedure,
    "ward": Ward,
    "override": Override,
    "life_event": Checklist,
    "other_matter": OtherMatter,
}


@app.command("check")
def check_catalogue(
    strict: Annotated[bool, typer.Option(help="Let warnings fail the check too.")] = False,
) -> None:
    """Find broken references, expired facts, missing translations and contradictory overrides."""
    findings = check(settings().catalogue_dir, today_in_japan(system_clock))
    for finding in findings:
        typer.echo(f"{finding.severity}: {finding.message}")
    errors = sum(finding.severity == "error" for finding in findings)
    typer.echo(f"{errors} errors, {len(findings) - errors} warnings", err=True)
    if errors or (strict and findings):
        raise typer.Exit(1)


@app.command("schema")
def write_schemas() -> None:
    """Write the JSON Schemas to ``catalogue/schema/``, where editors find them."""
    folder = settings().catalogue_dir / "schema"
    folder.mkdir(exist_ok=True)
    for name, model in SCHEMAS.items():
        path = folder / f"{name}.json"
        path.write_text(schema_text(model), encoding="utf-8")
        typer.echo(str(path))


def schema_text(model: type[BaseModel]) -> str:
    """The model's JSON Schema as it is committed."""
    return json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


@app.command("index")
def prepare_index() -> None:
    """Make and cache the vectors that search uses (done by ./mado up when something changed)."""
    from madoguchi.catalogue.search.index import index, make_vectors

    make_vectors()
    index()
