"""Reads a FAQ file row by row: CSV, JSON Lines or XLSX, never the whole file at once."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from madoguchi.faq.rows import FaqFileError, Row, RowProblem, RowSource, field_of, fields_of, row_of
from madoguchi.faq.workbook import is_old_or_locked, is_workbook, read_workbook

MAX_FILE_BYTES = 500_000_000
_LONGEST_LINE = 1_000_000
_CHUNK = 1 << 20
_ENCODING_NAMES = {"utf-8-sig": "UTF-8", "cp932": "Shift_JIS (cp932)"}


def read(path: Path) -> RowSource:
    """The rows of a file. What it is is told by its content, then by its ending.

    Raises:
        FaqFileError: at once, or while reading, for a file that cannot be read on.

    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise FaqFileError(f"{path} cannot be read: {error.strerror or error}.") from None
    if not start.strip():
        raise FaqFileError(f"{path} is empty.")
    if size > MAX_FILE_BYTES:
        raise FaqFileError(f"{path} has over {MAX_FILE_BYTES // 1_000_000} MB.")
    if is_workbook(start):
        return read_workbook(path)
    if is_old_or_locked(start):
        raise FaqFileError(
            f"{path} is an old .xls file or protected by a password. Save it as .xlsx or CSV."
        )
    if b"\0" in start:
        raise FaqFileError(
            f"{path} is neither text nor .xlsx. Accepted: CSV or JSON Lines in UTF-8 or "
            "Shift_JIS, or XLSX."
        )
    encoding = _encoding(path)
    remarks = [f"Read as {_ENCODING_NAMES[encoding]}."]
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        return RowSource(_json_lines(path, encoding), remarks)
    return _table(path, encoding, remarks)


def _encoding(path: Path) -> str:
    """UTF-8 or, where it cannot be that, cp932.

    cp932 takes almost any bytes, so a UTF-8 file with a few broken ones must be told from it: there
    most other characters are right.

    Raises:
        FaqFileError: where it is neither.

    """
    right = wrong = 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            broken = text.count("\ufffd")
            wrong += broken
            right += len(text) - broken - sum(map(str.isascii, text))
    text = decoder.decode(b"", final=True)
    wrong += len(text)
    if wrong == 0:
        return "utf-8-sig"
    if right > wrong:
        raise FaqFileError(
            f"{path} is UTF-8 with {wrong} broken characters, {_first_broken(path, 'utf-8')}. "
            "Save it again as UTF-8 or Shift_JIS."
        )
    try:
        _check_decodes(path, "cp932")
    except UnicodeDecodeError:
        raise FaqFileError(
            f"{path} is neither UTF-8 nor Shift_JIS, {_first_broken(path, 'cp932')}. "
            "Save it as UTF-8."
        ) from None
    return "cp932"


def _check_decodes(path: Path, encoding: str) -> None:
    with path.open(encoding=encoding, newline="") as file:
        while file.read(_CHUNK):
            pass


def _first_broken(path: Path, encoding: str) -> str:
    """Where the first broken character is; lines are counted in bytes, so in any encoding."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return f"the first in line {number}"
    return "the last at the end of the file"


def _table(path: Path, encoding: str, remarks: list[str]) -> RowSource:
    rows = _csv_rows(path, encoding)
    try:
        _, headings = next(rows)
    except StopIteration:
        raise FaqFileError(f"{path} is empty.") from None
    fields, ignored = fields_of(headings)
    return RowSource(
        (row_of(number, fields, cells) for number, cells in rows), [*remarks, *ignored]
    )


def _csv_rows(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row that is not empty. Columns are parted by comma, tab or ``;``."""
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file)
        number = 0
        try:
            for cells in csv.reader(file, delimiter=delimiter, strict=True):
                number += 1
                if any(cell.strip(" \t\r\n\x1a\ufeff") for cell in cells):
                    yield number, cells
        except csv.Error as error:
            raise FaqFileError(
                f"Row {number + 1} cannot be read ({error}). Perhaps a quotation mark is not "
                'closed: inside a quoted text, " is written "".'
            ) from None


def _delimiter(file: TextIO) -> str:
    first = file.readline(_LONGEST_LINE)
    file.seek(0)
    return max(",\t;", key=first.count)


def _json_lines(path: Path, encoding: str) -> Iterator[Row | RowProblem]:
    with path.open(encoding=encoding) as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE:
                raise FaqFileError(
                    f"Line {number} has over {_LONGEST_LINE:,} characters. "
                    "Accepted: one JSON object a line."
                )
            if number == 1 and line.lstrip().startswith("["):
                raise FaqFileError(
                    f"{path} is one JSON array. Accepted: JSON Lines, one object a line."
                )
            if line.strip(" \t\r\n\x1a"):
                yield _object(number, line)


def _object(number: int, line: str) -> Row | RowProblem:
    accepted = '{"question": "...", "answer": "..."} on one line'
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a value is too large"
        return RowProblem(number, None, f"is no JSON ({reason})", accepted)
    if not isinstance(value, dict):
        return RowProblem(number, None, "is no JSON object", accepted)
    cells: dict[str, str] = {}
    for key, item in value.items():
        name = field_of(key)
        if name is None or item is None:
            continue
        if name in cells:
            return RowProblem(number, name, "stands twice", "each field once")
        text = _scalar(item)
        if text is None:
            return RowProblem(number, name, "is no text", "a text in quotation marks")
        if text.strip():
            cells[name] = text
    return Row(number, cells)


def _scalar(item: Any) -> str | None:
    """A text, or a number as a text; a list, an object, true and false are none."""
    if isinstance(item, str):
        return item
    return str(item) if isinstance(item, int | float) and not isinstance(item, bool) else None
