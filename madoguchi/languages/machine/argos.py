"""The engine: Argos packages, run by CTranslate2 with their own SentencePiece or BPE.

Argos Translate's own ``translate`` fetches models that find sentences from the internet; here
sentences come cut already, so its packages and tokenizers are used and nothing is fetched.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from madoguchi.errors import MadoguchiError
from madoguchi.models import dropped, installed
from madoguchi.models.catalog import tag_of
from madoguchi.settings import settings

log = structlog.get_logger()

Pair = tuple[str, str]

_PIVOT = "en"
_BEAMS = 4
_BATCH_TOKENS = 1024
_LENGTH_PENALTY = 0.2  # as Argos Translate has it
_LONGEST = 250
"""Pieces of a sentence, in either language: packages know no more than 256 to 512 positions."""


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

    A package that is put there later is found without a restart; an archive is unpacked and
    tried then, which takes seconds. Safe to call from threads.
    """

    def __init__(self, models_dir: Path) -> None:
        """Use the packages in ``argos/`` of the folder of models."""
        self._models_dir = models_dir
        self._folder = models_dir / "argos"
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

    def folders(self) -> dict[Pair, Path]:
        """Where the package of each direct pair lies, unpacked."""
        return {pair: package.folder for pair, package in self._scanned().items()}

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
            if _state(self._folder) != self._seen:
                self._packages = self._scan()
                self._loaded = {}
                self._seen = _state(self._folder)
            return self._packages

    def _scan(self) -> dict[Pair, _Package]:
        for file in dropped.take_in(self._models_dir):
            if file.refused:
                _skipped(file.path, file.refused)
        found: dict[Pair, _Package] = {}
        for folder in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            if folder.name.startswith(".") or not folder.is_dir():
                continue
            try:
                package = _package(folder)
            except BrokenPackageError as error:
                _skipped(folder, error.message)
            else:
                found[package.pair] = package
        return found


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
        """Each sentence in the other language; nothing for one that is too long to be whole."""
        pieces = [self._tokenizer.encode(sentence) for sentence in sentences]
        short = [one for one in pieces if 0 < len(one) <= _LONGEST]
        if not short:
            return [""] * len(pieces)
        results = iter(
            self._translator.translate_batch(
                short,
                target_prefix=[[self._prefix]] * len(short) if self._prefix else None,
                replace_unknowns=True,
                max_batch_size=_BATCH_TOKENS,
                batch_type="tokens",
                beam_size=_BEAMS,
                length_penalty=_LENGTH_PENALTY,
                max_decoding_length=_LONGEST,
            )
        )
        return [
            self._text(next(results).hypotheses[0]) if 0 < len(one) <= _LONGEST else ""
            for one in pieces
        ]

    def _text(self, pieces: list[str]) -> str:
        text: str = self._tokenizer.decode(pieces)
        return text.removeprefix(self._prefix).strip()


def argos() -> Argos:
    """The engine over the installed packages."""
    return Argos(settings().resolved_language_models_dir)


def _skipped(path: Path, reason: str) -> None:
    log.warning("translation_package_skipped", package=path.name, reason=reason)


def _package(folder: Path) -> _Package:
    """The package of a folder.

    Raises:
        BrokenPackageError: where a part of it is missing or not readable.

    """
    codes = installed.argos_pair(folder)
    if codes is None or codes[0] == codes[1]:
        raise BrokenPackageError("broken-package", "metadata.json does not name two languages")
    if not (folder / "model" / "model.bin").is_file():
        raise BrokenPackageError("broken-package", "model/model.bin is missing")
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise BrokenPackageError("broken-package", "sentencepiece.model and bpe.model are missing")
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    pair = tag_of(codes[0]), tag_of(codes[1])
    return _Package(folder, pair, str(metadata.get("target_prefix") or ""))


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
