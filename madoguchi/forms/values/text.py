"""Text: what a resident typed or said, made uniform, with a way back to the original offsets.

Normalisation is NFKC (Unicode Standard Annex #15) one character cluster at a time, with three
exceptions: CJK compatibility ideographs stay as they are, because residents choose them on purpose
in names (神, 福); so do fractions such as ½, because 1½ must not become 11⁄2; and every kind of
space becomes one half-width space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.found import Found

MAX_LENGTH = 1000
"""The longest text, in characters, that any reader of this package accepts."""

T = TypeVar("T")

_FRACTION_SLASH = "\u2044"
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS = frozenset({"Mn", "Me"})
_VOICING = {"\uff9e": "\u3099", "\uff9f": "\u309a", "\u309b": "\u3099", "\u309c": "\u309a"}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−⁃﹣－─━", "-"))
_LONG_VOWEL_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])ー(?=[0-9])")


@dataclass(frozen=True)
class NormalisedText:
    """A normalised text and, for each of its characters, its span in the ``source``."""

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def found(self, start: int, end: int, value: T) -> Found[T]:
        """``value``, read from the normalised span, with its span in the source."""
        first, last = self.starts[start], self.ends[end - 1]
        return Found(first, last, self.source[first:last], value)

    def found_all(self, spans: Iterable[tuple[int, int, T]]) -> tuple[Found[T], ...]:
        """As :meth:`found` for each span; one in the same source character as the last is dropped.

        (Only characters such as ㏂, which stand for several, can hold more than one value.)
        """
        result: list[Found[T]] = []
        for start, end, value in spans:
            found = self.found(start, end, value)
            if not result or result[-1].end <= found.start:
                result.append(found)
        return tuple(result)


def normalise(text: str) -> str:
    """``text`` in NFKC, without control characters, spaces collapsed and stripped.

    Raises:
        InvalidValueError: ``text_too_long`` above ``MAX_LENGTH`` characters.

    """
    return normalise_with_offsets(text).text


def normalise_with_offsets(text: str, *, multiline: bool = False) -> NormalisedText:
    """As :func:`normalise`, remembering where each character came from.

    With ``multiline``, line breaks stay; otherwise they are spaces.
    """
    _check_length(text)
    pieces: list[tuple[str, int, int]] = []
    for start, end, cluster in _clusters(text):
        for char in _fold(cluster, multiline=multiline):
            if char in " \n" and pieces and pieces[-1][0] in " \n":
                kept, first, _ = pieces[-1]
                pieces[-1] = ("\n" if "\n" in (kept, char) else " ", first, end)
            elif char not in " \n" or pieces:
                pieces.append((char, start, end))
    while pieces and pieces[-1][0] in " \n":
        pieces.pop()
    result = "".join(piece for piece, _, _ in pieces)
    _check_length(result)
    return NormalisedText(
        text, result, tuple(first for _, first, _ in pieces), tuple(last for _, _, last in pieces)
    )


def fold_dashes(text: str) -> str:
    """Dashes, and long-vowel marks between digits, as ``-``, ⁄ as ``/``; the length stays."""
    return _LONG_VOWEL_BETWEEN_DIGITS.sub(
        "-", text.translate(_DASHES).replace("〜", "~").replace("\u2044", "/")
    )


def parse_text(
    text: str, *, min_length: int = 1, max_length: int = 500, multiline: bool = False
) -> str:
    """Free text, normalised; lengths count characters after normalisation.

    Raises:
        InvalidValueError: ``text_empty``, ``text_too_short`` or ``text_too_long``.

    """
    value = normalise_with_offsets(text, multiline=multiline).text
    if not value and min_length > 0:
        raise InvalidValueError("text_empty", "入力がありませんでした。もう一度入力してください。")
    if len(value) < min_length:
        raise InvalidValueError(
            "text_too_short",
            f"{min_length}文字以上で入力してください（今は{len(value)}文字です）。",
        )
    if len(value) > max_length:
        raise InvalidValueError(
            "text_too_long", f"{max_length}文字以内で入力してください（今は{len(value)}文字です）。"
        )
    return value


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise InvalidValueError(
            "text_too_long", f"文章が長すぎます。{MAX_LENGTH}文字以内で入力してください。"
        )


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Each base character with the marks that follow it (ﾊ + ﾞ, e + ´)."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (
            text[end] in _VOICING or unicodedata.category(text[end]) in _MARKS
        ):
            end += 1
        yield start, end, text[start:end]
        start = end


def _fold(cluster: str, *, multiline: bool) -> str:
    if cluster[0] in "\r\n\u2028\u2029\u0085":
        return "\n" if multiline else " "
    if cluster[0].isspace():
        return " "
    if len(cluster) > 1:
        cluster = cluster[0] + "".join(_VOICING.get(char, char) for char in cluster[1:])
    if _is_compatibility_ideograph(cluster[0]):
        return cluster
    folded = unicodedata.normalize("NFKC", cluster)
    if _FRACTION_SLASH in folded:
        return cluster
    return "".join(
        " " if char.isspace() else char
        for char in folded
        if char.isspace() or unicodedata.category(char) not in _DROPPED
    )


def _is_compatibility_ideograph(char: str) -> bool:
    return "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f"
