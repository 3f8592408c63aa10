"""Counting, cutting and splitting text without breaking what a reader sees as one character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_ENDS = frozenset("。！？!?\n") | {"\r\n"}
_CLOSING = frozenset("」』）)】")
_JOINER = "\u200d"
_HALF_WIDTH_VOICING = "ﾞﾟ"


def length(text: str) -> int:
    """How many UTF-16 code units the text has."""
    return len(text) + sum(character > "\uffff" for character in text)


def is_blank(text: str | None) -> bool:
    """Whether there is nothing to see, which LINE refuses."""
    return text is None or not text.strip()


def cut(text: str, limit: int) -> str:
    """The text where it fits ``limit``, else its beginning with 「…」."""
    if length(text) <= limit:
        return text
    kept, used = "", 0
    for cluster in _clusters(text, limit):
        used += length(cluster)
        if used > limit - 1:
            break
        kept += cluster
    return f"{kept}…"


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most ``limit``, ended at a sentence's end where there is one.

    The parts joined are the text. ``limit`` is at least 2; an empty text has no parts.
    """
    parts: list[str] = []
    part, used, sentence = "", 0, 0
    for cluster in _clusters(text, limit):
        size = length(cluster)
        while used + size > limit:
            end = sentence or len(part)
            parts.append(part[:end])
            part, sentence = part[end:], 0
            used = length(part)
        closes = cluster in _CLOSING and sentence == len(part) > 0
        part += cluster
        used += size
        if cluster in _ENDS or closes:
            sentence = len(part)
    return [*parts, part] if part else parts


def _clusters(text: str, limit: int) -> Iterator[str]:
    """What is seen as one character each; single code points where such a one exceeds the limit.

    After Unicode Standard Annex #29 (grapheme clusters), without its rules for Indic conjuncts.
    """
    cluster = ""
    for character in text:
        if cluster and not _continues(cluster, character):
            yield from (cluster,) if length(cluster) <= limit else cluster
            cluster = ""
        cluster += character
    if cluster:
        yield from (cluster,) if length(cluster) <= limit else cluster


def _continues(cluster: str, character: str) -> bool:
    if character < "\u0300":
        return cluster[-1] == _JOINER or (cluster == "\r" and character == "\n")
    return (
        cluster[-1] == _JOINER
        or character == _JOINER
        or character in _HALF_WIDTH_VOICING
        or unicodedata.category(character) in ("Mn", "Mc", "Me")
        or "\u1160" <= character <= "\u11ff"  # vowels and final consonants of Korean
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin colours
        or "\U000e0020" <= character <= "\U000e007f"  # tags, as in the flag of Scotland
        or (len(cluster) == 1 and _is_flag_half(cluster) and _is_flag_half(character))
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
