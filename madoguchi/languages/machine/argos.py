"""The engine: Argos packages, run by CTranslate2 with their own SentencePiece or BPE.

Argos Translate's own ``translate`` fetches models that find sentences from the internet; here
sentences come cut already, so its packages and tokenizers are used and nothing is fetched.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from madoguchi.errors import MadoguchiError
from madoguchi.settings import settings

log = structlog.get_logger()

Pair = tuple[str, str]

_PIVOT = "en"
_TAGS = {"zh": "zh-Hans", "zt": "zh-Hant"}
"""Argos's codes that are not ours."""
_BEAMS = 4
_BATCH_TOKENS = 1024
_LENGTH_PENALTY = 0.2  # as Argos Translate has it
_LONGEST_OUTPUT = 200
"""Pieces of a translation: what is longer goes round in circles."""


class LanguagePairError(MadoguchiError):
    """There is no package for the pair of languages; the message names the pair."""


@dataclass(frozen=True)
class _Package:
    folder: Path
    pair: Pair
    prefix: str


class BrokenPackageError(MadoguchiError):
    """A package cannot be used; the message says why."""


class Argos:
    """An ``Engine`` over a folder of packages, unpacked or ``*.argosmodel``.

    A package that is put there later is found without a restart. Safe to call from threads.
    """

    def __init__(self, folder: Path, unpacked: Path) -> None:
        """Use the packages of ``folder``; archives are unpacked into ``unpacked``."""
        self._folder = folder
        self._unpacked = unpacked
        self._lock = threading.Lock()
        self._seen: object = None
        self._packages: dict[Pair, _Package] = {}
        self._loaded: dict[Path, _Model] = {}

    def pairs(self) -> frozenset[Pair]:
        """See ``Engine``."""
        direct = self._scanned()
        from_english = {target for source, target in direct if source == _PIVOT}
        to_english = {source for source, target in direct if target == _PIVOT}
        by_way = {(a, b) for a in to_english for b in from_english if a != b}
        return frozenset(direct) | by_way

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """See ``Engine``."""
        texts = list(sentences)
        for package in self._way(source, target):
            texts = self._model(package).translate(texts)
        return texts

    def version(self, source: str, target: str) -> str:
        """Which packages translate the pair: changes when one is replaced."""
        return " ".join(package.folder.name for package in self._way(source, target))

    def _way(self, source: str, target: str) -> list[_Package]:
        packages = self._scanned()
        direct = packages.get((source, target))
        if direct is not None:
            return [direct]
        first, second = packages.get((source, _PIVOT)), packages.get((_PIVOT, target))
        if source == target or first is None or second is None:
            raise LanguagePairError(
                "no-language-pair",
                f"no package translates {source} into {target}; put one into {self._folder}",
            )
        return [first, second]

    def _model(self, package: _Package) -> _Model:
        with self._lock:
            if package.folder not in self._loaded:
                self._loaded[package.folder] = _Model(package)
            return self._loaded[package.folder]

    def _scanned(self) -> dict[Pair, _Package]:
        with self._lock:
            seen = _state(self._folder)
            if seen != self._seen:
                self._seen = seen
                self._packages = self._scan()
                used = {package.folder for package in self._packages.values()}
                self._loaded = {at: model for at, model in self._loaded.items() if at in used}
            return self._packages

    def _scan(self) -> dict[Pair, _Package]:
        found: dict[Pair, _Package] = {}
        for path in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            if path.name.startswith(".") or not (path.is_dir() or path.suffix == ".argosmodel"):
                continue
            try:
                package = _package(path if path.is_dir() else self._folder_of(path))
            except BrokenPackageError as error:
                log.warning("translation_package_skipped", package=path.name, reason=error.message)
            else:
                found[package.pair] = package
        return found

    def _folder_of(self, archive: Path) -> Path:
        """Where the archive is unpacked; done once for each of its versions."""
        state = archive.stat()
        target = self._unpacked / f"{archive.stem}-{state.st_size}-{state.st_mtime_ns}"
        if not target.exists():
            self._unpacked.mkdir(parents=True, exist_ok=True)
            temporary = Path(tempfile.mkdtemp(dir=self._unpacked))
            try:
                with zipfile.ZipFile(archive) as content:
                    content.extractall(temporary)
                temporary.rename(target)
            except (zipfile.BadZipFile, EOFError, OSError) as error:
                shutil.rmtree(temporary, ignore_errors=True)
                if not target.exists():  # another process may have been quicker
                    raise BrokenPackageError("broken-package", f"no whole archive: {error}") from error
        inner = [one for one in target.iterdir() if (one / "metadata.json").is_file()]
        return inner[0] if len(inner) == 1 else target


