"""The rows of a FAQ file as they stand in it, and what may be wrong with one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from madoguchi.errors import MadoguchiError

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "faqid", "no", "no.", "番号", "管理番号"),
    "question": ("question", "q", "質問", "ご質問", "質問文", "質問内容"),
    "answer": ("answer", "a", "回答", "回答文", "回答内容", "答え", "お答え"),
    "category": ("category", "分類", "カテゴリ", "カテゴリー", "区分"),
    "url": ("url", "link", "リンク", "リンク先", "参照url", "関連url"),
    "updated": (
        "updated", "updatedat", "updatedon", "更新日", "最終更新日", "更新年月日", "更新日時",
    ),
}  # fmt: skip
"""The columns, each with the headings that name it (case, width, spaces and _ do not count)."""

_BY_HEADING = {heading: name for name, headings in FIELDS.items() for heading in headings}
_ACCEPTED = (
    "question (質問) and answer (回答), and if wanted id, category (分類), url, updated (更新日)"
)


class FaqFileError(MadoguchiError):
    """A FAQ file that cannot be read at all, or whose rows are broken."""

    def __init__(self, message: str) -> None:
        super().__init__("bad-faq-file", message)


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts (the heading is row 1), and its cells by field.

    A field that the file has no column for, or an empty cell, is missing.
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row. ``field`` is None where the row as a whole is."""

    row: int
    field: str | None
    wrong: str
    accepted: str

    def __str__(self) -> str:
        place = f"row {self.row}" + (f", {self.field}" if self.field else "")
        return f"{place}: {self.wrong}. Accepted: {self.accepted}."


@dataclass(frozen=True)
class RowSource:
    """A file being read. ``remarks`` say how it is read (encoding, ignored columns)."""

    rows: Iterator[Row | RowProblem]
    remarks: Sequence[str] = field(default=())


def field_of(heading: str) -> str | None:
    """The field that a column's heading names; None for any other column."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return _BY_HEADING.get(re.sub(r"[\s_\ufeff]", "", plain))


def fields_of(headings: Sequence[str]) -> tuple[list[str | None], list[str]]:
    """For each column its field, and remarks on columns that are ignored.

    Raises:
        FaqFileError: where question or answer has no column, or a field has two.

    """
    fields = [field_of(heading) for heading in headings]
    for name in FIELDS:
        if fields.count(name) > 1:
            raise FaqFileError(f"Two columns are headed as {name}. Accepted: {_ACCEPTED}.")
    missing = [name for name in ("question", "answer") if name not in fields]
    if missing:
        found = ", ".join(heading.strip()[:40] for heading in headings[:20] if heading.strip())
        raise FaqFileError(
            f"The first row has no column {' and no column '.join(missing)}; it has: "
            f"{found or 'nothing'}. Accepted: {_ACCEPTED}."
        )
    ignored = [
        heading.strip()[:40]
        for heading, name in zip(headings, fields, strict=True)
        if name is None and heading.strip()
    ]
    return fields, [f"Ignored columns: {', '.join(ignored)}."] if ignored else []


def row_of(number: int, fields: Sequence[str | None], cells: Sequence[str]) -> Row | RowProblem:
    """The row of a table; one with more cells than headings is a problem."""
    if any(cell.strip() for cell in cells[len(fields) :]):
        return RowProblem(
            number,
            None,
            f"has {len(cells)} cells where the first row has {len(fields)}",
            'as many cells as columns; a text with a comma stands in "quotation marks"',
        )
    named = zip(fields, cells, strict=False)
    return Row(number, {name: cell for name, cell in named if name is not None and cell.strip()})
