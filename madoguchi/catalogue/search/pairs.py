"""The search over a FAQ: pairs of one question and one answer.

A procedure is known by dozens of questions; a pair has its own only, and its answer says most of
what is asked for. So the fields are weighed here as in document search, by the same channels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.dense import Encoder, Vectors
from madoguchi.catalogue.search.lexical import Lexical
from madoguchi.catalogue.search.reading import sound_runs
from madoguchi.catalogue.search.result import Hit, SearchResult
from madoguchi.catalogue.search.tokens import content_words, normalise, tokenize

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("pairs.json")
"""The committed weights, fitted by ``./mado bench retrieval --fit``."""

CHANNELS = (
    "words", "question_words", "answer_words", "told", "runs", "sounds", "e5", "use", "use_answer",
    "company",
)  # fmt: skip
"""BM25 over the words of question and answer, of each alone, of the question without the words
that every procedure shares, over pairs of characters, over sounds; the nearness of the two models'
vectors to the question, and of the second one's to question and answer. ``company``: BM25 by the
words that tell the best pairs of all these apart from the others, which finds pairs that say the
same in words that the query lacks (pseudo-relevance feedback; Lavrenko & Croft, 2001)."""

LEVELS = ("absolute", "share")
"""Of each channel: its score on a fixed scale, and as a share of the query's best. Nothing depends
on how many pairs there are: a FAQ of three is searched like one of ten thousand."""

PAIR_FEATURES = tuple(f"{channel}_{level}" for channel in CHANNELS for level in LEVELS)
QUERY_FEATURES = ("one", "known", *(f"{channel}_best" for channel in CHANNELS))
"""Per query, for "none of these": the share of its words that is known, each channel's best."""

_QUESTION_WEIGHT = 3
_ANSWER_CHARACTERS = 300
_RUN_CHARACTERS = 200
_SCALES = {"e5": (0.85, 0.04), "use": (0.35, 0.15), "use_answer": (0.35, 0.15)}
_LEXICAL_SCALE = (0.0, 0.15)
_COMPANY = 5
"""Best pairs whose words are taken up."""
_COMPANY_WORDS = 10
_NOT_WRITTEN = re.compile(r"[\s。、？！?!.,「」（）()・]")


@dataclass(frozen=True)
class Pair:
    """A question and its answer, as plain text."""

    entry: str
    question: str
    answer: str


@dataclass(frozen=True)
class PairSignals:
    """The features of one query, pairs in the order of the index."""

    pairs: Floats
    """(pairs, ``PAIR_FEATURES``)"""
    query: Floats
    """(``QUERY_FEATURES``,)"""


