"""Learnt fusion: from what each channel says of each entry to the probability that it is meant.

A conditional logit with an outside option (McFadden, 1974): every candidate entry has a utility,
linear in its features, and so has "none of these"; a softmax over all of them gives probabilities
that may be read as such. Weights are kept apart by script, each pulled towards the common ones:
the sounds of a text say much about kana and nothing about Korean.

The weights are data (``fusion.json``), fitted by ``./mado bench search --write``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("fusion.json")
"""The committed weights."""

CHANNELS = ("words", "sounds", "e5", "use")
POOLED = ("best", "few", "many", "other", "best_z", "many_z")
ENTRY_FEATURES = (
    *(f"{channel}_{pooled}" for channel in CHANNELS for pooled in POOLED),
    "classified",
    "classified_z",
    "named",
)
"""Per entry and channel: its best question or name, the mean of its best few and of its best
many, its best name, summary, translation or passage; the first and third also as standard scores
over all entries of the query. "classified": what the classifier says, again also as a standard
score. "named": the query writes out a name of the entry, shared by as many
entries as it names."""

QUERY_FEATURES = (
    "one",
    "words_known",
    "sounds_known",
    *(f"{channel}_{pooled}" for pooled in ("top_best", "top_many") for channel in CHANNELS),
    "classified_top",
    "classified_top_z",
    "length",
)
"""Per query, for "none of these"."""


class Script(StrEnum):
    """How a query is written, as far as the channels' worth depends on it."""

    MIXED = "mixed"  # kana and kanji
    KANA = "kana"
    HAN = "han"  # Chinese, or Japanese keywords
    ENGLISH = "english"
    LATIN = "latin"  # Tagalog, romaji
    HANGUL = "hangul"
    VIETNAMESE = "vietnamese"
    DEVANAGARI = "devanagari"


