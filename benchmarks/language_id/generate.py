"""Lines whose language is known, and names, which tell none."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.masking import generate as masking
from benchmarks.routing import generate as routing
from madoguchi.errors import MadoguchiError
from madoguchi.settings import ROOT

_SAME = {"ja-easy": "ja", "zh": "zh-Hans"}
_NAMES = ("surnames", "given_names", "roman", "chinese", "korean", "vietnamese", "nepali", "towns")


class LinesError(MadoguchiError):
    """A file of lines cannot be used; the message names the file and what is missing."""


@dataclass(frozen=True)
class Line:
    """A text, the tag of its language (``ja``, ``zh-Hans`` ...) and where it comes from."""

    text: str
    language: str
    source: str


def residents() -> Iterator[Line]:
    """First messages of residents (``routing/dev``); no rule was taken from their words."""
    yield from read(routing.DEV / "foreign.tsv", "residents")
    with (routing.DEV / "ja.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield Line(row["text"], "ja", "residents")


def read(path: Path, source: str) -> Iterator[Line]:
    """The lines of a tab-separated file with a header and the columns ``text`` and ``lang``.

    Raises:
        LinesError: for a file that cannot be read, or without these columns.

    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not {"text", "lang"} <= set(rows.fieldnames or ()):
                raise LinesError("broken-lines", f"{path}: needs the columns text and lang")
            for row in rows:
                yield Line(row["text"] or "", _tag(row["lang"]), source)
    except (OSError, UnicodeError) as error:
        raise LinesError("broken-lines", f"{path}: {type(error).__name__}") from None


def shared(root: Path | None = None) -> Iterator[Line]:
    """Real data beside the repository, where it is there: sentence pairs, a city's FAQ queries."""
    data = (root or Path(os.environ.get("MADOGUCHI_SHARED", str(ROOT.parent / "shared")))) / "data"
    for path in sorted((data / "parallel").glob("tufs-ja-*.tsv")):
        language = _tag(path.stem.removeprefix("tufs-ja-"))
        for pair in path.read_text(encoding="utf-8").splitlines():
            japanese, other = pair.split("\t")[:2]
            yield Line(japanese, "ja", "textbook")
            yield Line(other, language, "textbook")
    queries = data / "localgovfaq" / "queries_dev.jsonl"
    if queries.exists():
        for query in queries.read_text(encoding="utf-8").splitlines():
            yield Line(json.loads(query)["query"], "ja", "faq")


def names() -> tuple[str, ...]:
    """Made-up persons and real places, each as somebody would type it alone."""
    path = Path(masking.__file__).with_name("persons.yml")
    lists: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(name for kind in _NAMES for name in lists[kind]))


def _tag(language: str) -> str:
    return _SAME.get(language, language)
