"""What is translated: the rows of a parallel file, and sentences full of what must survive."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from madoguchi.errors import MadoguchiError
from madoguchi.languages.glossary import glossary

_WARDS = ("渋谷区", "世田谷区", "足立区", "新宿区", "板橋区")
_PATTERNS = (
    "{term}は{number}日以内に{ward}へ出してください。",
    "{ward}では{term}を2026年4月{number}日から受け付けます。",
    "{term}について、03-3463-{number}11に電話してください。",
    "{term}の手数料は{number}00円です。",
)


@dataclass(frozen=True)
class Row:
    """A sentence and how a person has translated it."""

    source: str
    reference: str


def rows(path: Path, source: str, target: str, most: int | None = None) -> list[Row]:
    """The rows of a tab-separated file whose header line holds the codes of its languages.

    Raises:
        MadoguchiError: for a file that cannot be read, has not both languages, or no row.

    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = {source, target} - set(reader.fieldnames or ())
            if missing:
                raise MadoguchiError(
                    "no-such-language",
                    f"{path}: no column {', '.join(sorted(missing))}; the first line names the "
                    f"languages, such as ja<TAB>en. It has: {', '.join(reader.fieldnames or ())}",
                )
            found = [Row(row[source], row[target]) for row in reader if row[source] and row[target]]
    except (OSError, UnicodeDecodeError) as error:
        raise MadoguchiError("unreadable-file", f"{path}: {error}") from error
    if not found:
        raise MadoguchiError("no-rows", f"{path}: no row has both {source} and {target}")
    return found[:most]


def sentences_to_protect() -> list[str]:
    """One Japanese sentence for each term of the glossary, with a ward, a number, a date or so."""
    return list(_sentences())


def _sentences() -> Iterator[str]:
    wards, patterns = cycle(_WARDS), cycle(_PATTERNS)
    for number, term in enumerate(glossary()):
        yield next(patterns).format(term=term.ja, ward=next(wards), number=number % 28 + 1)
