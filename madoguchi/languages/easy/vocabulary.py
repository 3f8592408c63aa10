"""How easy a word is, and which words of ours are hard or everyday (``catalogue/easy_words.yml``).

No list of a language test may be copied here, so the level is measured:

    ease = Zipf frequency + 1.2 where the word is written with kana, or with a single kanji

The Zipf frequency is log10 of how often the word stands among a thousand million words (wordfreq,
Speer 2022: subtitles, Wikipedia, news, web); a word that its small list lacks has 2.9. Kango in two
or more kanji and words in katakana have no bonus: a learner cannot guess them. Below 4.0 a word is
hard. A word that ``easy_words.yml`` replaces is hard, and one that it calls everyday is easy,
whatever their frequency.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from madoguchi.languages.easy.easy_words import easy_words
from madoguchi.languages.easy.sentence import KANJI, Word, short_units

EASY_FROM = 4.0
"""The least ease of a word that needs no explanation; docs/easy-japanese.md says how it was set."""

_UNKNOWN = 2.9
_NATIVE_BONUS = 1.2
_CARRIES_MEANING = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "連体詞"})
_NOT_A_WORD = frozenset({"固有名詞", "数詞", "助数詞可能"})
_KANGO = re.compile(f"[{KANJI}]{{2,}}")
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_JAPANESE = re.compile(f"[{KANJI}ぁ-ゖァ-ヺー]+")


def is_hard(word: Word) -> bool:
    """Whether the word needs an easier one, or an explanation."""
    known = easy_words()
    names = {word.surface, word.dictionary_form}
    if names & known.everyday:
        return False
    if names & known.replaced.keys():
        return True
    if word.kind not in _CARRIES_MEANING or _NOT_A_WORD & set(word.part):
        return False
    if not _JAPANESE.fullmatch(word.surface):
        return False
    return ease(word) < EASY_FROM


def ease(word: Word) -> float:
    """The ease of a word; a compound that is in no list is as hard as its hardest part."""
    found = _zipf(word)
    if found is None:
        parts = short_units(word.surface)
        if len(parts) > 1:
            known = easy_words().everyday
            return min(
                (
                    EASY_FROM if part.surface in known else ease(part)
                    for part in parts
                    if part.kind in _CARRIES_MEANING and not _NOT_A_WORD & set(part.part)
                ),
                default=EASY_FROM,
            )
        found = _UNKNOWN
    foreign = _KANGO.fullmatch(word.surface) or _KATAKANA.fullmatch(word.surface)
    return found if foreign else found + _NATIVE_BONUS


def _zipf(word: Word) -> float | None:
    frequencies = _frequencies()
    best = max(
        frequencies.get(name, 0.0) for name in (word.surface, word.dictionary_form, word.normalised)
    )
    return math.log10(best) + 9 if best else None


@lru_cache(maxsize=1)
def _frequencies() -> Mapping[str, float]:
    from wordfreq import get_frequency_dict

    found: Mapping[str, float] = get_frequency_dict("ja", wordlist="small")
    return found
