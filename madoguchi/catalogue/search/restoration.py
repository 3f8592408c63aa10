"""Kanji for kana: a kana-only query with the catalogue's own words written as they usually are.

Sentence models and word tokens know 介護保険 and hardly かいごほけん. Only words that the index's
texts use are restored, the longest first; everything else stays as the resident wrote it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import jaconv

from madoguchi.catalogue.search.tokens import normalise, spoken_words

_SHORTEST, _LONGEST = 3, 14
_KANA_RUN = re.compile(r"[ぁ-ゖー]{3,}")
_HAS_KANJI = re.compile(r"[\u3400-\u9fff]")


class Restoration:
    """The words of some texts by their reading."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[tuple[str, str]] = Counter()
        for text in texts:
            counts.update(set(_words(text)))
        self._words: dict[str, str] = {}
        # The rarer word is written over by the more frequent one of the same reading.
        for (reading, word), _ in sorted(counts.items(), key=lambda item: (item[1], item[0])):
            self._words[reading] = word

    def restore(self, query: str) -> str:
        """The query with known words in kanji; a query that has kanji stays as it is."""
        if _HAS_KANJI.search(query):
            return query
        return _KANA_RUN.sub(self._restored, jaconv.kata2hira(normalise(query)))

    def _restored(self, run: re.Match[str]) -> str:
        """The split of the run into known words and single kana that has the fewest parts."""
        kana = run.group()
        costs: list[float] = [0.0]
        starts: list[int] = [0]
        for stop in range(1, len(kana) + 1):
            cost, start = costs[stop - 1] + 1.0, stop - 1
            for length in range(_SHORTEST, min(_LONGEST, stop) + 1):
                tried = costs[stop - length] + 1.0 + 1.0 / length  # longer words are surer
                if tried < cost and kana[stop - length : stop] in self._words:
                    cost, start = tried, stop - length
            costs.append(cost)
            starts.append(start)
        parts: list[str] = []
        stop = len(kana)
        while stop:
            part = kana[starts[stop] : stop]
            parts.append(self._words[part] if len(part) > 1 else part)
            stop = starts[stop]
        return "".join(reversed(parts))


def _words(text: str) -> Iterable[tuple[str, str]]:
    """Reading (hiragana) and spelling of each run of up to three words that has kanji."""
    spoken = spoken_words(text)
    for start in range(len(spoken)):
        for stop in range(start + 1, min(start + 3, len(spoken)) + 1):
            part = spoken[start:stop]
            if not (_HAS_KANJI.search(part[0][0]) and _HAS_KANJI.search(part[-1][0])):
                continue
            reading = jaconv.kata2hira("".join(reading for _, reading in part))
            if _SHORTEST <= len(reading) <= _LONGEST:
                yield reading, "".join(surface for surface, _ in part)