_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9d]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SCRIPTS = (
    (Script.DEVANAGARI, re.compile(r"[\u0900-\u097f]")),
    (Script.HANGUL, re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
)
_ENGLISH = re.compile(
    r"\b(?:the|is|are|am|was|my|your|how|what|where|when|who|can|do|does|to|of|for|and|i|i'm|"
    r"we|have|has|want|need|from|in|on|with|an?|it|not|please)\b",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(r"[ăâđêôơưáàãéèíìóòõúùýĩũ\u1ea0-\u1ef9]", re.IGNORECASE)


def script_of(text: str) -> Script:
    """The script of a text. One without letters counts as Latin."""
    for script, pattern in _SCRIPTS:
        if pattern.search(text):
            return script
    if _KANA.search(text):
        return Script.MIXED if _HAN.search(text) else Script.KANA
    if _HAN.search(text):
        return Script.HAN
    if _VIETNAMESE.search(text):
        return Script.VIETNAMESE
    return Script.ENGLISH if len(_ENGLISH.findall(text)) >= 2 else Script.LATIN


@dataclass(frozen=True)
class Fusion:
    """Fitted weights: one row a script, over the entry's and over the query's features."""

    entry_weights: Floats
    """(scripts, entry features)"""
    query_weights: Floats
    """(scripts, query features)"""

    def probabilities(self, script: Script, entries: Floats, query: Floats) -> Floats:
        """The probability of each entry; what is missing to 1 is "none of these".

        ``entries`` is (candidates, entry features), ``query`` is (query features,).
        """
        row = _ROW[script]
        utilities = np.append(
            entries @ self.entry_weights[row], float(query @ self.query_weights[row])
        )
        odds = np.exp(utilities - utilities.max())
        shares: Floats = odds[:-1] / odds.sum()
        return shares

    def to_json(self) -> str:
        """The weights as they are committed: rounded, a line a script."""
        return (
            json.dumps(
                {
                    "entry_features": ENTRY_FEATURES,
                    "query_features": QUERY_FEATURES,
                    "weights": {
                        script.value: {
                            "entry": [round(float(x), 4) for x in self.entry_weights[row]],
                            "query": [round(float(x), 4) for x in self.query_weights[row]],
                        }
                        for script, row in _ROW.items()
                    },
                },
                indent=1,
            )
            + "\n"
        )

    @classmethod
    def from_json(cls, text: str) -> Fusion:
        """Read committed weights.

        Raises:
            ValueError: where they were fitted to other features than this code computes.

        """
        data = json.loads(text)
        if (tuple(data["entry_features"]), tuple(data["query_features"])) != (
            ENTRY_FEATURES,
            QUERY_FEATURES,
        ):
            raise ValueError(
                "fusion weights are of other features: run ./mado bench search --write"
            )
        return cls(
            np.array([data["weights"][script]["entry"] for script in _ROW], np.float64),
            np.array([data["weights"][script]["query"] for script in _ROW], np.float64),
        )


_ROW = {script: row for row, script in enumerate(Script)}


NONE = -1
"""Stands for "none of these" among the rows that an example means."""


@dataclass(frozen=True)
class Example:
    """One labelled query: its features, and the rows of the entries any of which is right.

    ``NONE`` among them: none of the entries is right as well.
    """

    script: Script
    entries: Floats
    query: Floats
    meant: tuple[int, ...]
    weight: float = 1.0


def fit(
    examples: Sequence[Example],
    *,
    ridge: float = 2.0,
    apart: float = 20.0,
    steps: int = 400,
    rate: float = 0.05,
) -> Fusion:
    """Weights of the greatest likelihood with a penalty (Adam over the whole batch).

    ``ridge`` pulls the common weights to 0, ``apart`` each script's to the common ones. All
    examples must have the same number of candidates. Of an example with several right rows the
    probability of all of them together counts.

    Raises:
        ValueError: without examples, or for an example that means nothing, not even ``NONE``.

    """
    if not examples:
        raise ValueError("no examples to fit to")
    if not all(example.meant for example in examples):
        raise ValueError("an example must mean an entry, or NONE")
    entries = np.stack([example.entries for example in examples])
    query = np.stack([example.query for example in examples])
    rows = np.array([_ROW[example.script] for example in examples])
    meant = np.zeros((len(examples), entries.shape[1] + 1), np.bool_)
    for place, example in enumerate(examples):
        meant[place, list(example.meant)] = True  # NONE, -1, is the last column
    weight = np.array([example.weight for example in examples])
    weight = weight / weight.sum()
    amount = 1.0 / len(examples)
    split = entries.shape[2]
    width = split + query.shape[1]
    # Row 0: common; then what each script adds to it.
    theta = np.zeros((1 + len(_ROW), width))
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    penalty = np.full((1 + len(_ROW), 1), apart) * amount
    penalty[0] = ridge * amount
    for step in range(1, steps + 1):
        present = theta[0] + theta[1 + rows]
        utilities = np.concatenate(
            [
                np.einsum("nef,nf->ne", entries, present[:, :split]),
                np.einsum("nf,nf->n", query, present[:, split:])[:, None],
            ],
            axis=1,
        )
        shares = np.exp(utilities - utilities.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        right = np.where(meant, shares, 0.0)
        shares -= right / np.maximum(right.sum(axis=1, keepdims=True), 1e-12)
        shares *= weight[:, None]
        slopes = np.concatenate(
            [np.einsum("ne,nef->nf", shares[:, :-1], entries), shares[:, -1:] * query], axis=1
        )
        gradient = penalty * theta
        gradient[0] += slopes.sum(axis=0)
        np.add.at(gradient, 1 + rows, slopes)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        pace = rate * 0.5 * (1 + np.cos(np.pi * step / steps))
        theta -= pace * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    weights = theta[0] + theta[1:]
    return Fusion(weights[:, :split], weights[:, split:])


@lru_cache(maxsize=4)
def fitted(path: Path) -> Fusion:
    """The committed weights of a file, read once."""
    return Fusion.from_json(path.read_text(encoding="utf-8"))
