"""The export: JSON lines by field id, CSV by answer, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.submissions import export
from madoguchi.submissions.status import SubmissionStatus
from madoguchi.submissions.submission import Submission
from tests.conftest import NOW


def submission(values: dict[str, Any] | None = None, shown: str = "佐藤 美咲") -> Submission:
    values = values or {"name": "佐藤 美咲"}
    return Submission(
        receipt_number="7K4M-92QX-BR41",
        procedure="moving-out",
        ward="shibuya",
        values=values,
        rows=[{"field": field, "label": "お名前", "value": shown} for field in values],
        status=SubmissionStatus.RECEIVED,
        submitted_at=NOW,
        changed_at=NOW + timedelta(hours=1),
        conversation_id="c",
        note=None,
    )


def written(format: export.Format, *submissions: Submission) -> str:
    target = io.StringIO()
    assert export.write(submissions, target, format) == len(submissions)
    return target.getvalue()


def rows(*submissions: Submission) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(written("csv", *submissions).removeprefix("\ufeff"), newline=""))
    )


def test_a_json_line_holds_the_whole_submission_in_japanese_time() -> None:
    text = written("jsonl", submission({"name": "佐藤 美咲", "copies": 2}), submission())
    first, second = text.splitlines()
    assert json.loads(first) == {
        "receipt_number": "7K4M-92QX-BR41",
        "ward": "shibuya",
        "procedure": "moving-out",
        "status": "received",
        "submitted_at": "2026-11-24T10:00:00+09:00",
        "changed_at": "2026-11-24T11:00:00+09:00",
        "note": None,
        "values": {"name": "佐藤 美咲", "copies": 2},
        "shown": {"name": "佐藤 美咲", "copies": "佐藤 美咲"},
        "files": {},
    }
    assert json.loads(second)["values"] == {"name": "佐藤 美咲"}
    assert "佐藤" in first, "the back office reads it without decoding"


def test_a_line_break_in_an_answer_does_not_break_the_line() -> None:
    text = written("jsonl", submission({"description": "一行目\n二行目\u2028三行目"}))
    assert text.count("\n") == 1
    assert json.loads(text)["values"]["description"] == "一行目\n二行目\u2028三行目"


def test_csv_has_a_row_an_answer() -> None:
    found = rows(submission({"name": "佐藤 美咲", "copies": 2, "documents": ["a", "b"]}))
    assert [row["field"] for row in found] == ["name", "copies", "documents"]
    assert [row["value"] for row in found] == ["佐藤 美咲", "2", '["a", "b"]']
    assert {row["receipt_number"] for row in found} == {"7K4M-92QX-BR41"}
    assert {row["submitted_at"] for row in found} == {"2026-11-24T10:00:00+09:00"}


def test_an_unanswered_field_is_an_empty_cell() -> None:
    made = submission()
    made.rows.append({"field": "email", "label": "メール", "value": "（なし）"})
    assert rows(made)[1]["value"] == ""


def test_files_stand_with_their_field() -> None:
    made = submission({"name": "佐藤 美咲", "photo": [{"id": "a", "name": "穴.jpg", "bytes": 9}]})
    target = io.StringIO()
    export.write([made], target, "jsonl", lambda one: {"photo": f"{one.receipt_number}_photo.jpg"})
    assert json.loads(target.getvalue())["files"] == {"photo": "7K4M-92QX-BR41_photo.jpg"}
    target = io.StringIO()
    export.write([made], target, "csv", lambda one: {"photo": f"{one.receipt_number}_photo.jpg"})
    found = csv.DictReader(io.StringIO(target.getvalue().removeprefix("\ufeff"), newline=""))
    assert [row["file"] for row in found] == ["", "7K4M-92QX-BR41_photo.jpg"]
    assert [row["file"] for row in rows(made)] == ["", ""]


def test_csv_quotes_as_rfc_4180_does() -> None:
    nasty = 'a,"b"\r\nc'
    text = written("csv", submission({"name": nasty}, shown=nasty))
    assert text.splitlines()[0] == "\ufeff" + ",".join(export.CSV_COLUMNS)
    assert '"a,""b""\r\nc"' in text
    assert rows(submission({"name": nasty}))[0]["value"] == nasty


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+81-90", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)",
     '=HYPERLINK("http://example.jp","見て")', "=cmd|' /C calc'!A0"],
)  # fmt: skip
def test_a_formula_becomes_text(formula: str) -> None:
    (row,) = rows(submission({"name": formula}, shown=formula))
    assert row["value"] == row["shown"] == "'" + formula


@given(st.text(max_size=50))
def test_no_cell_ever_starts_as_a_formula(text: str) -> None:
    (row,) = rows(submission({"name": text or "x"}, shown=text))
    for cell in (row["value"], row["shown"]):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_nothing_to_export_is_an_empty_file_or_the_head_alone() -> None:
    assert written("jsonl") == ""
    assert written("csv") == "\ufeff" + ",".join(export.CSV_COLUMNS) + "\r\n"
