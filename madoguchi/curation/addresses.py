"""Addresses below the ward or city: town and block, building and room, in any common spelling.

The ward itself stays: which ward a question is about is what its reviewer needs to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.curation.spans import Mask, Span

_NUM = r"[\d一二三四五六七八九十百〇]{1,4}"
_TOWN = r"(?:[一-龥々〆ヶケァ-ヴー]|(?<=[一-龥々])[のがつッ](?=[一-龥々])){1,8}"
# Two numbers alone, or one, are as often days or persons: only behind a town, without a counter.
_NO_COUNTER = r"(?!\s?[\d/年月日歳時分人回枚通個階号%才円番か箇ヶ週-])"
_BLOCKS = (
    rf"(?:{_NUM}\s?丁目"
    rf"(?:\s?の?\s?{_NUM}(?:\s?(?:番地?の?|-|ー|の)\s?{_NUM})*(?:\s?(?:番地|番|号))?)?|"
    rf"{_NUM}\s?番地(?:\s?の?\s?{_NUM})?(?:\s?号)?|{_NUM}\s?番\s?{_NUM}\s?号|"
    r"\d{1,3}(?:[-ーの]\d{1,4}){2,3}\s?号?(?![\d/年月日-])|"
    rf"(?<=[一-龥ヶケ々])\d{{1,3}}[-ー]\d{{1,4}}{_NO_COUNTER})"
)
_WORD = r"[^\s、。,!?！？<はがにをでへ]"
_BUILDINGS = (
    "マンション アパート ハイツ コーポ ビル レジデンス メゾン ハウス タワー パレス コート 団地 荘"
)
_BUILDING = rf"(?:{_BUILDINGS.replace(' ', '|')}|\d号棟)"
_ROOM = (
    rf"(?:[\s-]*{_WORD}{{1,14}}?\s*\d{{2,4}}(?:号室?|室)|"
    rf"[\s-]*{_WORD}{{0,12}}?{_BUILDING}{_WORD}{{0,10}}(?:\s*\d{{2,4}}(?!\d))?|"
    r"\s\d{3,4}(?!\d))"
)
_PATTERNS = (
    re.compile(rf"{_TOWN}?\s?{_BLOCKS}{_ROOM}?"),
    re.compile(rf"(?<=区){_TOWN}\d{{1,4}}{_NO_COUNTER}"),
    re.compile(
        rf"[一-龥々ァ-ヴー]{{0,10}}{_BUILDING}{_WORD}{{0,8}}?\s*\d{{2,4}}(?:号室?|室)?(?!\d)"
    ),
    re.compile(rf"(?:{_WORD}{{2,14}})?(?<!\d)\d{{2,4}}号室|\b(?:Apt\.?|Room|Unit)\s?\d{{2,4}}\b"),
    re.compile(
        r"(?<![\d-])\d{1,4}(?:-\d{1,4}){1,3},?\s[A-Z][a-z]+\b(?!\s?-?(?:ku|City|Ward))|"
        r"\b[A-Z][a-z]{3,}\s\d{1,3}-\d{1,3}(?:-\d{1,3})?(?!\d)|"
        r"\b\d-?chome(?:\s\d{1,3}(?:-\d{1,3})*)?"
    ),
)
_CITY = re.compile(r"[^区]*区(?=.)|(?:.{1,3}?[都道府県])?(?:[^市]{1,5}市(?=.))?")


def find(plain: str) -> Iterator[Span]:
    """The addresses of a folded text, from the town on."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            city = _CITY.match(match[0])
            yield Span(match.start() + (city.end() if city else 0), match.end(), Mask.ADDRESS)
