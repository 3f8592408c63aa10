"""The baseline: bm25s as it comes, over Sudachi's surface tokens, one document an entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

import bm25s
import numpy as np
from sudachipy import Dictionary, SplitMode, Tokenizer

from madoguchi.catalogue.search.texts import Kind, SearchText
from madoguchi.catalogue.search.tokens import normalise

_FUNCTION_WORDS = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})
"""Parts of speech, as Sudachi's dictionary (UniDic) names them."""


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    return Dictionary().tokenizer()


@lru_cache(maxsize=16_384)
def surface_tokens(text: str) -> tuple[str, ...]:
    """The words as they are written, none left out."""
    morphemes = _tokenizer().tokenize(normalise(text), SplitMode.A)
    return tuple(morpheme.surface() for morpheme in morphemes if morpheme.surface().strip())


@lru_cache(maxsize=16_384)
def content_words(text: str) -> tuple[str, ...]:
    """The words as they are written, without particles, auxiliaries and signs."""
    morphemes = _tokenizer().tokenize(normalise(text), SplitMode.A)
    return tuple(m.surface() for m in morphemes if m.part_of_speech()[0] not in _FUNCTION_WORDS)


def faq_bm25(texts: Sequence[SearchText]) -> PlainBm25:
    """BM25 as published for localgovFAQ: the question counts three times, the answer once."""
    return PlainBm25(texts, content_words, question_copies=3)


class PlainBm25:
    """All texts of an entry but translations as one document; Lucene's BM25 with its defaults."""

    def __init__(
        self,
        texts: Sequence[SearchText],
        words_of: Callable[[str], Sequence[str]] = surface_tokens,
        question_copies: int = 1,
    ) -> None:
        """``question_copies``: how often a question's words count."""
        self._words_of = words_of
        words: defaultdict[str, list[str]] = defaultdict(list)
        for text in texts:
            if text.kind is not Kind.TRANSLATION:
                copies = question_copies if text.kind is Kind.QUESTION else 1
                words[text.entry] += [*words_of(text.text)] * copies
        self._entries = tuple(words)
        self._bm25 = bm25s.BM25(method="lucene")
        self._bm25.index(list(words.values()), show_progress=False)

    def search(self, query: str, limit: int = 10) -> tuple[str, ...]:
        """The entries that share a word with the query, best first."""
        known = [word for word in self._words_of(query) if word in self._bm25.vocab_dict]
        if not known:
            return ()
        scores = np.asarray(self._bm25.get_scores(known))
        best = np.argsort(-scores, kind="stable")[:limit]
        return tuple(self._entries[place] for place in best if scores[place] > 0)