class _Model:
    """One package, loaded."""

    def __init__(self, package: _Package) -> None:
        import ctranslate2
        from argostranslate.tokenizer import BPETokenizer, SentencePieceTokenizer

        self._prefix = package.prefix
        pieces = package.folder / "sentencepiece.model"
        if pieces.is_file():
            self._tokenizer: Any = SentencePieceTokenizer(pieces)
        else:
            self._tokenizer = BPETokenizer(package.folder / "bpe.model", *package.pair)
        self._translator = ctranslate2.Translator(
            str(package.folder / "model"), device="cpu", inter_threads=1, intra_threads=1
        )

    def translate(self, sentences: list[str]) -> list[str]:
        """Each sentence in the other language."""
        if not sentences:
            return []
        pieces = [self._tokenizer.encode(sentence) for sentence in sentences]
        results = self._translator.translate_batch(
            pieces,
            target_prefix=[[self._prefix]] * len(pieces) if self._prefix else None,
            replace_unknowns=True,
            max_batch_size=_BATCH_TOKENS,
            batch_type="tokens",
            beam_size=_BEAMS,
            length_penalty=_LENGTH_PENALTY,
            max_decoding_length=_LONGEST_OUTPUT,
        )
        texts = (self._tokenizer.decode(result.hypotheses[0]) for result in results)
        return [text.removeprefix(self._prefix).strip() for text in texts]


def argos() -> Argos:
    """The engine over the installed packages."""
    return Argos(
        settings().resolved_language_models_dir / "argos", settings().data_dir / "argos-unpacked"
    )


def _package(folder: Path) -> _Package:
    """The package of a folder.

    Raises:
        BrokenPackageError: where a part of it is missing or not readable.

    """
    metadata = _metadata(folder)
    codes = metadata.get("from_code"), metadata.get("to_code")
    if not all(isinstance(code, str) and code for code in codes) or codes[0] == codes[1]:
        raise BrokenPackageError("broken-package", f"metadata.json names no two languages: {codes}")
    for needed in ("model/model.bin", "model/config.json"):
        # Packages of before CTranslate2 3 have no config.
        if not (folder / needed).is_file() and needed.endswith(".bin"):
            raise BrokenPackageError("broken-package", f"{needed} is missing")
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise BrokenPackageError("broken-package", "sentencepiece.model and bpe.model are missing")
    source, target = (_TAGS.get(str(code), str(code)) for code in codes)
    return _Package(folder, (source, target), str(metadata.get("target_prefix") or ""))


def _metadata(folder: Path) -> dict[str, Any]:
    try:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenPackageError("broken-package", f"metadata.json: {error}") from error
    if not isinstance(metadata, dict):
        raise BrokenPackageError("broken-package", "metadata.json is no object")
    return metadata


def _state(folder: Path) -> object:
    """What changes when a package is put there, replaced or taken away."""
    if not folder.is_dir():
        return None
    return tuple(
        sorted(
            (path.name, *((state.st_mtime_ns, state.st_size)))
            for path in folder.iterdir()
            for state in (path.stat(),)
        )
    )
