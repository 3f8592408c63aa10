"""What counts as the same transcript: the normal forms under which errors are counted.

A recogniser that writes ３丁目 for 三丁目 or 欲しい for ほしい has heard everything. An error rate
is edits (insertions, deletions, substitutions) over the reference's length, in one of three forms:

- ``characters``: NFKC, lower case, numbers in Arabic digits, no signs, no spaces;
- ``spelling``: of those, Japanese in Sudachi's normalised forms, so that ways to write a word are
  one (ほしい and 欲しい, つなぐ and 繋ぐ), but homophones are two;
- ``heard_sounds``: of the characters, Japanese as kana in Sudachi's reading, without small kana and
  long vowels (``catalogue/search/reading.py``), so that homophones are one, too. Languages that are
  written as they sound keep their letters, Korean as jamo.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kanjize import kanji2number
from rapidfuzz.distance import Levenshtein

from madoguchi.catalogue.search.tokens import usual_spelling
from madoguchi.voice.recognition.biasing import spoken_form

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_COUNTERS = "丁番号日月年時分人歳才枚回個円通階課部区つ"
_NUMERAL = re.compile(
    rf"[〇零一二三四五六七八九十百千万]{{2,}}|[〇零一二三四五六七八九十](?=[{_COUNTERS}])"
)
_PLACES = re.compile(r"[十百千万]")


@dataclass
class ErrorRate:
    """Edits and characters of what has been compared so far."""

    edits: int = 0
    length: int = 0

    def add(self, reference: str, heard: str) -> None:
        """Count a pair of normal forms."""
        self.edits += Levenshtein.distance(reference, heard)
        self.length += len(reference)

    @property
    def rate(self) -> float:
        """Edits a character of reference; 0 where nothing was compared."""
        return self.edits / self.length if self.length else 0.0


def error_rate(
    pairs: Iterable[tuple[str, str]], language: str, form: Callable[[str, str], str]
) -> float:
    """The rate over pairs of reference and hypothesis, in one of the normal forms."""
    errors = ErrorRate()
    for reference, heard in pairs:
        errors.add(form(reference, language), form(heard, language))
    return errors.rate


def characters(text: str, language: str) -> str:
    """The normal form of written characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if language.split("-")[0] in ("ja", "zh"):
        plain = _NUMERAL.sub(lambda run: _in_digits(run.group()), plain)
    return "".join(letter for letter in plain if letter.isalnum() or letter == "ー")


def spelling(text: str, language: str) -> str:
    """The normal form of words, however they are written."""
    plain = characters(text, language)
    return usual_spelling(plain) if language.split("-")[0] == "ja" else plain


def heard_sounds(text: str, language: str) -> str:
    """The normal form of sounds."""
    return spoken_form(characters(text, language), language)


def _in_digits(numeral: str) -> str:
    """二十五 is 25, 一二三四 is 1234; what is no number stays as it is."""
    if not _PLACES.search(numeral):
        return numeral.translate(_DIGITS)
    try:
        return str(kanji2number(numeral))
    except (ValueError, KeyError):
        return numeral
