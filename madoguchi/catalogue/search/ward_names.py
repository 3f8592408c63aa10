"""Finds the wards that a text names, by kanji, kana or English name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import jaconv

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.ward import Ward

# 港, 北, 中央, 江東 ... are everyday words or parts of other names: they count only with 区.
_NEEDS_SUFFIX = frozenset(
    {"港", "北", "中央", "文京", "みなと", "きた", "ちゅうおう", "ぶんきょう", "こうとう", "おおた"}
)


@lru_cache(maxsize=4)
def _pattern(
    wards: tuple[tuple[str, str, str, str], ...],
) -> tuple[re.Pattern[str], dict[str, str]]:
    by_name: dict[str, str] = {}
    for id_, japanese, kana, english in wards:
        for name in (japanese, kana, kana.removesuffix("く") + "区"):
            by_name[name] = id_
            short = name.removesuffix("区").removesuffix("く")
            if short not in _NEEDS_SUFFIX and len(short) >= 2:
                by_name[short] = id_
        for suffix in (" city", " ward", "-ku", ""):
            stem = english.lower().removesuffix(" city")
            if suffix or id_ not in ("minato", "kita", "chuo", "ota", "koto"):
                by_name[stem + suffix] = id_
    names = sorted(by_name, key=len, reverse=True)
    latin = [re.escape(name) for name in names if name.isascii()]
    other = [re.escape(name) for name in names if not name.isascii()]
    return re.compile("|".join([*other, rf"\b(?:{'|'.join(latin)})\b"])), by_name


def find_wards(text: str, wards: Mapping[str, Ward] | None = None) -> tuple[str, ...]:
    """The ids of the wards that the text names, in order of appearance, each once."""
    known = catalogue().wards if wards is None else wards
    pattern, by_name = _pattern(
        tuple((ward.id, ward.names.ja, ward.names.kana, ward.names.en) for ward in known.values())
    )
    found = pattern.findall(jaconv.kata2hira(jaconv.normalize(text, "NFKC")).lower())
    return tuple(dict.fromkeys(by_name[name] for name in found))


def ward_of_address(address: str, wards: Mapping[str, Ward] | None = None) -> str | None:
    """The id of the ward in which the address is, in Japanese or English; None for elsewhere.

    「大阪府大阪市北区」 and 「東京都府中市」 are in none of the 23.
    """
    known = catalogue().wards if wards is None else wards
    plain = jaconv.normalize(address, "NFKC")
    japanese = re.sub(r"\s", "", plain)
    for ward in known.values():
        stem = re.escape(ward.names.en.removesuffix(" City"))
        if f"東京都{ward.names.ja}" in japanese or re.search(
            rf"\b{stem}(?: City| Ward|-ku), ?Tokyo\b", plain, re.IGNORECASE
        ):
            return ward.id
    return None
