"""Argos Translate's own way with the same packages: its batches, its beams, its pivot.

Only its search for sentences is left out: its models for that come from the internet, and each
row is one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import argostranslate.settings
import argostranslate.translate as stock
from argostranslate.package import Package


class _OneSentence:
    def split_sentences(self, text: str) -> list[str]:
        return [text]


def translator(
    folders: dict[tuple[str, str], Path], source: str, target: str
) -> Callable[[str], str]:
    """Argos Translate's translation of the pair, by way of English where there is no package."""
    argostranslate.settings.intra_threads = 1
    argostranslate.settings.inter_threads = 1
    if (source, target) in folders:
        translation = _translation(folders, source, target)
    else:
        translation = stock.CompositeTranslation(
            _translation(folders, source, "en"), _translation(folders, "en", target)
        )
    translate: Callable[[str], str] = translation.translate
    return translate


def _translation(folders: dict[tuple[str, str], Path], source: str, target: str) -> Any:
    package = Package(folders[source, target])
    languages = [stock.Language(tag, tag) for tag in (source, target)]
    found = stock.PackageTranslation(*languages, package)
    found.sentencizer = _OneSentence()
    return found
