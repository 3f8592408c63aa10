"""The gold set: what a model must get right, apart from what it learns.

``nlu_data/gold/utterances.yml`` holds utterances by intent, ``routing.tsv`` questions with the
procedures that they mean, ``protected.yml`` the measures that may not fall. ``nlu_data/tests``
holds the end-to-end stories.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.errors import MadoguchiError
from madoguchi.settings import ROOT

Text = Annotated[str, Field(min_length=1)]


class GoldError(MadoguchiError):
    """A file of the gold set is wrong; the message names file, row and what is accepted."""


class Utterances(RootModel[dict[str, Annotated[tuple[Text, ...], Field(min_length=1)]]]):
    """Utterances by intent."""


class Protected(BaseModel):
    """By how much each protected measure may fall, from 0 to 1."""

    model_config = ConfigDict(extra="forbid")

    tolerances: dict[str, Annotated[float, Field(ge=0, le=1)]]


@dataclass(frozen=True)
class Question:
    """What a resident asks first, with the ids of the procedures that would be right."""

    text: str
    right: tuple[str, ...]


@dataclass(frozen=True)
class Gold:
    """The gold set. ``key`` changes with its content and with how it is tried."""

    utterances: tuple[tuple[str, str], ...]
    """Text and intent."""
    questions: tuple[Question, ...]
    tolerances: dict[str, float]
    stories: Path
    key: str


def load(questions: Path | None = None, root: Path = ROOT) -> Gold:
    """The gold set of a checkout; ``questions`` instead of its own ``routing.tsv``.

    Raises:
        CatalogueError: for a YAML file that is wrong.
        GoldError: for a TSV file that is wrong.

    """
    folder = root / "nlu_data" / "gold"
    table = questions or folder / "routing.tsv"
    by_intent = YamlFile(folder / "utterances.yml").validate(Utterances).root
    return Gold(
        tuple((text, intent) for intent, texts in by_intent.items() for text in texts),
        _questions(table),
        YamlFile(folder / "protected.yml").validate(Protected).tolerances,
        root / "nlu_data" / "tests",
        _key(root, table),
    )


def _questions(path: Path) -> tuple[Question, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise GoldError("unreadable-file", f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise GoldError("not-utf-8", f"{path}: not UTF-8 at byte {error.start}") from None
    found = []
    for number, row in enumerate(rows, start=2):
        if not row.get("id") or not row.get("text"):
            raise GoldError(
                "wrong-row",
                f"{path}:{number}: needs the columns id and text, separated by tabs; "
                "id may be several ids with | between them",
            )
        found.append(Question(row["text"], tuple(row["id"].split("|"))))
    return tuple(found)


def _key(root: Path, table: Path) -> str:
    digest = hashlib.sha256()
    for path in (table, *_what_it_is_tried_with(root)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _what_it_is_tried_with(root: Path) -> Iterator[Path]:
    yield root / "nlu_data" / "gold" / "utterances.yml"
    yield from sorted((root / "nlu_data" / "tests").glob("*.yml"))
    yield from sorted((root / "bot").glob("*.py"))
    yield from sorted((root / "catalogue" / "questions" / "reviewed").glob("*.yml"))
