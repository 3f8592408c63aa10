"""A text in やさしい日本語 as sentences and words, each with its place in the text as written.

Readings in 《》, and the spaces between phrases, are no part of a sentence's words.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sudachipy import Dictionary, SplitMode, Tokenizer

from madoguchi.languages import ruby

KANJI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆"
MAX_SENTENCE = 3000
"""Characters that a sentence has at most, else it is cut; Sudachi takes 49,149 bytes."""

_END = re.compile(r"[。！？!?]+[」』）)]*|\n+")
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_local = threading.local()


@dataclass(frozen=True)
class Word:
    """A word as Sudachi sees it; ``start`` and ``end`` are places in its sentence's ``text``."""

    surface: str
    dictionary_form: str
    normalised: str
    reading: str
    part: tuple[str, ...]
    start: int
    end: int

    @property
    def kind(self) -> str:
        """Its part of speech, such as 名詞."""
        return self.part[0]

    @property
    def conjugation(self) -> str:
        """Its way of conjugation, such as 五段-サ行; * where it has none."""
        return self.part[4]

    @property
    def form(self) -> str:
        """In which form it stands, such as 連用形-一般; * where it has none."""
        return self.part[5]


@dataclass(frozen=True)
class Sentence:
    """A sentence without readings.

    ``origins`` are the places of its characters in the text as written, and one behind the last;
    ``unread`` says for each character whether it is a kanji without a reading.
    """

    text: str
    origins: tuple[int, ...]
    unread: tuple[bool, ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words in order, in long units; spaces are none."""
        return tuple(_words(self.text, SplitMode.C))

    @cached_property
    def quoted(self) -> tuple[bool, ...]:
        """For each character whether it is quoted, such as what stands on a paper or a button."""
        inside = [False] * len(self.text)
        for match in _QUOTED.finditer(self.text):
            inside[match.start() : match.end()] = [True] * len(match[0])
        return tuple(inside)

    @property
    def length(self) -> int:
        """How many characters are read in one go.

        Spaces, what stands in brackets (explanations) and ``{names}`` to be filled in do not count.
        """
        return len(re.sub(r"\s", "", _PLACEHOLDER.sub("", without_brackets(self.text))))


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text; lines are sentences too. A blank text has none."""
    plain, origins, unread = _plain(text)
    start = 0
    for end in [*(match.end() for match in _END.finditer(plain)), len(plain)]:
        for piece in range(start, end, MAX_SENTENCE):
            stretch = plain[piece : min(end, piece + MAX_SENTENCE)]
            first = piece + len(stretch) - len(stretch.lstrip())
            last = piece + len(stretch.rstrip())
            if first < last:
                yield Sentence(
                    plain[first:last],
                    (*origins[first:last], origins[last - 1] + 1),
                    tuple(unread[first:last]),
                )
        start = end


def without_brackets(text: str) -> str:
    """The text without what stands in round brackets."""
    before = None
    while before != text:
        before, text = text, re.sub(r"（[^（）]*）", "", text)
    return text


def short_units(text: str) -> tuple[Word, ...]:
    """The parts of a word: 転出 and 証明書 of 転出証明書."""
    return tuple(_words(text, SplitMode.A))


def _plain(text: str) -> tuple[str, list[int], list[bool]]:
    """The text without readings, where each of its characters stood, and if it lacks a reading."""
    plain: list[str] = []
    origins: list[int] = []
    unread: list[bool] = []
    at = 0
    for segment in ruby.segments(text):
        at = text.index(segment.text, at)
        for offset, character in enumerate(segment.text):
            plain.append(character)
            origins.append(at + offset)
            unread.append(segment.reading is None and re.match(f"[{KANJI}]", character) is not None)
        at += len(segment.text)
        if segment.reading is not None:
            at += len(segment.reading) + 2
    return "".join(plain), [*origins, len(text)], unread


def _words(text: str, mode: SplitMode) -> Iterator[Word]:
    for morpheme in _tokenizer().tokenize(text, mode):
        part = tuple(morpheme.part_of_speech())
        if part[0] != "空白" and morpheme.surface():
            yield Word(
                morpheme.surface(), morpheme.dictionary_form(), morpheme.normalized_form(),
                morpheme.reading_form(), part, morpheme.begin(), morpheme.end(),
            )  # fmt: skip


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary()


def _tokenizer() -> Tokenizer:
    # One tokenizer per thread: Sudachi's tokenizer must not be used by two threads at once.
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer()
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer
