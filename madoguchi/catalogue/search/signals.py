"""What the channels say of every entry about one query: the features of the fusion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madoguchi.catalogue.search.cache import Progress, VectorCache
from madoguchi.catalogue.search.classifier import RidgeClassifier
from madoguchi.catalogue.search.dense import Encoder, Vectors
from madoguchi.catalogue.search.fusion import Floats, Script, script_of
from madoguchi.catalogue.search.lexical import Lexical
from madoguchi.catalogue.search.names import Names
from madoguchi.catalogue.search.reading import sound_runs
from madoguchi.catalogue.search.restoration import Restoration
from madoguchi.catalogue.search.texts import Kind, SearchText
from madoguchi.catalogue.search.tokens import normalise, tokenize

Mask = NDArray[np.bool_]

FEW, MANY = 3, 10

# Each channel's scores are shifted and scaled to about the same spread; the last number stands
# for a text that is missing.
_CLASSIFIED_SCALE = 0.125
_SCALES = ((0.0, 0.15, 0.0), (0.0, 0.15, 0.0), (0.85, 0.04, 0.78), (0.35, 0.15, 0.1))
_OTHER = frozenset({Kind.NAME, Kind.SUMMARY, Kind.TRANSLATION, Kind.PASSAGE})
_MISSING = np.float32(-np.inf)
_MASKS = 2


@dataclass(frozen=True)
class Signals:
    """The features of one query, entries in the order of ``Channels.entries``."""

    script: Script
    entries: Floats
    """(entries, ``fusion.ENTRY_FEATURES``)"""
    query: Floats
    """(``fusion.QUERY_FEATURES``,)"""


class Channels:
    """The channels over the same texts: words, sounds, two models' vectors and their classifier."""

    def __init__(
        self,
        texts: Sequence[SearchText],
        encoders: tuple[Encoder, Encoder],
        *,
        cache: VectorCache | None = None,
        name: str = "index",
        progress: Progress | None = None,
    ) -> None:
        self.texts = _in_order(texts)
        self.entries = tuple(dict.fromkeys(text.entry for text in self.texts))
        plain = [normalise(text.text) for text in self.texts]
        self._words = Lexical(tokenize(text) for text in plain)
        self._sounds = Lexical(
            ([] if _is_passage(text) else sound_runs(text.text) for text in self.texts),
            unknown_share=0.35,
        )
        self._restoration = Restoration(
            text.text for text in self.texts if text.kind not in (Kind.TRANSLATION, Kind.PASSAGE)
        )
        self._names = Names(
            (text.entry, text.text) for text in self.texts if text.kind is Kind.NAME
        )
        self._place = {entry: place for place, entry in enumerate(self.entries)}
        self._encoders = encoders
        self._vectors: list[tuple[NDArray[np.intp] | None, Vectors]] = []
        for number, encoder in enumerate(encoders):
            # The first encoder costs in proportion to length: it leaves passages out.
            rows = [row for row, text in enumerate(self.texts) if number or not _is_passage(text)]
            chosen = [plain[row] for row in rows]
            vectors = (
                encoder.encode(chosen)
                if cache is None
                else cache.vectors(name, encoder, chosen, progress)
            )
            whole = len(rows) == len(self.texts)
            self._vectors.append((None if whole else np.array(rows, np.intp), vectors))
        self._classifier = self._classify(None)
        self._classifiers: dict[bytes, RidgeClassifier] = {}
        self._all = _table(self.texts, self.entries, lambda text: not _is_passage(text))
        self._other = _table(self.texts, self.entries, lambda text: text.kind in _OTHER)

    def signals(self, query: str, without: Mask | None = None) -> Signals:
        """The features of a query; ``without`` marks texts to leave out (for fair measuring)."""
        restored = self._restoration.restore(normalise(query))
        words, runs = tokenize(restored), sound_runs(query)
        scores = [self._words.scores(words), self._sounds.scores(runs)]
        asked = [encoder.encode_query(restored) for encoder in self._encoders]
        for vector, (rows, vectors) in zip(asked, self._vectors, strict=True):
            near = np.asarray(vectors @ vector[0], np.float32)
            if rows is not None:
                spread = np.full(len(self.texts), _MISSING, np.float32)
                spread[rows] = near
                near = spread
            scores.append(near)
        features: list[NDArray[np.float32]] = []
        tops: list[tuple[float, float]] = []
        for (offset, scale, missing), score in zip(_SCALES, scores, strict=True):
            level = (score - np.float32(offset)) / np.float32(scale)
            if without is not None:
                level = np.where(without, _MISSING, level)
            level = np.append(level, _MISSING).astype(np.float32)
            low = np.float32((missing - offset) / scale)
            best, few, many = _pooled(level[self._all], low)
            other = level[self._other].max(axis=1)
            other = np.where(np.isfinite(other), other, low)
            features += [best, few, many, other, _standard(best), _standard(many)]
            tops.append((float(best.max()), float(many.max())))
        classified = self._classifier_without(without).scores(asked)
        features += [classified / _CLASSIFIED_SCALE, _standard(classified)]
        named = np.zeros(len(self.entries), np.float32)
        found = self._names.in_text(restored)
        for entry in found:
            named[self._place[entry]] = 1 / len(found)
        features.append(named)
        return Signals(
            script_of(query),
            np.stack(features, axis=1).astype(np.float64),
            np.array(
                [
                    1.0,
                    self._words.coverage(words),
                    self._sounds.coverage(runs),
                    *(best for best, _ in tops),
                    *(many for _, many in tops),
                    float(features[-3].max()),
                    float(features[-2].max()),
                    min(len(query), 60) / 30,
                ]
            ),
        )

    def _classify(self, without: Mask | None) -> RidgeClassifier:
        """The classifier of the texts that both encoders know and the mask leaves."""
        kept = np.array([not _is_passage(text) for text in self.texts], np.bool_)
        if without is not None:
            kept &= ~without
        parts = []
        for rows, vectors in self._vectors:
            chosen = kept if rows is None else kept[rows]
            parts.append(vectors if chosen.all() else vectors[chosen])
        places = np.array([self._place[text.entry] for text in self.texts], np.intp)
        return RidgeClassifier(parts, places[kept], len(self.entries))

    def _classifier_without(self, without: Mask | None) -> RidgeClassifier:
        if without is None:
            return self._classifier
        key = without.tobytes()
        if key not in self._classifiers:
            if len(self._classifiers) > _MASKS:
                self._classifiers.popitem()  # the latest: the first ones come again and again
            self._classifiers[key] = self._classify(without)
        return self._classifiers[key]


