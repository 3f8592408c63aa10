"""FAQ files from Excel."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madoguchi.faq.reading import read
from madoguchi.faq.rows import FaqFileError, Row, RowProblem


def written(folder: Path, *rows: tuple[Any, ...], sheets: int = 1) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for _ in range(sheets - 1):
        book.create_sheet()
    path = folder / "faq.xlsx"
    book.save(path)
    return path


HEADING = ("No", "質問", "回答", "更新日", None)


def test_cells_are_read_as_texts(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEADING, (1, "問", "答\n二行", datetime(2026, 4, 1, 9), None), (), (2.0, "b", 3)
    )
    assert list(read(path).rows) == [
        Row(2, {"id": "1", "question": "問", "answer": "答\n二行", "updated": "2026-04-01"}),
        Row(4, {"id": "2", "question": "b", "answer": "3"}),
    ]


def test_only_the_first_sheet_is_read_and_that_is_said(tmp_path: Path) -> None:
    assert "first sheet" in read(written(tmp_path, HEADING, sheets=2)).remarks[-1]


def test_formulas_are_named_by_row(tmp_path: Path) -> None:
    path = written(tmp_path, HEADING, (1, "問", '=HYPERLINK("http://example.com","x")'))
    (problem,) = read(path).rows
    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.field) == (2, "answer")
    assert "formula" in problem.wrong


def test_a_damaged_workbook_is_one_clear_error(tmp_path: Path) -> None:
    path = written(tmp_path, HEADING, *[(n, "問", "答") for n in range(500)])
    whole = path.read_bytes()
    for cut in (60, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:cut])
        with pytest.raises(FaqFileError):
            list(read(path).rows)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.floats(0, 1), st.binary(min_size=1, max_size=40))
def test_damage_anywhere_is_no_other_error(tmp_path: Path, where: float, damage: bytes) -> None:
    path = tmp_path / "whole.xlsx"
    if not path.exists():
        written(tmp_path, HEADING, *[(n, "問", "答") for n in range(500)]).rename(path)
    whole = path.read_bytes()
    start = int(where * len(whole))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(whole[:start] + damage + whole[start + len(damage) :])
    with suppress(FaqFileError):
        list(read(broken).rows)


def test_an_empty_sheet_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FaqFileError, match="no column question"):
        read(written(tmp_path))
