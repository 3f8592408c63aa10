"""The office's own words, put where a recogniser wrote others that sound the same or nearly so.

リコントどけ, 自信で家が壊れました and 理財証明書 are heard well and spelt wrong; 離婚届, 地震 and
罹災証明書 is what people say to a ward office. Words that the catalogue knows are never touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import yaml
from rapidfuzz import fuzz, process

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.reading import sounds
from madoguchi.catalogue.search.texts import Kind, catalogue_texts
from madoguchi.catalogue.search.tokens import has_grammar, spoken_words
from madoguchi.settings import settings
from madoguchi.voice.recognition.recogniser import Hypothesis

_ALIKE = 80.0
"""Per cent of the sounds that a term must share with words that were heard in its place."""
_ALIKE_STRICTLY = 85.0
"""The same where one word was heard, for one that the dictionary knows is rarely a mistake, or less
than ``_SHORT`` sounds: 天京区届け is no 文京区."""
_SHORT = 6
_MARGIN = 5.0
"""Per cent by which it must be nearer than the next term: many end alike (証明書, 手当)."""
_SHORTEST_ALIKE = 5
"""Sounds of a term that may be heard wrongly; a shorter one would be found in anything."""
_SHORTEST_SAME = 3
_LONGEST = 6
"""Words that a recogniser may have made of one term."""
_PARTS = re.compile(r"([、。,.!?！？\s]+)")
_NOUN = re.compile(
    r"[\u3400-\u9fff\u30a1-\u30ffー々]{2,}(?:[届ごみしりけきえ]{1,2}[\u3400-\u9fff]*)?"
)
"""Kanji and katakana, an ending of kana as in 引っ越し at most: nothing with a particle in it."""
_WORD = re.compile(r"[\u3041-\u30ffー々\u3400-\u9fff]{2,}")
_PARTICLES = frozenset("のにはがをへとでもやかたてしされせだなばよね") | frozenset(
    ("から", "まで", "です", "ます", "まし", "たい", "する", "ない")
)
_KANJI = re.compile(r"[\u3400-\u9fff]")
_MISSPELT = re.compile(r"(?=.*[\u3400-\u9fff])\D+")
"""A word with kanji; 3万円 is no mistake for 三万円."""
_NUMBER = re.compile(r"\d")
_KANA = re.compile(r"[\u3041-\u30ff]")


class Vocabulary:
    """Japanese terms and words by their sounds."""

    def __init__(self, terms: Iterable[str], words: Iterable[str]) -> None:
        """``terms`` are found when heard nearly, ``words`` when heard exactly.

        Of several that sound the same, the first term and the last word are written.
        """
        nouns = [term for term in terms if _NOUN.fullmatch(term)]
        everyday = list(words)
        self._known = {*nouns, *everyday}
        self._terms = dict[str, str]()
        for term in nouns:
            if len(key := sounds(term)) >= _SHORTEST_SAME:
                self._terms.setdefault(key, term)
        self._near = [key for key in self._terms if len(key) >= _SHORTEST_ALIKE]
        self._words = {sounds(word): word for word in everyday}

    def corrected(self, text: str) -> str:
        """The text with the terms and words in the place of what sounds like them."""
        return "".join(written for _, written in self._parts(text))

    def explained(self, text: str) -> float:
        """How many sounds of the text are terms and words, what only resembles them for less."""
        return sum(weight for weight, _ in self._parts(text))

    def _parts(self, text: str) -> Iterable[tuple[float, str]]:
        for number, part in enumerate(_PARTS.split(text)):
            yield (0.0, part) if number % 2 else self._part(part)

    def _part(self, text: str) -> tuple[float, str]:
        """One stretch without signs; of overlapping finds those stay that explain most sounds.

        So 転入の届け is two words that are known, and no 転入届 heard wrongly.
        """
        words = [surface for surface, _ in spoken_words(text)]
        if "".join(words) != text:  # a sign inside: its place would be lost
            return 0.0, text
        best: list[tuple[float, str]] = [(0.0, "")]
        ending = defaultdict[int, list[tuple[float, int, str]]](list)
        for weight, start, stop, written in self._finds(words):
            ending[stop].append((weight, start, written))
        for stop, word in enumerate(words, start=1):
            weight, written = best[-1]
            ways = [(weight, written + word)]
            ways += [(best[at][0] + more, best[at][1] + put) for more, at, put in ending[stop]]
            best.append(max(ways, key=lambda way: way[0]))
        return best[-1]

    def _finds(self, words: Sequence[str]) -> Iterable[tuple[float, int, int, str]]:
        """Weight, first word, word after the last, and what belongs there."""
        for start in range(len(words)):
            for stop in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                if words[start] in _PARTICLES or words[stop - 1] in _PARTICLES:
                    continue
                said = "".join(words[start:stop])
                written, weight = self._meant(said, single=stop == start + 1)
                if written is not None:
                    yield weight, start, stop, written

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one vocabulary a process
    def _meant(self, said: str, *, single: bool) -> tuple[str | None, float]:
        """What belongs in its place, None for nothing, and by how many sounds that is known."""
        key = sounds(said)
        if said in self._known:
            return said, len(key)
        if len(key) >= _SHORTEST_SAME:
            if key in self._terms:
                return self._terms[key], len(key)
            word = self._words.get(key) if single and _MISSPELT.fullmatch(said) else None
            if word is not None and not word.startswith(said):  # 届け is no mistake for 届
                return word, len(key)
        if len(key) < _SHORTEST_ALIKE - 1:
            return None, 0
        alike = _ALIKE_STRICTLY if single or len(key) < _SHORT else _ALIKE
        found = process.extract(key, self._near, scorer=fuzz.ratio, score_cutoff=alike, limit=2)
        if not found or abs(len(found[0][0]) - len(key)) > 1:
            return None, 0
        (nearest, alike, _), *others = found
        if others and alike - others[0][1] < _MARGIN:
            return None, 0
        if said in self._terms[nearest] or _NUMBER.search(said) or has_grammar(said):
            return None, 0  # 自動車税 is no 軽自動車税, 証明書はコンビニで no 証明書コンビニ交付
        # What only resembles gives way to what is known and hardly shorter.
        return self._terms[nearest], 0.8 * alike / 100 * len(nearest)


def with_corrections(hypotheses: Iterable[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Each Japanese hypothesis as the office would write it, and after it as it was heard."""
    known = vocabulary()
    both = dict[str, Hypothesis]()
    for heard in hypotheses:
        written = replace(heard, text=known.corrected(heard.text))
        both.setdefault(written.text, written)
        both.setdefault(heard.text, heard)
    return tuple(both.values())


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The words of the glossary, the wards and the procedures; made in a few seconds, once."""
    source = catalogue()
    texts = [text for text in catalogue_texts(source) if _KANA.search(text.text)]
    names = [text.text for text in texts if text.kind is Kind.NAME]
    wards = [ward.names.ja for ward in source.wards.values()]
    return Vocabulary((*_glossary_terms(), *names, *wards), _words(text.text for text in texts))


def _glossary_terms() -> Iterable[str]:
    path = settings().catalogue_dir / "glossary.yml"
    terms: list[Mapping[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))["terms"]
    for term in terms:
        yield term["ja"]
        yield from term.get("synonyms", ())


def _words(texts: Iterable[str]) -> list[str]:
    """Words with kanji, those that stand in most texts last."""
    counts: dict[str, int] = {}
    for text in texts:
        for surface in {surface for surface, _ in spoken_words(text)}:
            if _WORD.fullmatch(surface) and _KANJI.search(surface):
                counts[surface] = counts.get(surface, 0) + 1
    return sorted(counts, key=lambda word: counts[word])
