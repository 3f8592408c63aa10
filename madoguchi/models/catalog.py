"""The packages that Madoguchi knows: where each comes from, how large it is, what it must be.

They stand in ``known.yml``, which also says what was verified where.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from madoguchi.models.errors import ModelError

Kind = Literal["argos", "vosk", "whisper"]
KINDS: tuple[Kind, ...] = ("argos", "vosk", "whisper")

FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
"""Names of files that are safe on every file system."""

_TAGS_OF_CODES = {
    "zh": "zh-Hans",  # Argos
    "zt": "zh-Hant",
    "cn": "zh-Hans",  # Vosk
    "vn": "vi",
    "kz": "kk",
    "ua": "uk",
}
_ARGOS_CODES = {"zh-Hans": "zh", "zh-Hant": "zt", "ja-easy": "ja"}


class ModelFile(BaseModel):
    """One file of a package, as it is downloaded.

    ``sha256`` is None where nobody trustworthy has stated it; ``md5`` is what an index states.
    ``project`` names the project of a wheel on the Python package index; such a file has no URL.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=FILE_NAME)
    urls: tuple[str, ...] = ()
    project: str | None = None
    size: int | None = None
    sha256: str | None = None
    md5: str | None = None


class KnownModel(BaseModel):
    """A package: ``name`` is its folder's, ``languages`` its tags (Argos: source and target).

    ``contents`` are the SHA-256 of files in the unpacked package, for those that may also come from
    wheels that are installed already. ``asked_only``: got by its own id alone, not for a language.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Kind
    name: str
    languages: tuple[str, ...]
    version: str
    licence: str
    attribution: str
    files: tuple[ModelFile, ...]
    contents: dict[str, str] = {}
    asked_only: bool = False

    @property
    def size(self) -> int | None:
        """Bytes to download; None where it is not known."""
        sizes = [file.size for file in self.files]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def checked_by(self) -> str:
        """What is known beforehand of its files: ``sha256``, ``md5``, or ``first use``: nothing."""
        if all(file.sha256 for file in self.files):
            return "sha256"
        return "md5" if all(file.sha256 or file.md5 for file in self.files) else "first use"


@lru_cache(maxsize=1)
def known() -> dict[str, KnownModel]:
    """The packages of ``known.yml`` by id."""
    text = (Path(__file__).parent / "known.yml").read_text(encoding="utf-8")
    models = TypeAdapter(tuple[KnownModel, ...]).validate_python(yaml.safe_load(text))
    return {model.id: model for model in models}


def by_file_name(name: str) -> KnownModel | None:
    """The package that a downloaded file of this name belongs to."""
    return next(
        (model for model in known().values() if name in {file.name for file in model.files}), None
    )


def argos_code(tag: str) -> str:
    """Argos's own code of a language tag."""
    return _ARGOS_CODES.get(tag, tag)


def tag_of(code: str) -> str:
    """The language tag of a code that Argos or Vosk writes, such as ``zt`` or ``en-us``."""
    return _TAGS_OF_CODES.get(code) or _TAGS_OF_CODES.get(code[:2]) or code.split("-")[0]


def needed_for(languages: Iterable[str], kinds: Collection[Kind] = KINDS) -> list[KnownModel]:
    """All packages that residents of these languages need.

    Translation goes between Japanese, which staff read, and each language, by way of English.
    Speech is recognised by Vosk where it has a model of the language, else by Whisper.

    Raises:
        ModelError: where there is no package of a kind for a language; it names the language.

    """
    tags = list(dict.fromkeys("ja" if tag == "ja-easy" else tag for tag in languages))
    needed: list[KnownModel] = []
    if "argos" in kinds and tags:
        needed += [model for tag in dict.fromkeys(["ja", *tags]) for model in _argos(tag)]
    if recognisers := [kind for kind in KINDS if kind in kinds and kind != "argos"]:
        needed += [_recogniser(tag, recognisers) for tag in tags]
    return list({model.id: model for model in needed}.values())


def _argos(tag: str) -> list[KnownModel]:
    code = argos_code(tag)
    if code == "en":
        return []
    models = [known().get(name) for name in (f"argos:{code}-en", f"argos:en-{code}")]
    found = [model for model in models if model is not None]
    if len(found) < len(models):
        raise ModelError(
            "no-such-model",
            f"There is no known Argos package for {tag!r}. Known: "
            f"{', '.join(_languages_of('argos'))}. `--kind vosk --kind whisper` leaves translation "
            "out.",
        )
    return found


def _recogniser(tag: str, kinds: Sequence[Kind]) -> KnownModel:
    for kind in kinds:
        for model in known().values():
            if model.kind == kind and tag in model.languages and not model.asked_only:
                return model
    raise ModelError(
        "no-such-model",
        f"No known model of {' or '.join(kinds)} recognises {tag!r}. Known: "
        f"{', '.join(sorted({tag for kind in kinds for tag in _languages_of(kind)}))}.",
    )


def _languages_of(kind: Kind) -> list[str]:
    return sorted({tag for one in known().values() if one.kind == kind for tag in one.languages})