def vector_texts(texts: Sequence[SearchText]) -> list[str]:
    """The texts in the order and the spelling in which ``Channels`` has vectors of them.

    Of texts without passages; the first encoder is given no others.
    """
    return [normalise(text.text) for text in _in_order(texts)]


def _in_order(texts: Sequence[SearchText]) -> tuple[SearchText, ...]:
    return tuple(sorted(texts, key=lambda text: text.entry))


def _is_passage(text: SearchText) -> bool:
    return text.kind is Kind.PASSAGE


def _table(
    texts: Sequence[SearchText], entries: Sequence[str], wanted: Callable[[SearchText], bool]
) -> NDArray[np.intp]:
    """For each entry the rows of its wanted texts, filled up with the row behind the last text."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        if wanted(text):
            rows[text.entry].append(row)
    width = max((len(found) for found in rows.values()), default=0)
    table = np.full((len(entries), max(width, 1)), len(texts), np.intp)
    for place, entry in enumerate(entries):
        found = rows[entry]
        table[place, : len(found)] = found
    return table


def _pooled(
    levels: NDArray[np.float32], low: np.float32
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """The best, the mean of the best few and of the best many; missing ones count as ``low``."""
    if levels.shape[1] > MANY:
        levels = -np.partition(-levels, MANY - 1, axis=1)[:, :MANY]
    levels = -np.sort(-levels, axis=1)
    levels = np.where(np.isfinite(levels), levels, low)
    if levels.shape[1] < MANY:
        levels = np.pad(levels, ((0, 0), (0, MANY - levels.shape[1])), constant_values=float(low))
    return levels[:, 0], levels[:, :FEW].mean(axis=1), levels.mean(axis=1)


def _standard(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standard scores over the entries, kept between -3 and 8."""
    spread = max(float(values.std()), 1e-4)
    standard: NDArray[np.float32] = np.clip((values - values.mean()) / spread, -3, 8)
    return standard