@dataclass(frozen=True)
class PairFusion:
    """Weights of a conditional logit with an outside option (see ``fusion``)."""

    pair_weights: Floats
    query_weights: Floats

    def probabilities(self, signals: PairSignals) -> tuple[Floats, Floats]:
        """The utility of every pair, which ranks, and the probability that it is meant."""
        utilities: Floats = signals.pairs @ self.pair_weights
        none = float(signals.query @ self.query_weights)
        highest = max(float(utilities.max()), none)
        odds = np.exp(utilities - highest)
        return utilities, odds / (odds.sum() + np.exp(none - highest))

    def to_json(self) -> str:
        """The weights by the names of their features."""
        named = {
            "pair": dict(zip(PAIR_FEATURES, self.pair_weights.round(4).tolist(), strict=True)),
            "query": dict(zip(QUERY_FEATURES, self.query_weights.round(4).tolist(), strict=True)),
        }
        return json.dumps(named, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> PairFusion:
        """Read committed weights.

        Raises:
            ValueError: where they were fitted to other features than this code computes.

        """
        data = json.loads(text)
        if (tuple(data["pair"]), tuple(data["query"])) != (PAIR_FEATURES, QUERY_FEATURES):
            raise ValueError("weights of other features: run ./mado bench retrieval --fit")
        return cls(np.array(list(data["pair"].values())), np.array(list(data["query"].values())))


@lru_cache(maxsize=1)
def fitted() -> PairFusion:
    """The committed weights, read once."""
    return PairFusion.from_json(WEIGHTS.read_text(encoding="utf-8"))


class PairIndex:
    """An immutable index over the pairs of a FAQ; scores of its hits are probabilities."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        encoders: tuple[Encoder, Encoder],
        *,
        cache: VectorCache | None = None,
        name: str = "pairs",
        fusion: PairFusion | None = None,
    ) -> None:
        """``fusion`` is used instead of the committed weights.

        ``cache`` keeps the vectors under the names that ``vector_texts`` tells.

        Raises:
            ValueError: without pairs.

        """
        if not pairs:
            raise ValueError("an index needs at least one pair")
        self.entries = tuple(pair.entry for pair in pairs)
        self._fusion = fusion
        self._encoders = encoders
        questions, answers = _plain(pairs)
        words = [content_words(text) for text in questions]
        answered = [content_words(text) for text in answers]
        self._lexical = {
            "words": Lexical(
                (q * _QUESTION_WEIGHT + a for q, a in zip(words, answered, strict=True)), b=0.75
            ),
            "question_words": Lexical(words),
            "answer_words": Lexical(answered, b=0.75),
            "told": Lexical(tokenize(text) for text in questions),
            "runs": Lexical(
                (
                    _runs(q) * _QUESTION_WEIGHT + _runs(a[:_RUN_CHARACTERS])
                    for q, a in zip(questions, answers, strict=True)
                ),
                b=0.75,
            ),
            "sounds": Lexical(sound_runs(text) for text in questions),
        }
        self._said = _Said(
            [q * _QUESTION_WEIGHT + a for q, a in zip(words, answered, strict=True)],
            self._lexical["words"],
        )
        self._vectors = {
            each.channel: _embedded(each, encoders[each.encoder], cache)
            for each in vector_texts(name, pairs)
        }

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """The pairs that the query may mean, likeliest first; nothing without letters or digits."""
        if not any(character.isalnum() for character in query):
            return SearchResult(())
        fusion = fitted() if self._fusion is None else self._fusion
        utilities, likely = fusion.probabilities(self.signals(query))
        best = np.argsort(-utilities, kind="stable")[:limit]
        return SearchResult(tuple(Hit(self.entries[at], float(likely[at])) for at in best))

    def signals(self, query: str) -> PairSignals:
        """The features of a query."""
        plain = normalise(query)
        words = content_words(plain)
        terms: dict[str, Sequence[str]] = {
            "words": words,
            "question_words": words,
            "answer_words": words,
            "told": tokenize(plain),
            "runs": _runs(plain),
            "sounds": sound_runs(plain),
        }
        asked = [encoder.encode_query(plain)[0] for encoder in self._encoders]
        scores: dict[str, NDArray[np.float32]] = {}
        for channel in CHANNELS:
            if channel in terms:
                scores[channel] = self._lexical[channel].scores(terms[channel])
            elif channel in self._vectors:
                scores[channel] = np.asarray(
                    self._vectors[channel] @ asked[channel != "e5"], np.float32
                )
        together = np.sum([_absolute(*each) for each in scores.items()], axis=0)
        scores["company"] = self._lexical["words"].weighted(
            self._said.most_telling(np.argsort(-together, kind="stable")[:_COMPANY])
        )
        levels = np.empty((len(CHANNELS) * len(LEVELS), len(self.entries)))
        tops = []
        for number, channel in enumerate(CHANNELS):
            score = scores[channel]
            levels[2 * number] = _absolute(channel, score)
            levels[2 * number + 1] = score / max(float(score.max()), 1e-6)
            tops.append(float(levels[2 * number].max()))
        return PairSignals(levels.T, np.array([1.0, self._lexical["words"].coverage(words), *tops]))


class _Said:
    """The words of every pair, as numbers one after the other."""

    def __init__(self, said: Sequence[Sequence[str]], lexical: Lexical) -> None:
        numbers: dict[str, int] = {}
        self._numbers = np.fromiter(
            (numbers.setdefault(word, len(numbers)) for words in said for word in words), np.int32
        )
        self._edges = np.cumsum([0, *map(len, said)])
        self._words = tuple(numbers)
        self._idf = np.array([lexical.idf(word) for word in self._words], np.float32)

    def most_telling(self, rows: Sequence[int] | NDArray[np.intp]) -> dict[str, float]:
        """The words that make up most of these pairs, rare ones before common ones.

        The first pair counts once, the second half, the third a third; weights sum to 1 (all 0
        where the pairs have no words).
        """
        weights = np.zeros(len(self._words), np.float32)
        for rank, row in enumerate(rows, 1):
            own = self._numbers[self._edges[row] : self._edges[row + 1]]
            np.add.at(weights, own, self._idf[own] / (rank * max(len(own), 1)))
        best = np.argsort(-weights, kind="stable")[:_COMPANY_WORDS]
        whole = max(float(weights[best].sum()), 1e-6)
        return {self._words[at]: float(weights[at]) / whole for at in best if weights[at] > 0}


def _absolute(channel: str, score: NDArray[np.float32]) -> NDArray[np.float32]:
    """The score of a channel on its scale."""
    offset, scale = _SCALES.get(channel, _LEXICAL_SCALE)
    return (score - np.float32(offset)) / np.float32(scale)


@dataclass(frozen=True)
class VectorTexts:
    """What a dense channel needs: its encoder (by number), its texts, what they are filed under."""

    channel: str
    encoder: int
    texts: tuple[str, ...]
    name: str


def vector_texts(name: str, pairs: Sequence[Pair]) -> tuple[VectorTexts, ...]:
    """The texts that the index called ``name`` has vectors of, channel by channel."""
    questions, answers = _plain(pairs)
    both = tuple(
        f"{question} {answer[:_ANSWER_CHARACTERS]}"
        for question, answer in zip(questions, answers, strict=True)
    )
    return (
        VectorTexts("e5", 0, tuple(questions), name),
        VectorTexts("use", 1, tuple(questions), name),
        VectorTexts("use_answer", 1, both, f"{name}-answers"),
    )


def _plain(pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    """Questions and answers, each in one line."""
    return (
        [normalise(pair.question) for pair in pairs],
        [" ".join(pair.answer.split()) for pair in pairs],
    )


def _embedded(wanted: VectorTexts, encoder: Encoder, cache: VectorCache | None) -> Vectors:
    if cache is None:
        return encoder.encode(wanted.texts)
    return cache.vectors(wanted.name, encoder, wanted.texts)


def _runs(text: str) -> list[str]:
    """Every pair of neighbouring characters, signs left out."""
    written = _NOT_WRITTEN.sub("", text)
    return [written[at : at + 2] for at in range(len(written) - 1)]
