"""What is written, as sentences to be spoken."""

from __future__ import annotations

import unicodedata

from madoguchi.languages.ruby import plain
from madoguchi.voice.spoken import furigana, japanese, other_languages
from madoguchi.voice.spoken.sentences import split

MAX_CHARACTERS = 10_000
"""Longer texts are cut: nobody listens for an hour, and a pattern should not work for one."""


def prepare(text: str, language: str) -> tuple[str, ...]:
    """The text as sentences, or clauses of long ones, that a voice of the language can speak.

    Numbers, dates, signs and abbreviations become the words that they stand for; what cannot be
    spoken (emoji, other scripts, addresses of pages) is left out or named. Readings in the
    notation of ``madoguchi.languages.ruby`` are followed in ja-easy. () for a text without
    anything to say.
    """
    text = unicodedata.normalize("NFC", text[:MAX_CHARACTERS])
    if language == "ja-easy":
        return split(japanese.spoken(furigana.resolved(text)), "ja")
    if language == "ja":
        return split(japanese.spoken(plain(text)), "ja")
    return split(other_languages.spoken(plain(text), language), language)
