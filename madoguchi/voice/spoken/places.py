"""The towns of the 23 wards that OpenJTalk reads otherwise than Japan Post does.

神泉町 is しんせんちょう, not しんせんまち; 江東区's 高橋 is たかばし. They stand in
``catalogue/place_readings.yml``, which ``scripts/write_place_readings.py`` writes; a test looks for
any that is missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import jaconv

from madoguchi.forms.values.postal_data import town_readings
from madoguchi.voice.spoken.dictionary import as_spoken

_TOKYO = "東京都"
_SHORTEST_ALONE = 3
_CONTEXTS = ((_TOKYO, ""), ("", "1の1"), ("", "の窓口"))
"""Before and behind the ward and the town: what stands around a town changes its reading."""


def official(ward: str) -> Iterator[tuple[str, str]]:
    """The towns of a ward with their readings in katakana (Japan Post, KEN_ALL)."""
    yield from (
        (town, kana)
        for town, kana in town_readings(_TOKYO, ward)
        if not re.search(r"[Ａ-Ｚａ-ｚ０-９・]|ビル|タワー", town)
    )


def misread(
    wards: Mapping[str, str], sounds: Callable[[str], str], *, with_ward: bool = False
) -> dict[str, str]:
    """What ``sounds`` gets wrong in these wards (kana by name): hiragana by what is written.

    Unless ``with_ward``, towns that end in 町 and are read in one way in all wards stand alone;
    others might be a person's name or a word elsewhere (高橋, 新宿, 本町), so they stand behind
    their ward.
    """
    found: dict[str, str] = {}
    all_readings: defaultdict[str, set[str]] = defaultdict(set)
    for ward in wards:
        for town, kana in official(ward):
            all_readings[town].add(kana)
    for ward, ward_kana in wards.items():
        for town, kana in official(ward):
            if all(
                _alike(sounds(before + ward + town + after))
                == _alike(sounds(before + ward) + kana + sounds(after))
                for before, after in _CONTEXTS
            ):
                continue
            is_plain = not with_ward and town.endswith("町") and len(town) >= _SHORTEST_ALONE
            if is_plain and len(all_readings[town]) == 1:
                found[town] = jaconv.kata2hira(kana)
            else:
                found[ward + town] = ward_kana + jaconv.kata2hira(kana)
    return found


def _alike(kana: str) -> str:
    """Spelling that does not change the sound: long vowels, ヅ and ヂ."""
    spoken = as_spoken(kana).replace("オオ", "オー")
    return spoken.replace("ヅ", "ズ").replace("ヂ", "ジ")
