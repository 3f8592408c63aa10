"""Rows made entries: every field checked, repetitions left out, whatever is wrong said by row."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO
from urllib.parse import urlsplit

from madoguchi.errors import InvalidValueError
from madoguchi.faq.cell import CellError, plain_text
from madoguchi.faq.entry import (
    ID_PATTERN,
    MAX_ANSWER,
    MAX_CATEGORY,
    MAX_ENTRIES,
    MAX_QUESTION,
    MAX_URL,
    FaqEntry,
    derived_id,
)
from madoguchi.faq.rows import FaqFileError, Row, RowProblem, RowSource
from madoguchi.forms.values.dates import parse_date

KEPT_PROBLEMS = 50
"""Problems that are kept to be shown; the others are only counted."""

_LONGEST = {
    "question": MAX_QUESTION, "answer": MAX_ANSWER, "category": MAX_CATEGORY, "url": MAX_URL,
}  # fmt: skip
_ID = re.compile(ID_PATTERN)
_DAY = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?(?:[T ].*)?")
_ERA = re.compile(r"(?:明治|大正|昭和|平成|令和|[MTSHR] ?\d).*")
_DATES = "a date such as 2026-04-01, 2026/4/1, 2026年4月1日 or 令和8年4月1日, not in the future"


@dataclass
class Checked:
    """What a file holds. Entries lie in a temporary file, so that 100,000 of them need no memory.

    ``repeated`` are (row, row that says the same before it).
    """

    spool: IO[str]
    count: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    problem_count: int = 0
    repeated: list[tuple[int, int]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def entries(self) -> Iterator[FaqEntry]:
        """The entries in the order of the file; each call begins anew."""
        self.spool.seek(0)
        for line in self.spool:
            values = json.loads(line)
            updated = values.pop("updated")
            yield FaqEntry(**values, updated=date.fromisoformat(updated) if updated else None)

    def close(self) -> None:
        """Delete the temporary file."""
        self.spool.close()

    def _add(self, entry: FaqEntry) -> None:
        values = {**vars(entry), "updated": entry.updated.isoformat() if entry.updated else None}
        self.spool.write(json.dumps(values) + "\n")
        self.count += 1

    def _complain(self, problem: RowProblem) -> None:
        self.problem_count += 1
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(problem)


def check(
    source: RowSource, *, today: date, progress: Callable[[int], None] | None = None
) -> Checked:
    """Check every row; ``progress`` is told how many were read, now and then.

    Raises:
        FaqFileError: where the file cannot be read on, has no row at all, or too many entries.

    """
    checked = Checked(tempfile.TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115 - close()
    try:
        _check_rows(checked, source, today, progress)
    except BaseException:
        checked.close()
        raise
    return checked


def _check_rows(
    checked: Checked, source: RowSource, today: date, progress: Callable[[int], None] | None
) -> None:
    row_of_id: dict[str, int] = {}
    row_of_words: dict[bytes, int] = {}
    rows = 0
    for rows, row in enumerate(source.rows, 1):
        if progress is not None and rows % 500 == 0:
            progress(rows)
        if isinstance(row, RowProblem):
            checked._complain(row)
            continue
        entry, problems = entry_of(row, today)
        if entry is None:
            for problem in problems:
                checked._complain(problem)
            continue
        before = row_of_id.setdefault(entry.id, row.number)
        if before != row.number and "id" in row.cells:
            checked._complain(
                RowProblem(row.number, "id", f"{entry.id} is the id of row {before} too",
                           "an id of its own")
            )  # fmt: skip
            continue
        said_before = row_of_words.setdefault(entry.said, row.number)
        if said_before != row.number:
            checked.repeated.append((row.number, said_before))
        elif before != row.number:
            checked._complain(
                RowProblem(row.number, "question",
                           f"is asked in row {before} too, with another answer",
                           "one answer a question and category, or a column id")
            )  # fmt: skip
        elif checked.count >= MAX_ENTRIES:
            raise FaqFileError(
                f"The file has over {MAX_ENTRIES:,} entries, more than the search of one ward "
                f"takes (row {row.number}). Leave out what residents do not ask, or whatever is "
                "no question and answer."
            )
        else:
            checked.ids.add(entry.id)
            checked._add(entry)
    if rows == 0:
        raise FaqFileError("The file has a heading and no rows. To take a FAQ away: faq remove.")


def entry_of(row: Row, today: date) -> tuple[FaqEntry | None, list[RowProblem]]:
    """The entry of a row, or everything that is wrong with it."""
    problems: list[RowProblem] = []
    texts: dict[str, str] = {}
    for name, raw in row.cells.items():
        try:
            texts[name] = plain_text(raw)
        except CellError as error:
            problems.append(RowProblem(row.number, name, error.wrong, error.accepted))
            continue
        longest = _LONGEST.get(name)
        if longest is not None and len(texts[name]) > longest:
            problems.append(
                RowProblem(row.number, name, f"has {len(texts[name]):,} characters",
                           f"at most {longest:,}")
            )  # fmt: skip
    wrong = {problem.field for problem in problems}
    for name in ("question", "answer"):
        if name not in wrong and not texts.get(name):
            problems.append(RowProblem(row.number, name, "is empty", "a text"))
    question = " ".join(texts.get("question", "").split())
    if question and not any(character.isalnum() for character in question):
        problems.append(RowProblem(row.number, "question", "holds no words", "a question"))
    problems += _problem(row.number, "id", texts, _id_is_good, "letters, digits, _ . - (up to 64)")
    problems += _problem(row.number, "url", texts, _is_web_address, "http:// or https:// address")
    updated = None
    if texts.get("updated"):
        updated = _date(texts["updated"], today)
        if updated is None:
            problems.append(
                RowProblem(row.number, "updated", f"{_short(texts['updated'])} is no date", _DATES)
            )
    if problems:
        return None, problems
    category = " ".join(texts.get("category", "").split()) or None
    id_ = unicodedata.normalize("NFKC", texts.get("id", ""))
    entry = FaqEntry(
        id=id_ or derived_id(question, category),
        question=question,
        answer=texts["answer"],
        category=category,
        url=texts.get("url") or None,
        updated=updated,
    )
    return entry, []


def _problem(
    number: int, name: str, texts: dict[str, str], is_good: Callable[[str], bool], accepted: str
) -> list[RowProblem]:
    text = texts.get(name)
    if not text or is_good(text):
        return []
    return [RowProblem(number, name, f"{_short(text)} cannot be used", accepted)]


def _id_is_good(text: str) -> bool:
    return _ID.fullmatch(unicodedata.normalize("NFKC", text)) is not None


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not re.search(r'[\s"<>]', text)


def _date(text: str, today: date) -> date | None:
    plain = unicodedata.normalize("NFKC", text)
    found: date | None = None
    if match := _DAY.fullmatch(plain):
        try:
            found = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    elif _ERA.fullmatch(plain):
        try:
            found = parse_date(plain, today=today, prefer="past")
        except InvalidValueError:
            return None
    return found if found is not None and found <= today else None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= 40 else line[:40] + "…")
