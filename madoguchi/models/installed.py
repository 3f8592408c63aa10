"""What is installed in the models folder: the one place that knows where a model lies.

    argos/<from>-<to>/      metadata.json, model/ (CTranslate2), sentencepiece.model or bpe.model;
                            <from> and <to> are Argos's codes (zh, zt)
    vosk/<name>/            am/, conf/, graph/; <name> is the model's own, such as
                            vosk-model-small-ja-0.22, or the tag of its language
    whisper/<size>/         model.bin, config.json, tokenizer.json, vocabulary.json or .txt
    installed.json          what ``./mado models`` installed, with checksums (``records.py``)

Everything is read from the disk at each call, so a package that is put there is found without a
restart. An Argos package that is a folder of another name below ``argos/`` (as Argos itself unpacks
it) is found too; a bare ``*.argosmodel`` is unpacked by ``dropped.take_in``. Names that begin with
a dot are packages on their way: they are never looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from madoguchi.models import records
from madoguchi.models.catalog import KINDS, Kind, known, tag_of
from madoguchi.models.records import Record

_VOSK_NAME = re.compile(r"vosk-model-(?:small-)?(?P<code>[a-z]{2}(?:-[a-z]{2})?)(?:-|$)")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?")


@dataclass(frozen=True)
class InstalledModel:
    """A package that is there. ``record`` is None where it was not installed by us.

    ``languages`` are tags: for Argos the source and the target, in this order.
    """

    id: str
    kind: Kind
    name: str
    languages: tuple[str, ...]
    version: str | None
    folder: Path
    record: Record | None

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def installed(models_dir: Path) -> list[InstalledModel]:
    """All packages that are there and look like one; whether they work only loading tells."""
    recorded = records.read(models_dir)
    return [
        found
        for kind in KINDS
        for folder in _folders(models_dir / kind)
        if (found := _describe(kind, folder, recorded.get((kind, folder.name)))) is not None
    ]


def argos_folder(models_dir: Path, source: str, target: str) -> Path | None:
    """The folder of the Argos package from one language tag into another; ours before others."""
    fitting = [
        model
        for model in installed(models_dir)
        if model.kind == "argos" and model.languages == (source, target)
    ]
    return min(fitting, key=lambda model: model.record is None).folder if fitting else None


def vosk_folder(models_dir: Path, language: str) -> Path | None:
    """The folder of the Vosk model of a language; of several the largest, which hears best."""
    fitting = [
        model
        for model in installed(models_dir)
        if model.kind == "vosk" and language in model.languages
    ]
    return max(fitting, key=lambda model: model.size).folder if fitting else None


def whisper_folder(models_dir: Path, size: str = "base") -> Path | None:
    """The folder of a Whisper model."""
    folder = models_dir / "whisper" / size
    return folder if _looks_whole("whisper", folder) else None


def _folders(parent: Path) -> Iterator[Path]:
    try:
        entries = sorted(parent.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    yield from (path for path in entries if path.is_dir() and not path.name.startswith("."))


def _describe(kind: Kind, folder: Path, record: Record | None) -> InstalledModel | None:
    if not _looks_whole(kind, folder):
        return None
    if record is not None:
        return InstalledModel(
            record.id, kind, folder.name, record.languages, record.version, folder, record
        )
    name = folder.name
    if kind == "argos":
        pair = argos_pair(folder)
        if pair is None:
            return None
        source, target, version = pair
        languages = (tag_of(source), tag_of(target))
        return InstalledModel(
            f"argos:{source}-{target}", kind, name, languages, version, folder, None
        )
    if kind == "vosk":
        language = vosk_language(name)
        return InstalledModel(
            f"vosk:{name}", kind, name, (language,) if language else (), None, folder, None
        )
    like = known().get(f"whisper-{name}")
    return InstalledModel(
        f"whisper-{name}", kind, name, like.languages if like else (), None, folder, None
    )


def argos_pair(folder: Path) -> tuple[str, str, str | None] | None:
    """The codes and the version in an Argos package's metadata.json; None without a pair."""
    try:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        source, target = metadata["from_code"], metadata["to_code"]
        version = metadata.get("package_version")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if not all(isinstance(code, str) and re.fullmatch(r"[a-z]{2,3}", code) for code in
               (source, target)):  # fmt: skip
        return None
    return source, target, version if isinstance(version, str) else None


def vosk_language(name: str) -> str | None:
    """The language tag in a Vosk model's name, which is where it states its language."""
    if match := _VOSK_NAME.match(name):
        return tag_of(match["code"])
    return name if _TAG.fullmatch(name) else None


def _looks_whole(kind: Kind, folder: Path) -> bool:
    needed = {
        "argos": ("metadata.json", "model/model.bin"),
        "vosk": ("am/final.mdl", "conf", "graph"),
        "whisper": ("model.bin", "config.json", "tokenizer.json"),
    }[kind]
    return all((folder / name).exists() for name in needed)
