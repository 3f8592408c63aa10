"""Reads the first sheet of an Excel workbook (.xlsx), a row at a time."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from madoguchi.faq.rows import FaqFileError, Row, RowProblem, RowSource, fields_of, row_of

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MAX_UNPACKED = 500_000_000
_MAX_COLUMNS = 200
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, ParseError, EOFError, OSError,
    zipfile.LargeZipFile, zlib.error, TypeError, AttributeError, IndexError, NotImplementedError,
)  # fmt: skip
"""What openpyxl raises for workbooks that are none, or damaged."""


def is_workbook(start: bytes) -> bool:
    """Whether a file that begins so is a zip archive, as .xlsx is."""
    return start.startswith(_ZIP)


def is_old_or_locked(start: bytes) -> bool:
    """Whether a file that begins so is .xls, or encrypted."""
    return start.startswith(_OLE)


def read_workbook(path: Path) -> RowSource:
    """The rows of the first sheet; other sheets are remarked on and left alone.

    Raises:
        FaqFileError: at once, or while reading, for a damaged workbook.

    """
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise FaqFileError(f"{path} unpacks to over {_MAX_UNPACKED // 1_000_000} MB.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what it does not draw
            book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size is not always true
        rows = sheet.iter_rows(max_col=_MAX_COLUMNS)
        first = next(rows, ())
        headings = [_text(cell) or "" for cell in first]
    except _BROKEN as error:
        raise FaqFileError(
            f"{path} is no workbook that can be read ({type(error).__name__}). "
            "Accepted: .xlsx, or CSV."
        ) from None
    while headings and not headings[-1].strip():
        headings.pop()
    fields, remarks = fields_of(headings)
    others = [other.title for other in book.worksheets[1:]]
    if others:
        remarks.append(f"Only the first sheet ({sheet.title}) is read.")
    return RowSource(_rows(path, rows, fields), remarks)


def _rows(
    path: Path, rows: Iterator[tuple[Any, ...]], fields: list[str | None]
) -> Iterator[Row | RowProblem]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except _BROKEN as error:
            raise FaqFileError(
                f"{path}: row {number} cannot be read ({type(error).__name__})."
            ) from None
        if cells is None:
            return
        row = _row(number, fields, cells)
        if row is not None:
            yield row


def _row(number: int, fields: list[str | None], cells: tuple[Any, ...]) -> Row | RowProblem | None:
    texts: list[str] = []
    for place, cell in enumerate(cells):
        name = fields[place] if place < len(fields) else None
        kind = getattr(cell, "data_type", "n")
        if name is not None and kind == "f":
            return RowProblem(
                number, name, "holds a formula", "the value: copy, then paste values only"
            )
        if name is not None and kind == "e":
            return RowProblem(number, name, f"holds the error value {cell.value}", "a text")
        texts.append(_text(cell) or "")
    return row_of(number, fields, texts) if any(text.strip() for text in texts) else None


def _text(cell: Any) -> str | None:
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)
