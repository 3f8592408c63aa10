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

from madoguchi.catalogue.search.cache import Progress, VectorCache
from madoguchi.catalogue.search.dense import Encoder, Vectors
from madoguchi.catalogue.search.lexical import Lexical
from madoguchi.catalogue.search.reading import sound_runs
from madoguchi.catalogue.search.result import Hit, SearchResult
from madoguchi.catalogue.search.tokens import content_words, normalise, tokenize

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("pairs.json")
"""The committed weights, fitted by ``./mado bench retrieval --write``."""

CHANNELS = (
    "words", "question_words", "answer_words", "told", "runs", "sounds", "e5", "use", "use_answer",
)  # fmt: skip
"""BM25 over the words of question and answer, of each alone, of the question without the words
that every procedure shares, over pairs of characters, over sounds; the nearness of the two models'
vectors to the question, and of the second one's to question and answer."""

LEVELS = ("absolute", "share", "standard")
"""Of each channel: its score on a fixed scale, as a share of the query's best, and as a standard
score over all pairs."""

PAIR_FEATURES = tuple(f"{channel}_{level}" for channel in CHANNELS for level in LEVELS)
QUERY_FEATURES = ("one", "known", *(f"{channel}_best" for channel in CHANNELS))
"""Per query, for "none of these": the share of its words that is known, each channel's best."""

_QUESTION_WEIGHT = 3
_ANSWER_CHARACTERS = 300
_RUN_CHARACTERS = 200
_SCALES = {"e5": (0.85, 0.04), "use": (0.35, 0.15), "use_answer": (0.35, 0.15)}
_LEXICAL_SCALE = (0.0, 0.15)
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
            raise ValueError("weights of other features: run ./mado bench retrieval --write")
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
        progress: Progress | None = None,
    ) -> None:
        """``cache`` keeps the vectors under ``name`` and ``name-answers``."""
        if not pairs:
            raise ValueError("an index needs at least one pair")
        self.entries = tuple(pair.entry for pair in pairs)
        self._fusion = fitted() if fusion is None else fusion
        self._encoders = encoders
        questions = [normalise(pair.question) for pair in pairs]
        answers = [" ".join(pair.answer.split()) for pair in pairs]
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
        self._vectors = {
            channel: _embedded(encoders[number], texts, cache, filed, progress)
            for channel, number, texts, filed in _dense(name, questions, answers)
        }

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """The pairs that the query may mean, likeliest first; nothing without letters or digits."""
        if not any(character.isalnum() for character in query):
            return SearchResult(())
        utilities, likely = self._fusion.probabilities(self.signals(query))
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
        levels: list[NDArray[np.float32]] = []
        tops: list[float] = []
        for channel in CHANNELS:
            if channel in terms:
                score = self._lexical[channel].scores(terms[channel])
            else:
                score = np.asarray(self._vectors[channel] @ asked[channel != "e5"], np.float32)
            offset, scale = _SCALES.get(channel, _LEXICAL_SCALE)
            absolute = (score - np.float32(offset)) / np.float32(scale)
            best = float(score.max())
            spread = max(float(score.std()), 1e-4)
            levels += [
                absolute,
                score / np.float32(max(best, 1e-6)),
                np.clip((score - score.mean()) / spread, -3, 12),
            ]
            tops.append(float(absolute.max()))
        return PairSignals(
            np.stack(levels, axis=1).astype(np.float64),
            np.array([1.0, self._lexical["words"].coverage(words), *tops]),
        )


def _dense(
    name: str, questions: Sequence[str], answers: Sequence[str]
) -> tuple[tuple[str, int, list[str], str], ...]:
    """Each dense channel, its encoder's number, its texts, and what its vectors are filed under."""
    both = [
        f"{question} {answer[:_ANSWER_CHARACTERS]}"
        for question, answer in zip(questions, answers, strict=True)
    ]
    return (
        ("e5", 0, list(questions), name),
        ("use", 1, list(questions), name),
        ("use_answer", 1, both, f"{name}-answers"),
    )


def _embedded(
    encoder: Encoder,
    texts: Sequence[str],
    cache: VectorCache | None,
    name: str,
    progress: Progress | None,
) -> Vectors:
    if cache is None:
        return encoder.encode(texts)
    return cache.vectors(name, encoder, texts, progress)


def _runs(text: str) -> list[str]:
    """Every pair of neighbouring characters, signs left out."""
    written = _NOT_WRITTEN.sub("", text)
    return [written[at : at + 2] for at in range(len(written) - 1)]
