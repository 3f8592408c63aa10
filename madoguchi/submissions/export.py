"""The export for the back office: every submission as one line of JSON, or some rows of CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TextIO

from madoguchi.clock import JST
from madoguchi.submissions.submission import Submission

Format = Literal["csv", "jsonl"]

CSV_COLUMNS = (
    "receipt_number",
    "ward",
    "procedure",
    "status",
    "submitted_at",
    "field",
    "label",
    "value",
    "shown",
    "file",
)  # fmt: skip
_BOM = "\ufeff"
"""Excel takes a file for UTF-8 only when it begins with a byte order mark."""

# The full-width signs count too where Excel speaks Japanese.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


Files = Callable[[Submission], Mapping[str, str]]
"""Puts a submission's attachments somewhere: the names of the files by field id."""


def no_files(submission: Submission) -> Mapping[str, str]:
    """Puts nothing anywhere."""
    return {}


def write(
    submissions: Iterable[Submission], target: TextIO, format: Format, files: Files = no_files
) -> int:
    """Write the submissions; returns how many.

    ``jsonl`` holds one object a submission, values by field id. ``csv`` (RFC 4180) holds one row an
    answer, since forms differ; a cell that a spreadsheet would run as a formula gets an apostrophe
    in front, and the file begins with a byte order mark for Excel. Times are ISO 8601 in JST.
    ``files`` names the files of attachments, which stand with their field.
    """
    if format == "jsonl":
        return _write_jsonl(submissions, target, files)
    return _write_csv(submissions, target, files)


def _write_jsonl(submissions: Iterable[Submission], target: TextIO, files: Files) -> int:
    count = 0
    for count, submission in enumerate(submissions, 1):  # noqa: B007 - the count is returned
        record = {
            "receipt_number": submission.receipt_number,
            "ward": submission.ward,
            "procedure": submission.procedure,
            "status": submission.status.value,
            "submitted_at": submission.submitted_at.astimezone(JST).isoformat(timespec="seconds"),
            "changed_at": submission.changed_at.astimezone(JST).isoformat(timespec="seconds"),
            "note": submission.note,
            "values": submission.values,
            "shown": {row["field"]: row["value"] for row in submission.rows},
            "files": dict(files(submission)),
        }
        target.write(json.dumps(record, ensure_ascii=False) + "\n")
    return count


def _write_csv(submissions: Iterable[Submission], target: TextIO, files: Files) -> int:
    target.write(_BOM)
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    count = 0
    for count, submission in enumerate(submissions, 1):  # noqa: B007 - the count is returned
        names = files(submission)
        for row in submission.rows:
            value = submission.values.get(row["field"])
            plain = value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False)
            writer.writerow(
                [
                    submission.receipt_number,
                    submission.ward,
                    submission.procedure,
                    submission.status.value,
                    submission.submitted_at.astimezone(JST).isoformat(timespec="seconds"),
                    row["field"],
                    row["label"],
                    "" if value is None else _cell(str(plain)),
                    _cell(row["value"]),
                    names.get(row["field"], ""),
                ]
            )
    return count


def _cell(text: str) -> str:
    """The text as a cell no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text
