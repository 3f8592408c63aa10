"""Names that a text introduces as such (「名前は…」, "my name is ..."), in our languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.curation.spans import Mask, Span

_LABEL = r"(?:お?名前|氏名|姓名|おなまえ|なまえ|フリガナ|ふりがな|世帯主名|読み方?)"
_END = (
    r"(?=です|でござ|と申|ともう|と言|とい[いう]|だ(?:と|$)|[、。,.!?！？\s(「」]|$|"
    r"の(?:子|妻|夫|母|父))"
)
_NAMED = re.compile(
    rf"{_LABEL}\s?(?:は|が|も|:|、)\s?"
    rf"([^\s、。,.!?！？:<]{{2,14}}?(?:[\s・][ァ-ヴーぁ-ん一-龥]{{1,6}})?){_END}"
)
_HUMBLE = re.compile(
    r"(?:^|[、。,\s]|[はのが])([^\s、。,はのが]{1,12}?(?:[\s][^\s、。,]{1,6})?)と(?:申し|もうし)"
)
_FOREIGN = re.compile(
    r"[ァ-ヴー]{2,}(?:[・=][ァ-ヴー]{1,}){1,4}(?=と(?:いい|言い|申|もう)|さん|様|です|の[妻夫子母父])"
)
_NO_NAME = re.compile(
    r"何|なに|どう|必要|変|同じ|違|書|間違|分か|わか|ひらがな|カタカナ|ローマ字|旧姓|あり|いりま|要りま"
)
_LATIN = r"[A-ZÀ-ỸĐ][\w'’-]*"
_LATIN_NAME = rf"({_LATIN}(?:\s{_LATIN}){{0,4}})"
_INTRODUCED = (
    re.compile(
        rf"(?:[Mm]y (?:full |last |first )?name is|[Nn]ame:|[Cc]all me|[Aa]ko (?:po )?si|"
        rf"[Pp]angalan ko (?:po )?(?:ay )?|[Tt]ên (?:tôi|em|mình|của tôi) là|[Tt]ôi tên là|"
        rf"[Mm]ình tên là)\s?{_LATIN_NAME}"
    ),
    # Of these a single word is as often a nationality.
    re.compile(rf"\b(?:I am|I'm|I’m|[Tt]his is) ({_LATIN}(?:\s{_LATIN}){{1,3}})"),
    re.compile(
        r"(?:我叫|我的名字是|我的名字叫|我名叫|姓名[:是])\s?([一-龥·]{2,5}?)(?=[，,。.、!\s]|$)"
    ),
    re.compile(
        r"(?:이름은|성함은|성명은)\s?([가-힣]{2,5}?)(?=입니다|이에요|예요|이고|라고|[,.\s]|$)"
    ),
    re.compile(r"저는 ([가-힣]{2,4}?)(?:이?라고)"),
    re.compile(r"(?:मेरो नाम|नाम:)\s?([\u0900-\u097f]+?(?:\s[\u0900-\u097f]+?)?)(?=\s?हो|[।,]|$)"),
)
_ROMAJI = r"(?:(?:[kstnhmyrwgzdbpjfv]?y?|ch|sh|ts)[aiueo]|n(?![aiueoy]))+h?"
_ROMAJI_NAME = re.compile(
    rf"(?<![(\w])(?=[A-Z]\w{{2}})(?i:{_ROMAJI})[ ,]{{1,2}}(?=[A-Z]\w{{2}})(?i:{_ROMAJI})\b"
    r"(?!-(?:ku|shi|cho))"
)


def find(plain: str) -> Iterator[Span]:
    """The names of a folded text that words around them give away, and romanised Japanese ones."""
    for match in _NAMED.finditer(plain):
        if not _NO_NAME.search(match[1]):
            yield Span(match.start(1), match.end(1), Mask.NAME)
    for match in _FOREIGN.finditer(plain):
        yield Span(match.start(), match.end(), Mask.NAME)
    for pattern in (_HUMBLE, *_INTRODUCED):
        for match in pattern.finditer(plain):
            yield Span(match.start(1), match.end(1), Mask.NAME)
    for match in _ROMAJI_NAME.finditer(plain):
        yield Span(match.start(), match.end(), Mask.NAME)
