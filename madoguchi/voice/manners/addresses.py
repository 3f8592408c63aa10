"""An address as it was heard, put where it can be: towns have names that recognisers do not know.

The postal code that was given with it names the town nearly always, so what sounds at all like that
town is that town. Other towns of the city that was named, or of the ward, must be heard better. A
town that was heard by its name, and that the city has, is never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from madoguchi.catalogue.search.reading import sounds
from madoguchi.errors import InvalidValueError
from madoguchi.forms.reading import trimmed
from madoguchi.forms.values.addresses import Address, parse_address
from madoguchi.forms.values.postal_codes import parse_postal_code
from madoguchi.forms.values.postal_data import town_readings, towns

_TOKYO = "東京都"
_LONGEST = 200
"""Characters of the longest address that a form takes."""
_SLIPS = 0.25
"""Share of a town's sounds that may be heard wrongly."""
_SLIPS_OF_CODE = 0.4
"""The same for a town of the postal code."""
_EXAMPLE = "住所は、{place}2の19の7です。{place}3丁目10番5号です。{place}14番26号です。"
_NUMERAL = "0-9〇一二三四五六七八九十百"
_DIGITS = {
    "いち": "1", "さん": "3", "よん": "4", "ご": "5", "ろく": "6", "なな": "7", "はち": "8",
    "きゅう": "9", "じゅう": "10",
}  # fmt: skip
_WORD = re.compile(rf"(?:{'|'.join(_DIGITS)})(?=の[0-9]|丁目)")
_TEN = re.compile(r"(?<=[0-9]の)中$")
_BLOCK = re.compile(rf"(?<![{_NUMERAL}])[{_NUMERAL}]+(?=[丁番号のノ \-]|$)")
_CHOME = re.compile(rf"[{_NUMERAL}]+丁目$")


@dataclass(frozen=True)
class Near:
    """Where an address probably is: the ward (渋谷区), the postal code that was given with it."""

    ward: str | None = None
    postal_code: str | None = None

    @property
    def areas(self) -> tuple[tuple[str, str, str], ...]:
        """Prefecture, city and town of the postal code; none where there is none, or no town."""
        if self.postal_code is None:
            return ()
        return tuple(area for area in parse_postal_code(self.postal_code).areas() if area[2])


class _Place(NamedTuple):
    """``town`` has ``key`` as its sounds, and is one of the postal code or not."""

    prefecture: str
    city: str
    town: str
    key: str
    is_of_code: bool


class _Found(NamedTuple):
    """A place that a text names nearly; the least is the best."""

    is_inexact: bool
    is_of_other_code: bool
    share: float
    shortness: int
    place: _Place
    block: str


def placed(texts: Sequence[str], near: Near) -> list[str]:
    """The hypotheses, likeliest first, and before each the town that was probably meant.

    Unless the likeliest names a town of its city, those come first that can be put somewhere, and
    before these those at the postal code.
    """
    found = [ranked for text in texts for ranked in _placed(_with_digits(text), near)]
    if not found or found[0].is_as_heard:
        return [each.text for each in found]
    return [each.text for each in sorted(found, key=lambda each: each.rank)]


def expected(near: Near) -> tuple[str, ...]:
    """The places of the postal code, for a recogniser to favour."""
    return tuple(dict.fromkeys(f"{city}{town}" for _, city, town in near.areas))


def example(near: Near) -> str:
    """Addresses there, as they are written; the numbers of an address are no telephone number's."""
    places = [f"{_TOKYO}{near.ward}"] if near.ward else []
    places = [f"{prefecture}{city}{town}" for prefecture, city, town in near.areas] or places
    return _EXAMPLE.format(place=places[0]) if places else ""


def _with_digits(text: str) -> str:
    """「さんの15」 is 「3の15」, 「21の中」 is 「21の10」."""
    bare = trimmed(text[:_LONGEST])
    return _TEN.sub("10", _WORD.sub(lambda match: _DIGITS[match[0]], bare))


class _Ranked(NamedTuple):
    """``rank``: 0 named at the postal code, 1 nearly so, 2 at another town, 3 anywhere."""

    rank: int
    is_as_heard: bool
    text: str


def _placed(text: str, near: Near) -> Iterator[_Ranked]:
    heard = _parsed(text)
    known = None if heard is None else _known_town(heard)
    if heard is not None and known is not None:
        is_at_code = (heard.prefecture, heard.city, known) in near.areas
        yield _Ranked(0 if is_at_code else 2, True, text)
        return
    found = _nearest(text, heard, near)
    if found is not None:
        place = found.place
        yield _Ranked(
            found.is_inexact if place.is_of_code else 2,
            False,
            f"{place.prefecture}{place.city}{place.town}{found.block}",
        )
    yield _Ranked(3, False, text)


def _parsed(text: str) -> Address | None:
    try:
        return parse_address(text, complete=False)
    except InvalidValueError:
        return None


def _known_town(heard: Address) -> str | None:
    """The town of the address without its 丁目, where the city has it."""
    known = towns(heard.prefecture, heard.city)
    return next((name for name in (heard.town, _CHOME.sub("", heard.town)) if name in known), None)


def _nearest(text: str, heard: Address | None, near: Near) -> _Found | None:
    """The one place that sounds most like what stands before the block; None for none or several.

    Where a city was named, the place is there.
    """
    rest = text.removeprefix(_TOKYO)
    if heard is not None:
        cities = {(heard.prefecture, heard.city)}
        rest = rest.partition(heard.city)[2] or rest
    else:
        cities = {area[:2] for area in near.areas} | ({(_TOKYO, near.ward)} if near.ward else set())
    found = sorted(
        match
        for start in _BLOCK.finditer(rest)
        if (before := rest[: start.start()])
        for city in cities
        for place in _places(*city, near.areas)
        if (match := _match(before, place, rest[start.start() :], heard is None)) is not None
    )
    if not found:
        return None
    rivals = {each.place for each in found if each[:4] == found[0][:4]}
    return found[0] if len({place.town for place in rivals}) == 1 else None


def _match(before: str, place: _Place, block: str, with_city: bool) -> _Found | None:
    """The place, where what stands before the block sounds or is written enough like it."""
    said = _sounds(before)
    pairs = [(said, place.key), (before, place.town)]
    if with_city:
        # The city itself may have been misheard: 「東区千石」 ends as 江東区千石 does.
        pairs += [(said, _sounds(place.city) + place.key), (said[-len(place.key) :], place.key)]
    share, name = min(
        (Levenshtein.distance(heard, name) / len(name), name) for heard, name in pairs
    )
    if share > (_SLIPS_OF_CODE if place.is_of_code else _SLIPS):
        return None
    return _Found(share > 0, not place.is_of_code, share, -len(name), place, block)


def _places(
    prefecture: str, city: str, areas: tuple[tuple[str, str, str], ...]
) -> Iterator[_Place]:
    for town, key in _keys(prefecture, city):
        yield _Place(prefecture, city, town, key, (prefecture, city, town) in areas)


@lru_cache(maxsize=64)
def _keys(prefecture: str, city: str) -> tuple[tuple[str, str], ...]:
    """Each town with its sounds."""
    return tuple(
        (town, key) for town, kana in town_readings(prefecture, city) if (key := sounds(kana))
    )


@lru_cache(maxsize=256)
def _sounds(text: str) -> str:
    return sounds(text)
