"""Magnitudes: unsigned numerals in digits, kanji, or both (1,200; 二〇二五; 3万2千; 11.92億)."""

from __future__ import annotations

import re
from fractions import Fraction

_PLAIN = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+(?!\.?[0-9]))?"
    r"|[0-9]{1,3}(?: [0-9]{3}){2,5}(?![0-9])(?:\.[0-9]+(?!\.?[0-9]))?"
    r"|[0-9]+(?:\.[0-9]+(?!\.?[0-9]))?"
)
_DIGITS = "〇一二三四五六七八九"
_KANJI_DIGITS = re.compile(r"[〇零一二三四五六七八九]+(?:[・点][〇零一二三四五六七八九]+)?")
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
_UNITS = {**_SMALL, **_LARGE}
_GAP = re.compile(r" ?(?:余り(?=[万億兆]))?")
_POINT_AFTER_UNIT = re.compile(r"[・点]([0-9〇零一二三四五六七八九]+)")
_MAX_DIGITS = 20


def read_magnitude(text: str, start: int) -> tuple[int, Fraction] | None:
    """The longest well-formed numeral at ``start`` as ``(end, value)``, or ``None``.

    Units must fall: 十百 and 億兆 are not numerals. Numerals over 20 digits are not read.
    """
    total = section = Fraction(0)
    limit_small, limit_large = 10**4, 10**20
    position, end = start, start
    while True:
        coefficient = _read_coefficient(text, position, first=position == start)
        after = coefficient[0] if coefficient else position
        unit_at = after + len((_GAP.match(text, after) or [""])[0]) if coefficient else after
        unit = _UNITS.get(text[unit_at : unit_at + 1])
        if coefficient is None and unit is None:
            break
        value = coefficient[1] if coefficient else None
        if unit is None:
            if value is not None and (end == start or value < min(limit_small, limit_large)):
                section += value
                end = after
            break
        if unit in _SMALL.values():
            if unit >= limit_small or (value is not None and value >= 10 and end != start):
                break
            section += (Fraction(1) if value is None else value) * unit
            limit_small = unit
        else:
            section += value or 0
            if unit >= limit_large or not section:
                break
            total += section * unit
            section, limit_small, limit_large = Fraction(0), 10**4, unit
        end = unit_at + 1
        position = end + len((_GAP.match(text, end) or [""])[0])
    if end == start:
        return None
    return _read_point(text, end, total + section, had_unit=text[end - 1] in _UNITS)


def read_integer(text: str) -> int | None:
    """All of ``text`` as one whole number, or ``None``."""
    read = read_magnitude(text, 0)
    if read is None or read[0] != len(text) or read[1].denominator != 1:
        return None
    return read[1].numerator


def _read_coefficient(text: str, start: int, *, first: bool) -> tuple[int, Fraction] | None:
    plain = _PLAIN.match(text, start)
    if plain is not None:
        digits = plain[0].replace(",", "").replace(" ", "")
        if plain[0].count(" ") and not first:
            return None
        if start >= 2 and text[start - 1] == "." and text[start - 2].isdigit():
            digits = digits.split(".")[0]
            return (start + len(digits), Fraction(digits)) if len(digits) <= _MAX_DIGITS else None
        return (plain.end(), Fraction(digits)) if len(digits) <= _MAX_DIGITS else None
    kanji = _KANJI_DIGITS.match(text, start)
    if kanji is None or len(kanji[0]) > _MAX_DIGITS:
        return None
    return kanji.end(), Fraction(_to_ascii(kanji[0]))


def _read_point(
    text: str, end: int, value: Fraction, *, had_unit: bool
) -> tuple[int, Fraction] | None:
    """The decimals of 二千万点五五, which follow a unit."""
    point = _POINT_AFTER_UNIT.match(text, end) if had_unit else None
    if point is None or len(point[1]) > _MAX_DIGITS:
        return end, value
    return point.end(), value + Fraction("0." + _to_ascii(point[1]))


def _to_ascii(kanji: str) -> str:
    return "".join(
        "." if char in "・点" else str(_DIGITS.index(char)) if char in _DIGITS else char
        for char in kanji.replace("零", "〇")
    )
