"""Latin letters: English, Vietnamese, Tagalog, or another language, by its words and its spelling.

Naive Bayes over two witnesses: the model of spelling, with who lives here as the prior, and the
words that tell.
"""

from __future__ import annotations

from madoguchi.languages.scripts import function_words, spelling

_EACH_WORD = 8.0
"""So many times likelier a telling word makes its language."""

_UNSEEN = 0.01
"""The probability by spelling of a language of which the model knows nothing (Nepali in Latin)."""

_FEWEST_WORDS = 2
_WORDS_OF_A_LINE = 3
_WORDS_BY_SPELLING = 5
"""So many words tell without any that is known."""

_SYLLABLES = 4
"""So many words of one syllable each, all possible in Vietnamese, are hardly by chance."""
_SYLLABLES_COUNT = 2
"""They count as so many telling words."""

_TELLING_WORDS_OF_NO_NAME = 2


def told(text: str) -> tuple[str, float] | None:
    """The language; None for one word, and for words that all have capitals, as a name has.

    Japanese in Latin letters is ``ja``, never doubtless: its writer may not read the others.
    """
    words = function_words.words(text)
    telling = function_words.telling(text)
    has_capitals = all(word[0].isupper() for word in words)
    if len(words) < _FEWEST_WORDS or (
        has_capitals and max(telling.values()) < _TELLING_WORDS_OF_NO_NAME
    ):
        return None
    telling["vi"] += function_words.only_vietnamese(text)
    if len(words) >= _SYLLABLES and function_words.are_vietnamese_syllables(text):
        # 「can」 and 「the」 are Vietnamese words, too (cần, thẻ).
        telling |= {"vi": telling["vi"] + _SYLLABLES_COUNT, "en": 0}
    likely = spelling.likely(text)
    odds = {
        language: (likely.get(language, 0.0) + _UNSEEN) * _EACH_WORD ** telling.get(language, 0)
        for language in likely.keys() | telling.keys()
    }
    language = max(odds, key=odds.__getitem__)
    return language, min(_most(language, len(words), telling), odds[language] / sum(odds.values()))


def _most(language: str, words: int, telling: dict[str, int]) -> float:
    """The highest probability that so little can have."""
    if language == "ja":
        return 0.5
    if words < _WORDS_OF_A_LINE:
        return 0.6
    return 0.8 if words < _WORDS_BY_SPELLING and not any(telling.values()) else 0.99
