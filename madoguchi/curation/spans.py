"""A stretch of a text that holds personal data, and the placeholder that stands for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mask(StrEnum):
    """What stands in a masked text where personal data stood."""

    NAME = "<氏名>"
    ADDRESS = "<住所>"
    POSTAL_CODE = "<郵便番号>"
    PHONE = "<電話番号>"
    EMAIL = "<メール>"
    BIRTH_DATE = "<生年月日>"
    MY_NUMBER = "<個人番号>"
    RECEIPT = "<受付番号>"
    NUMBER = "<番号>"
    URL = "<URL>"


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of a text."""

    start: int
    end: int
    mask: Mask


def folded(text: str) -> str:
    """The text with full-width and other variants of a character as the plain one.

    It is as long as the text, so that a place in it is the same place in the text.
    """
    plain = (unicodedata.normalize("NFKC", character) for character in text)
    return "".join(
        new if len(new) == 1 else old for old, new in zip(text, plain, strict=True)
    ).translate(_DASHES)


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─━ｰ", "-"))


def replaced(text: str, spans: Iterable[Span]) -> str:
    """The text with every span replaced; where two overlap, the one that came first names both."""
    kept: list[Span] = []
    for span in spans:
        touching = [other for other in kept if span.start < other.end and other.start < span.end]
        first = touching[0] if touching else span
        kept = [other for other in kept if other not in touching]
        everything = [span, *touching]
        kept.append(
            Span(
                min(one.start for one in everything),
                max(one.end for one in everything),
                first.mask,
            )
        )
    parts: list[str] = []
    end = 0
    for span in sorted(kept, key=lambda one: one.start):
        parts += [text[end : span.start], span.mask]
        end = span.end
    return "".join([*parts, text[end:]])


def holds_mask(text: str) -> bool:
    """Whether something in the text has been masked."""
    return any(mask in text for mask in Mask)
