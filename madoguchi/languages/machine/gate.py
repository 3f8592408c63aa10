"""The quality gate: whether a machine's sentence may be shown to a resident or to staff.

The limits of length and of likeness were set with our own translations: see docs/languages.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

from madoguchi.languages.machine.placeholders import PLACEHOLDER

Fault = Literal["empty", "placeholders", "length", "residue", "repetition", "number", "meaning"]
"""Why a sentence is not shown."""

_LENGTHS = {"ja": 1.0, "en": 3.05, "zh-Hans": 0.81, "zh-Hant": 0.81, "ko": 1.14, "vi": 2.75}
"""Characters for one of Japanese: medians of the curated translations' sentences."""
_DEFAULT_LENGTH = 3.0
_SHORT = 6
"""Japanese characters that are added to both lengths: a word may be any number of times longer."""
_RATIOS = 0.33, 3.1
"""Of all our curated sentences' ratios, 99.9 % lie between .46 and 2.33."""

_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_HANGUL = re.compile(r"[가-힣]")
_HAN = re.compile(r"[一-鿿]")
_UNKNOWN = re.compile(r"⁇|<unk>|\ufffd|▁")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ỹ]{3,}")
_LATIN_WORDS_IN_JAPANESE = 3
"""Names and abbreviations may stay; more than these are untranslated."""
_NUMBER = re.compile(r"[0-9]{2,}")
_WORD = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]|[^\W_]+")
_TIMES = 3
"""How often three words in a row may stand in a sentence: more is a machine going in circles."""
_LIKE = 0.88
"""Least cosine of a sentence's vector and that of its translation back."""


def fault(template: str, translation: str, source: str, target: str) -> Fault | None:
    """What is wrong with a translation, both with placeholders; None where nothing is seen."""
    words = PLACEHOLDER.sub(" ", translation)
    if not words.strip():
        return "empty"
    if Counter(PLACEHOLDER.findall(template)) != Counter(PLACEHOLDER.findall(translation)):
        return "placeholders"
    if not _RATIOS[0] <= _ratio(template, translation, source, target) <= _RATIOS[1]:
        return "length"
    if _has_residue(PLACEHOLDER.sub(" ", template), words, target):
        return "residue"
    if _goes_round(translation) and not _goes_round(template):
        return "repetition"
    if _NUMBER.search(words):  # every number of the original has become a placeholder
        return "number"
    return None


def alike(sentences: Sequence[str], back: Sequence[str]) -> list[bool]:
    """Whether each sentence means what it means translated there and back."""
    from madoguchi.catalogue.search.dense import E5

    if not sentences:
        return []
    vectors = E5().encode([*sentences, *back])
    ours, theirs = vectors[: len(sentences)], vectors[len(sentences) :]
    return [bool(one >= _LIKE) for one in np.einsum("ij,ij->i", ours, theirs)]


def _ratio(template: str, translation: str, source: str, target: str) -> float:
    ours = len(template) / _LENGTHS.get(source, _DEFAULT_LENGTH)
    theirs = len(translation) / _LENGTHS.get(target, _DEFAULT_LENGTH)
    return (theirs + _SHORT) / (ours + _SHORT)


def _has_residue(original: str, words: str, target: str) -> bool:
    """Whether there are characters that the language has not, or the original itself."""
    if _UNKNOWN.search(words) or words.strip().casefold() == original.strip().casefold():
        return True
    if target == "ja":
        latin = len(_LATIN_WORD.findall(words))
        return _HANGUL.search(words) is not None or latin > _LATIN_WORDS_IN_JAPANESE
    if target != "ko" and _HANGUL.search(words):
        return True
    no_han = not target.startswith("zh") and target != "ko"
    return _KANA.search(words) is not None or (no_han and len(_HAN.findall(words)) > 0)


def _goes_round(text: str) -> bool:
    found = _WORD.findall(text.casefold())
    triples = Counter(zip(found, found[1:], found[2:], strict=False))
    return any(times > _TIMES for times in triples.values())
