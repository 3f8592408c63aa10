"""BM25 over the texts of the catalogue's entries, with a score that says when to abstain.

Each entry (a procedure or a life event's checklist) is found by several texts: its names and
synonyms, its everyday questions, its summary. An entry's score mixes its best text with the mean
of its next best ones: one good match counts, and several agreeing ones count more, however many
texts an entry has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import bm25s
import numpy as np

from madoguchi.catalogue.catalogue import Catalogue, catalogue
from madoguchi.catalogue.search.names import Names
from madoguchi.catalogue.search.tokens import reading, tokenize

CERTAIN = 0.15
"""From this score on the best entry is answered without asking back (tuned on our own questions,
each left out of the index in turn: ``./mado bench search``)."""

POSSIBLE = 0.07
"""Below this score an entry is not even offered as a choice."""

CLEAR_LEAD = 0.15
"""The share of its score by which the best entry must lead the second one to be answered."""

_BEST_SHARE, _SUPPORTING_TEXTS = 0.4, 7
_NAMED_SHARE = 0.5
"""How far the official name, written out in the query, moves the score towards 1 (28 of the 31 of
our own questions that hold an official name mean that procedure)."""


_NAME_WEIGHT, _QUESTION_WEIGHT, _SUMMARY_WEIGHT = 1.15, 1.0, 0.8
_WORD, _KANA = "w:", "k:"


@dataclass(frozen=True)
class SearchText:
    """One text by which an entry is found; ``weight`` scales its score."""

    entry: str
    text: str
    weight: float


@dataclass(frozen=True)
class Hit:
    """A found entry with its score between 0 (nothing in common) and 1 (the very words)."""

    entry: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """The hits, best first, and what may be done with them."""

    hits: tuple[Hit, ...]

    @property
    def certain(self) -> Hit | None:
        """The one entry that is meant, or None where it is better to ask back or to abstain."""
        if not self.hits or self.hits[0].score < CERTAIN:
            return None
        best = self.hits[0]
        runner_up = self.hits[1].score if len(self.hits) > 1 else 0.0
        return best if best.score - runner_up >= CLEAR_LEAD * best.score else None

    @property
    def possible(self) -> tuple[Hit, ...]:
        """Up to four entries worth offering as choices; empty where the search abstains."""
        return tuple(hit for hit in self.hits if hit.score >= POSSIBLE)[:4]


class SearchIndex:
    """An immutable index over search texts; ``names`` are the entries' official names."""

    def __init__(self, texts: Sequence[SearchText], names: Names) -> None:
        if not texts:
            raise ValueError("an index needs at least one text")
        self._texts = tuple(texts)
        self._names = names
        tokens = [features(text.text) for text in self._texts]
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.4)
        self._bm25.index(tokens, show_progress=False)
        self._idf = _inverse_document_frequencies(tokens)
        self._unknown_idf = max(self._idf.values(), default=1.0)

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """The entries that share most with the query. An empty query finds nothing."""
        tokens = features(query)
        known = [token for token in tokens if token in self._idf]
        if not known:
            return SearchResult(())
        raw = self._bm25.get_scores(known)
        # The score a text would get that holds every token of the query once: words that no text
        # knows count against the hit, so an unrelated question stays low.
        ideal = sum(
            self._idf.get(token, self._unknown_idf * _unknown_share(token)) for token in tokens
        )
        by_entry: defaultdict[str, list[float]] = defaultdict(list)
        for position in np.flatnonzero(raw):
            text = self._texts[int(position)]
            by_entry[text.entry].append(float(raw[position]) * text.weight / ideal)
        scores = {entry: _mixed(scores) for entry, scores in by_entry.items()}
        for entry in self._names.in_text(query):
            scores[entry] = scores.get(entry, 0.0) * (1 - _NAMED_SHARE) + _NAMED_SHARE
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return SearchResult(tuple(Hit(entry, min(score, 1.0)) for entry, score in ranked))


def _mixed(scores: list[float]) -> float:
    """The best text's score with the mean of the next best ones; missing ones count as 0."""
    best, *others = sorted(scores, reverse=True)[: _SUPPORTING_TEXTS + 1]
    return _BEST_SHARE * best + (1 - _BEST_SHARE) * sum(others) / _SUPPORTING_TEXTS


def features(text: str) -> list[str]:
    """Words, and pairs of kana of the reading, which survive a wrong kanji or none at all."""
    words = tokenize(text)
    kana = "".join(reading(word) for word in words)
    pairs = {kana[start : start + 3] for start in range(len(kana) - 2)}
    return [_WORD + word for word in dict.fromkeys(words)] + [
        _KANA + pair for pair in sorted(pairs)
    ]


def _unknown_share(token: str) -> float:
    return 0.9 if token.startswith(_WORD) else 0.35


def _inverse_document_frequencies(documents: Iterable[Iterable[str]]) -> dict[str, float]:
    """Lucene's formula: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    counts: defaultdict[str, int] = defaultdict(int)
    total = 0
    for document in documents:
        total += 1
        for token in set(document):
            counts[token] += 1
    return {
        token: float(np.log1p((total - count + 0.5) / (count + 0.5)))
        for token, count in counts.items()
    }


def search_texts(source: Catalogue) -> tuple[SearchText, ...]:
    """The texts of every procedure and checklist."""
    texts: list[SearchText] = []
    for procedure in source.procedures.values():
        names = procedure.names
        for name in (names.official, names.everyday, *names.synonyms):
            texts.append(SearchText(procedure.id, name, _NAME_WEIGHT))
        texts.append(SearchText(procedure.id, procedure.summary, _SUMMARY_WEIGHT))
        texts += [SearchText(procedure.id, text, _QUESTION_WEIGHT) for text in procedure.questions]
    return tuple(texts)


@lru_cache(maxsize=1)
def index() -> SearchIndex:
    """The index of this process over its catalogue."""
    source = catalogue()
    names = Names((id_, entry.names.official) for id_, entry in source.procedures.items())
    return SearchIndex(search_texts(source), names)
