"""What an unpacked package is: its kind, its name and its languages, by its content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from madoguchi.models.catalog import Kind, KnownModel, tag_of
from madoguchi.models.errors import ModelError
from madoguchi.models.installed import argos_pair, vosk_language

_DEPTH = 3
_CLAIM = re.compile(r"translate-([a-z]{2,3})_([a-z]{2,3})-")


@dataclass(frozen=True)
class Inspected:
    """A package: ``name`` is that of the folder that it will have."""

    id: str
    kind: Kind
    name: str
    languages: tuple[str, ...]
    version: str
    root: Path


def inspect(folder: Path, called: str, expected: KnownModel | None) -> Inspected:
    """Find the package in a folder, and see that it is whole and the one that is expected.

    Args:
        folder: What was unpacked; the package may be some folders below.
        called: The name of the file that it came in, for messages, and for what it claims to be.
        expected: What it must be; None takes any package.

    Raises:
        ModelError: if there is no package or more than one, if files are missing, or if it is
            another one, such as one for the opposite direction.

    """
    roots = list(_roots(folder))
    if len(roots) != 1:
        what = "no model package" if not roots else "more than one model package"
        raise ModelError(
            "no-package",
            f"{called} holds {what}. A package is a model of Argos Translate (metadata.json, "
            "model/), of Vosk (am/, conf/, graph/) or of faster-whisper (model.bin, "
            "tokenizer.json).",
        )
    kind, root = roots[0]
    if expected is not None and expected.kind != kind:
        raise _other(called, f"a {kind} model", expected)
    if kind == "argos":
        return _argos(root, called, expected)
    if kind == "vosk":
        return _vosk(root, called, expected)
    return _whisper(root, called, expected)


def holds_package(folder: Path) -> bool:
    """Whether the folder itself is an unpacked package."""
    return _kind(folder) is not None


def _roots(folder: Path, depth: int = 0) -> Iterator[tuple[Kind, Path]]:
    if (kind := _kind(folder)) is not None:
        yield kind, folder
    elif depth < _DEPTH:
        for child in sorted(folder.iterdir()):
            if child.is_dir() and not child.is_symlink():
                yield from _roots(child, depth + 1)


def _kind(folder: Path) -> Kind | None:
    if (folder / "metadata.json").is_file():
        return "argos"
    if (folder / "am").is_dir() and (folder / "conf").is_dir():
        return "vosk"
    if (folder / "model.bin").is_file() and (folder / "config.json").is_file():
        return "whisper"
    return None


def _argos(root: Path, called: str, expected: KnownModel | None) -> Inspected:
    pair = argos_pair(root)
    if pair is None:
        raise ModelError(
            "broken-package", f"{called}: its metadata.json does not state from_code and to_code."
        )
    metadata = json.loads((root / "metadata.json").read_text(encoding="utf-8"))
    if metadata.get("type", "translate") != "translate":
        raise ModelError("broken-package", f"{called} is no package for translation.")
    source, target, version = pair
    name = f"{source}-{target}"
    claimed = _CLAIM.match(called)
    if expected is not None and expected.id != f"argos:{name}":
        raise _other(called, f"for {source} to {target}", expected)
    if claimed and claimed.groups() != (source, target):
        raise ModelError(
            "wrong-pair",
            f"{called} is refused: by its name it is for {claimed[1]} to {claimed[2]}, by its "
            f"metadata.json for {source} to {target}.",
        )
    _need(root, called, "model/model.bin")
    if not any((root / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise _missing(called, "sentencepiece.model or bpe.model")
    return Inspected(
        f"argos:{name}", "argos", name, (tag_of(source), tag_of(target)), version or "", root
    )


def _vosk(root: Path, called: str, expected: KnownModel | None) -> Inspected:
    _need(root, called, "am/final.mdl")
    if not any((root / "graph" / name).is_file() for name in ("HCLG.fst", "HCLr.fst")):
        raise _missing(called, "graph/HCLG.fst or graph/HCLr.fst")
    named = next((name for name in (root.name, _stem(called)) if vosk_language(name)), None)
    if expected is not None:
        if named is not None and vosk_language(named) not in expected.languages:
            raise _other(called, named, expected)
        return Inspected(
            expected.id, "vosk", expected.name, expected.languages, expected.version, root
        )
    language = vosk_language(named) if named else None
    if named is None or language is None:
        raise ModelError(
            "unknown-language",
            f"{called}: a Vosk model states its language in its name alone. Name the folder or the "
            "file as the model is called, such as vosk-model-small-ja-0.22.",
        )
    return Inspected(f"vosk:{named}", "vosk", named, (language,), named.rpartition("-")[2], root)


def _whisper(root: Path, called: str, expected: KnownModel | None) -> Inspected:
    _need(root, called, "model.bin", "config.json", "tokenizer.json")
    if not any(root.glob("vocabulary.*")):
        raise _missing(called, "vocabulary.json or vocabulary.txt")
    if expected is not None:
        return Inspected(
            expected.id, "whisper", expected.name, expected.languages, expected.version, root
        )
    size = _stem(root.name if not root.name.isdigit() else called).removeprefix("faster-whisper-")
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", size):
        raise ModelError(
            "unknown-size",
            f"{called}: name the folder as the model's size is called, such as base or small.",
        )
    return Inspected(f"whisper-{size}", "whisper", size, (), "", root)


def _need(root: Path, called: str, *names: str) -> None:
    for name in names:
        path = root / name
        if not path.is_file() or path.stat().st_size == 0:
            raise _missing(called, name)


def _missing(called: str, name: str) -> ModelError:
    return ModelError("broken-package", f"{called} is no whole package: {name} is missing.")


def _other(called: str, found: str, expected: KnownModel) -> ModelError:
    return ModelError("wrong-package", f"{called} is refused: it is {found}, not {expected.id}.")


def _stem(called: str) -> str:
    return re.sub(r"\.(zip|argosmodel|whl)$", "", called)
