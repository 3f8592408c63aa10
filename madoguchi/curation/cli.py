"""``./mado review``, ``evaluate``, ``promote`` and ``rollback``: what staff do with the records."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import JST, system_clock
from madoguchi.errors import InvalidValueError
from madoguchi.settings import settings
from madoguchi.storage import database
from madoguchi.storage.database import transaction

if TYPE_CHECKING:
    from madoguchi.curation.evaluation import Report
    from madoguchi.curation.promotion import Swapped
    from madoguchi.curation.review import Reviewable

app = typer.Typer(help="What residents said, masked, and what it meant.", no_args_is_help=True)
console = Console(stderr=True)
output = Console(highlight=False)


@app.callback()
def prepare() -> None:
    """Bring the database up to date first, so that the commands work on a new machine too."""
    database.upgrade(settings().resolved_database_url)


@app.command("list")
def list_waiting(
    uncertain: Annotated[bool, typer.Option(help="Only doubtful ones.")] = False,
    ward: Annotated[str | None, typer.Option(help="Only this ward.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Print what nobody has reviewed yet, the most doubtful first."""
    from madoguchi.curation import review

    if ward is not None:
        catalogue().ward(ward)
    with transaction() as session:
        found = review.waiting(session, uncertain=uncertain, ward=ward, limit=limit)
    if as_json:
        shown = [{**asdict(one), "at": one.at.isoformat(timespec="seconds")} for one in found]
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
        return
    for one in found:
        _print(one)
    console.print(f"{len(found)} turns")


@app.command("label")
def label(
    id: Annotated[int, typer.Argument(help="Number of the record.")],
    by: Annotated[str, typer.Option(help="Who says so.")],
    intent: Annotated[str | None, typer.Option(help="What was wanted (default: as read).")] = None,
    procedure: Annotated[
        str | None, typer.Option(help="Id of the procedure that was meant, or none.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(help="The example's words, where the record's have masks.")
    ] = None,
    entity: Annotated[
        list[str] | None, typer.Option(help="NAME=WORDS of the text, such as ward=渋谷区.")
    ] = None,
) -> None:
    """Say what a turn meant; it becomes a reviewed example."""
    from madoguchi.curation import review

    pairs = [one.partition("=") for one in entity or ()]
    if any(not separator for _, separator, _ in pairs):
        raise InvalidValueError("wrong-entity", "--entity is NAME=WORDS, such as ward=渋谷区.")
    with transaction() as session:
        example = review.label(
            session,
            id,
            by=by,
            now=system_clock(),
            catalogue=catalogue(),
            text=text,
            intent=intent,
            procedure=procedure,
            entities=[(name, words) for name, _, words in pairs],
        )
    output.print(f"{id}: {example.intent} {example.procedure or ''} {example.annotated()}",
                 markup=False)  # fmt: skip


@app.command("export")
def export(file: Annotated[Path, typer.Argument(help="JSON Lines to write.")]) -> None:
    """Write all reviewed examples."""
    from madoguchi.curation import examples, review

    with transaction() as session:
        found = review.reviewed(session)
    examples.write(file, found)
    console.print(f"{len(found)} examples")


@app.command("apply")
def apply(file: Annotated[Path, typer.Argument(help="JSON Lines, as export writes them.")]) -> None:
    """Add reviewed examples to nlu_data and to the search's questions, each once."""
    from madoguchi.curation import applying, examples, review

    done = applying.apply(examples.read(file), catalogue(), review.domain().intents)
    console.print(
        f"{done.utterances} new utterances in nlu_data/nlu/reviewed.yml, {done.questions} new "
        f"questions in catalogue/questions/reviewed/, {done.known} known already."
    )
    if done.utterances:
        console.print("Next: ./mado train --candidate, evaluate --candidate, promote.")


def evaluate(
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Compare the candidate with the live model.")
    ] = False,
    utterances: Annotated[
        Path | None,
        typer.Option(help="TSV with the columns id and text instead of gold/routing.tsv."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Try a model on the gold set: intents, end-to-end stories and routing."""
    from madoguchi.curation import evaluation, gold, promotion

    config, gold_set = settings(), gold.load(utterances)
    live = promotion.require_live(config)
    wanted = promotion.require_candidate(config) if candidate else live
    with console.status("Trying the models on the gold set ..."):
        report = evaluation.compare(config, wanted, live, gold_set)
    if as_json:
        sys.stdout.write(report.model_dump_json(indent=1) + "\n")
    else:
        _print_report(report, gold_set.tolerances)


def promote() -> None:
    """Make the evaluated candidate live, also in the running Rasa."""
    from madoguchi.curation import gold, promotion

    _print_swap(promotion.promote(settings(), gold.load()))


def rollback() -> None:
    """Make the model live again that was live before."""
    from madoguchi.curation import promotion

    _print_swap(promotion.rollback(settings()))


def _print_swap(done: Swapped) -> None:
    state = "answers now" if done.running else "will answer when ./mado up starts"
    output.print(f"{done.live} is live and {state} (before: {done.previous}; {done.seconds:.1f} s)")


def _print(one: Reviewable) -> None:
    when = one.at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
    output.print(f"#{one.id}  {one.text}", markup=False)
    facts = [when, one.ward, one.language, f"{one.intent} {one.confidence:.2f}", one.outcome]
    facts += [f"{found['procedure']} {found['score']:.2f}" for found in one.candidates[:3]]
    if one.feedback:
        facts.append(
            " ".join(filter(None, ("feedback", one.feedback, one.feedback_reason, one.chosen)))
        )
    output.print("    " + "  ".join(fact for fact in facts if fact), markup=False)


def _print_report(report: Report, tolerances: dict[str, float]) -> None:
    table = Table(title=f"{report.candidate} against live {report.live}", title_justify="left")
    for heading in ("measure", "live", "candidate", "may fall by"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    shown = dict.fromkeys(
        [*tolerances, *(name for name in report.measures if not name.endswith("_recall"))]
    )
    for name in shown:
        figures = (report.live_measures.get(name), report.measures.get(name))
        cells = ["" if value is None else f"{value:.3f}" for value in figures]
        table.add_row(name, *cells, f"{tolerances[name]:g}" if name in tolerances else "")
    for intent, difference in sorted(report.intents.items(), key=lambda item: item[1]):
        if difference:
            table.add_row(f"F1 of {intent}", "", f"{difference:+.3f}", "")
    output.print(table)
    for title, turns in (("Better", report.better), ("Worse", report.worse)):
        for turn in turns:
            output.print(
                f"{title}: {turn.text}  meant {turn.meant}: {turn.live} -> {turn.candidate}",
                markup=False,
            )
    for story in report.failed_stories:
        output.print(f"Not as written: {story}", markup=False)
    for problem in report.fallen(tolerances):
        output.print(f"Protected: {problem}", markup=False)
