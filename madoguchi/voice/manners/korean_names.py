"""A Korean name as it is heard, in the letters that a ward office can register.

A resident is registered as on the residence card, in Latin letters, and read in katakana. How a
card spells a name cannot be heard, so these are proposals that are read back letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import jaconv

_AROUND = re.compile(
    r"^(?:(?:제|내) ?이름은|성명은|이름은|저는|나는)? ?|"
    r" ?(?:이?라고 ?(?:합니다|해요|부릅니다)|입니다|이에요|예요)?[.!]?$"
)
_LONG_SURNAMES = ("남궁", "황보", "제갈", "선우", "독고", "사공", "서문")
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄원채"
    "천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제탁국은편용"
)
_NAME = re.compile(rf"({'|'.join(_LONG_SURNAMES)}|[{_SURNAMES}])([가-힣]{{1,2}})")
_USUAL = {
    "김": "Kim", "이": "Lee", "박": "Park", "최": "Choi", "정": "Jung", "조": "Cho", "윤": "Yoon",
    "임": "Lim", "오": "Oh", "신": "Shin", "안": "Ahn", "유": "Yoo", "류": "Ryu", "노": "Noh",
    "주": "Joo", "우": "Woo", "구": "Koo", "문": "Moon", "성": "Sung", "강": "Kang", "권": "Kwon",
    "고": "Ko", "곽": "Kwak", "허": "Hur", "심": "Shim", "국": "Kook",
}  # fmt: skip
"""Surnames that passports mostly spell otherwise than the Revised Romanization of Korean does."""

_LATIN = (
    ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p",
     "h"),
    ("a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
     "wi", "yu", "eu", "ui", "i"),
    ("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "p", "l", "l", "p", "l", "m", "p", "p",
     "t", "t", "ng", "t", "t", "k", "t", "p", "t"),
)  # fmt: skip
"""Initials, vowels and finals in Unicode's order (The Unicode Standard, 3.12), in the Revised
Romanization (국어의 로마자 표기법, 2000), syllable by syllable, as it wants names to be written."""
_JAPANESE = (
    ("k", "k", "n", "t", "t", "r", "m", "p", "p", "s", "s", "", "ch", "ch", "ch", "k", "t", "p",
     "h"),
    ("a", "e", "ya", "e", "o", "e", "yo", "e", "o", "wa", "we", "we", "yo", "u", "wo", "we", "wi",
     "yu", "u", "ui", "i"),
    ("", "ク", "ク", "ク", "ン", "ン", "ン", "ッ", "ル", "ク", "ム", "プ", "ル", "ル", "プ", "ル",
     "ム", "プ", "プ", "ッ", "ッ", "ン", "ッ", "ッ", "ク", "ッ", "プ", "ッ"),
)  # fmt: skip
"""The same as Japanese hears them."""
_VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
_PLAIN = frozenset({0, 3, 7, 12})
"""Initials (ㄱㄷㅂㅈ) that are voiced behind a sonorous sound."""
_NO_INITIAL = 11
_AS_INITIAL = {1: 0, 4: 2, 7: 3, 8: 5, 16: 6, 17: 7, 19: 9, 22: 12, 23: 14, 24: 15, 25: 16, 26: 17}
"""Finals that are spoken as the initial of a next syllable that has none."""
_ODD = {
    "ti": "ティ", "tu": "トゥ", "di": "ディ", "du": "ドゥ",
    "wo": "ウォ", "wi": "ウィ", "we": "ウェ", "ui": "ウィ",
}  # fmt: skip
_SMALL = {"wa": "ァ", "we": "ェ", "wo": "ォ", "wi": "ィ"}
_FIRST, _PER_INITIAL, _PER_VOWEL = 0xAC00, 588, 28


class _Syllable(NamedTuple):
    """The numbers of its letters."""

    initial: int
    vowel: int
    final: int


def latin(said: str) -> list[str]:
    """The spellings of the name in capitals, as cards write them, the usual one first.

    None where the text is no Korean name.
    """
    name = _name(said)
    if name is None:
        return []
    given = "".join(map(_latin, name[1]))
    surname = "".join(map(_latin, name[0]))
    spelled = (f"{one} {given}".upper() for one in (_USUAL.get(name[0], surname), surname))
    return list(dict.fromkeys(spelled))


def kana(said: str) -> str | None:
    """The name in katakana; None where the text is no Korean name."""
    name = _name(said)
    if name is None:
        return None
    surname, given = ([_syllable(sign) for sign in part] for part in name)
    is_voiced = _is_sonorous(surname[-1])
    return f"{''.join(_kana(surname, False))} {''.join(_kana(_linked(given), is_voiced))}"


def _name(said: str) -> tuple[str, str] | None:
    """Surname and given name."""
    match = _NAME.fullmatch(re.sub(r"\s", "", _AROUND.sub("", said.strip())))
    return None if match is None else (match[1], match[2])


def _syllable(sign: str) -> _Syllable:
    number = ord(sign) - _FIRST
    rest = number % _PER_INITIAL
    return _Syllable(number // _PER_INITIAL, rest // _PER_VOWEL, rest % _PER_VOWEL)


def _latin(sign: str) -> str:
    return "".join(table[at] for table, at in zip(_LATIN, _syllable(sign), strict=True))


def _linked(word: list[_Syllable]) -> list[_Syllable]:
    """은우 is spoken 으누."""
    linked = list(word)
    for at, (one, following) in enumerate(pairwise(word)):
        if following.initial == _NO_INITIAL and one.final in _AS_INITIAL:
            linked[at] = one._replace(final=0)
            linked[at + 1] = following._replace(initial=_AS_INITIAL[one.final])
    return linked


def _is_sonorous(syllable: _Syllable) -> bool:
    return _JAPANESE[2][syllable.final] in ("", "ン", "ル", "ム")


def _kana(word: list[_Syllable], is_voiced: bool) -> Iterator[str]:
    for syllable in word:
        initial = _JAPANESE[0][syllable.initial]
        if is_voiced and syllable.initial in _PLAIN:
            initial = _VOICED[initial]
        yield _mora(initial, _JAPANESE[1][syllable.vowel])
        yield _JAPANESE[2][syllable.final]
        is_voiced = _is_sonorous(syllable)


def _mora(initial: str, vowel: str) -> str:
    if initial and vowel == "ui":
        vowel = "i"
    if initial in ("ch", "j"):
        vowel = vowel.removeprefix("y").replace("we", "e")
    if initial and vowel in _SMALL:
        return _mora(initial, "u") + _SMALL[vowel]
    if initial == "s" and vowel in ("i", "ya", "yo", "yu"):
        initial, vowel = "sh", vowel.removeprefix("y")
    return _ODD.get(initial + vowel) or str(jaconv.alphabet2kata(initial + vowel))
