"""``installed.json``: what ``./mado models`` has put into the models folder, file by file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from madoguchi.models.catalog import Kind
from madoguchi.models.errors import ModelError

FILE = "installed.json"


class FileRecord(BaseModel):
    """One file as it was installed."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str


class Record(BaseModel):
    """One package as it was installed.

    ``packages`` holds the SHA-256 of each file that it came in, by name; ``pinned`` whether these
    were known beforehand, or are trusted because they came first. ``files`` is keyed by the path
    below the package's folder.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    kind: Kind
    name: str
    languages: tuple[str, ...]
    version: str
    licence: str | None
    source: str
    packages: dict[str, str]
    pinned: bool
    installed_at: AwareDatetime
    files: dict[str, FileRecord]


def read(models_dir: Path) -> dict[tuple[Kind, str], Record]:
    """The records by kind and name of the folder; none where there is no file.

    Raises:
        ModelError: where the file cannot be read; deleting it is safe, and loses the checksums.

    """
    path = models_dir / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        records = [Record.model_validate(one) for one in content["packages"]]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise ModelError(
            "broken-record",
            f"{path} cannot be read ({type(error).__name__}). Put back a copy of it, or delete it "
            "and install the models anew; they go on working meanwhile.",
        ) from None
    return {(record.kind, record.name): record for record in records}


def write(models_dir: Path, records: dict[tuple[Kind, str], Record]) -> None:
    """Replace the file, wholly or not at all."""
    path = models_dir / FILE
    content = {"packages": [records[key].model_dump(mode="json") for key in sorted(records)]}
    fresh = path.with_name(f"{FILE}.new")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, path)
