"""How sure the search is that an entry of a FAQ is meant.

An entry has one question and one answer, where a procedure has dozens of texts, so the weights of
the procedures' fusion say nothing here. These few weigh how near question and answer are in words,
sounds and both models' vectors, against "none of these".
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from madoguchi.catalogue.search.fusion import ENTRY_FEATURES, QUERY_FEATURES, Fusion, Script

_ENTRY = {
    "words_best": 0.5,
    "words_other": 0.3,
    "sounds_best": 0.3,
    "e5_best": 1.0,
    "use_best": 1.0,
    "use_other": 0.3,
}
_NONE = 5.0


@lru_cache(maxsize=1)
def faq_fusion() -> Fusion:
    """The fusion of every FAQ, the same for all scripts."""
    entry = [_ENTRY.get(name, 0.0) for name in ENTRY_FEATURES]
    query = [_NONE if name == "one" else 0.0 for name in QUERY_FEATURES]
    return Fusion(np.array([entry] * len(Script)), np.array([query] * len(Script)))
