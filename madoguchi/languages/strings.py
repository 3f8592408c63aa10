"""What our own pages say, in every language: ``catalogue/ui/<tag>.yml``.

A file has sections of keys and texts; the Japanese one says which there are. Texts may hold
``{names}`` to be filled in, and furigana (``ruby.py``) in やさしい日本語.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.errors import CatalogueError
from madoguchi.settings import settings

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "ja": "日本語",
        "ja-easy": "やさしい日本語",
        "en": "English",
        "zh-Hans": "简体中文",
        "zh-Hant": "繁體中文",
        "ko": "한국어",
        "vi": "Tiếng Việt",
        "ne": "नेपाली",
        "tl": "Tagalog",
    }
)
"""Every language by its tag, named in itself, in the order in which they are offered."""

Strings = Mapping[str, Mapping[str, str]]


@lru_cache
def strings(language: str) -> Strings:
    """Every text of a language: section, key, text.

    Raises:
        CatalogueError: if the file is broken, or differs in keys or ``{names}`` from the Japanese.

    """
    found = read(settings().catalogue_dir / "ui", language)
    if language != "ja":
        check_against(found, strings("ja"), f"ui/{language}.yml")
    return found


def text(language: str, key: str, **values: object) -> str:
    """One text by its ``section.key``, with its names filled in."""
    section, name = key.split(".")
    return strings(language)[section][name].format(**values)


def read(folder: Path, language: str) -> Strings:
    """A language's file as it is.

    Raises:
        CatalogueError: if it cannot be read, or a section is no mapping of keys to texts.

    """
    file = YamlFile(folder / f"{language}.yml")
    for section, entries in file.data.items():
        if not isinstance(entries, dict):
            raise CatalogueError("broken-strings", f"{file.where((section,))}: expected keys")
        for key, value in entries.items():
            if not isinstance(value, str) or not value.strip():
                where = file.where((section, key))
                raise CatalogueError("broken-strings", f"{where}: expected a text")
    return MappingProxyType(file.data)


def check_against(found: Strings, japanese: Strings, name: str) -> None:
    """Check that a translation has each text of the Japanese, with the same names to fill in.

    Raises:
        CatalogueError: naming every text that is missing, surplus, or has other names.

    """
    ours, theirs = _names(found), _names(japanese)
    problems = [f"{key} is missing" for key in theirs.keys() - ours.keys()]
    problems += [f"{key} is not in ja.yml" for key in ours.keys() - theirs.keys()]
    problems += [
        f"{key} must have the names {sorted(theirs[key])}, not {sorted(ours[key])}"
        for key in ours.keys() & theirs.keys()
        if ours[key] != theirs[key]
    ]
    if problems:
        raise CatalogueError("strings-differ", f"{name}: {'; '.join(sorted(problems))}")


def _names(found: Strings) -> dict[str, set[str]]:
    return {
        f"{section}.{key}": {name for _, name, _, _ in string.Formatter().parse(value) if name}
        for section, entries in found.items()
        for key, value in entries.items()
    }
