"""The baseline: bm25s as it comes, over Sudachi's surface tokens, one document an entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import bm25s
import numpy as np
from sudachipy import Dictionary, SplitMode, Tokenizer

from madoguchi.catalogue.search.texts import Kind, SearchText
from madoguchi.catalogue.search.tokens import normalise


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    return Dictionary().tokenizer()


@lru_cache(maxsize=16_384)
def surface_tokens(text: str) -> tuple[str, ...]:
    """The words as they are written, none left out."""
    morphemes = _tokenizer().tokenize(normalise(text), SplitMode.A)
    return tuple(morpheme.surface() for morpheme in morphemes if morpheme.surface().strip())


class PlainBm25:
    """All texts of an entry but translations as one document; Lucene's BM25 with its defaults."""

    def __init__(self, texts: Sequence[SearchText]) -> None:
        words: defaultdict[str, list[str]] = defaultdict(list)
        for text in texts:
            if text.kind is not Kind.TRANSLATION:
                words[text.entry] += surface_tokens(text.text)
        self._entries = tuple(words)
        self._bm25 = bm25s.BM25(method="lucene")
        self._bm25.index(list(words.values()), show_progress=False)

    def search(self, query: str, limit: int = 10) -> tuple[str, ...]:
        """The entries that share a word with the query, best first."""
        known = [word for word in surface_tokens(query) if word in self._bm25.vocab_dict]
        if not known:
            return ()
        scores = np.asarray(self._bm25.get_scores(known))
        best = np.argsort(-scores, kind="stable")[:limit]
        return tuple(self._entries[place] for place in best if scores[place] > 0)
