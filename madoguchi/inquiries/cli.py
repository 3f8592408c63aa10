"""``./mado inquiries``: staff reads residents' questions and answers them."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Annotated, Any

import typer

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import JST, system_clock
from madoguchi.inquiries import answering, inquiry, reading
from madoguchi.inquiries.inquiry import Inquiry
from madoguchi.inquiries.reading import Reading
from madoguchi.inquiries.status import InquiryStatus
from madoguchi.languages.strings import LANGUAGES
from madoguchi.settings import settings
from madoguchi.storage import database
from madoguchi.storage.database import transaction
from madoguchi.submissions import receipt_number

app = typer.Typer(help="Questions to the ward's staff.", no_args_is_help=True)

_LABELS = {
    InquiryStatus.OPEN: "回答待ち",
    InquiryStatus.ANSWERED: "回答済み",
    InquiryStatus.CLOSED: "終了",
    InquiryStatus.WITHDRAWN: "取り下げ",
}
_Number = Annotated[str, typer.Argument(help="Number of the inquiry.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def prepare() -> None:
    """Bring the database up to date first, so that the commands work on a new machine too."""
    database.upgrade(settings().resolved_database_url)


@app.command("list")
def list_inquiries(
    ward: Annotated[str | None, typer.Option(help="Only this ward.")] = None,
    status: Annotated[InquiryStatus | None, typer.Option(help="Only this status.")] = None,
    as_json: _Json = False,
) -> None:
    """Every inquiry, oldest first, without its words."""
    if ward is not None:
        catalogue().ward(ward)
    with transaction() as session:
        found = inquiry.listed(session, ward=ward, status=status)
    if as_json:
        _print_json([_facts(each) for each in found])
        return
    for each in found:
        typer.echo("  ".join(_heading(each)))
    sys.stderr.write(f"{len(found)} inquiries\n")


@app.command()
def show(number: _Number, as_json: _Json = False) -> None:
    """One inquiry with its answers: in Japanese, and as the resident wrote it."""
    id_ = receipt_number.parse(number)
    read = reading.read(id_)
    with transaction() as session:
        found = inquiry.get(session, id_)
    if as_json:
        answers = [
            {"text": one.text, "author": one.author, "at": _at(one.at)} for one in found.answers
        ]
        question = {
            "original": read.original,
            "japanese": read.japanese,
            "is_machine": read.is_machine,
            "is_complete": read.is_complete,
        }
        _print_json({**_facts(found), "question": question, "answers": answers})
        return
    typer.echo("  ".join(_heading(found)))
    for line in _question(found, read):
        typer.echo(line)
    for one in found.answers:
        typer.echo(f"\n■ 回答（{one.author}、{_at(one.at)}）\n{one.text}")


@app.command()
def answer(
    number: _Number,
    text: Annotated[str, typer.Argument(help="The answer in Japanese; - reads it from the input.")],
    name: Annotated[str, typer.Option(help="Your name, which the resident sees.")],
) -> None:
    """Answer in the conversation that asked; translated for whoever reads another language."""
    said = sys.stdin.read() if text == "-" else text
    answered = answering.answer(receipt_number.parse(number), said, name, system_clock)
    typer.echo(f"{answered.number}: {answered.status}")


@app.command()
def close(number: _Number) -> None:
    """End an inquiry; whoever got no answer is told so."""
    closed = answering.close(receipt_number.parse(number), system_clock)
    typer.echo(f"{closed.number}: {closed.status}")


def _question(found: Inquiry, read: Reading) -> list[str]:
    if not read.original:
        return ["", "（会話が消されたため、内容は残っていません）"]
    if not read.is_machine:
        return ["", "■ 質問", read.original]
    language = LANGUAGES.get(found.language, found.language)
    original = ["", f"■ 原文（{language}）", read.original]
    if read.japanese is None:
        return ["", "※ この言語からの機械翻訳はありません。原文をご覧ください。", *original]
    notice = [] if read.is_complete else ["※ うまく翻訳できない文は、原文のままです。"]
    return ["", f"■ 質問【機械翻訳：{language}から】", *notice, read.japanese, *original]


def _facts(found: Inquiry) -> dict[str, Any]:
    return {
        "number": found.number,
        "ward": found.ward,
        "language": found.language,
        "status": found.status.value,
        "asked_at": _at(found.asked_at),
        "changed_at": _at(found.changed_at),
    }


def _heading(found: Inquiry) -> tuple[str, ...]:
    ward = catalogue().ward(found.ward).names.ja
    language = LANGUAGES.get(found.language, found.language)
    return (found.number, _at(found.asked_at), ward, language, _LABELS[found.status])


def _at(moment: datetime) -> str:
    return moment.astimezone(JST).isoformat(timespec="seconds")


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
