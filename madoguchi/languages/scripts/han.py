"""Chinese or Japanese, Simplified or Traditional: what characters without any kana tell.

Each country's own character set says which shapes it writes: GB 2312 the Simplified ones (转),
Big5 the Traditional (轉), JIS X 0208 the Japanese (転). Level 2 of JIS X 0208 holds the old shapes,
which hardly anybody writes in Japanese any more.
"""

from __future__ import annotations

import re

from madoguchi.languages.scripts import spelling

_CHINESE_WORDS = re.compile(
    r"[我你您吗嗎呢哪怎这這没沒们們吧呀啊她它很]|什[么麼]|甚麼|[请請]问?(?!求|負|负)|可以|"
    r"想要?(?!定|像|起)|(?<!目)(?<!法)(?<!公)(?<!私)(?<!的)的(?=[^\s,、。])|(?<!完)(?<!終)了[吗嗎。!?]|"
    r"有没|有沒|是不是|能不能|给|(?<!支)給(?![付食与料水])|[谢謝]|需要[准準什哪带帶]|多少[钱錢]|如何[办辦申]|"
    r"[办辦]理|是(?!正|非)|[今明昨]天|[很就把被让讓]|在(?![日留宅外庫学籍職住])|得(?=[很多高])|[里裡裏]面?|"
    r"[几幾][个個天点點]|怎[么麼样樣]|[刚剛]|[还還][没沒有能]|已[经經]|[对對]不起"
)
_SENTENCE = re.compile(r"[\u3400-\u9fff]{4}.*[。？！?!]|[\u3400-\u9fff]{2}[,，][\u3400-\u9fff]{2}")
"""Whole sentences without any kana are Chinese."""
_JAPANESE_WORDS = re.compile(
    r"[一-鿿]届(?:$|[\s書出先、。,?!])|手続|引越|住民票|手当|保険|支払|申込|取扱|々|〆"
)
_FEW = 4
"""Fewer characters may be a name, or an everyday word of both languages (「火事」)."""
_MANY = 6
"""So many are a sentence, or almost."""
_A_GUESS = 8
"""So many are no name: where nothing tells, the spelling may guess."""


def told(text: str) -> tuple[str, float] | None:
    """``ja``, ``zh-Hans`` or ``zh-Hant``; None where either may be. ``text`` has no hiragana."""
    characters = [c for c in text if "\u3400" <= c <= "\u9fff"]
    simplified = sum(_in(c, "gb2312") and not _in(c, "shift_jis") for c in characters)
    chinese = len(_CHINESE_WORDS.findall(text)) + simplified + sum(map(_is_old, characters))
    chinese += _SENTENCE.search(text) is not None
    japanese = len(_JAPANESE_WORDS.findall(text)) + sum(map(_is_japanese, characters))
    if chinese == japanese:
        return _guessed(text) if len(characters) >= _A_GUESS else None
    if len(characters) < _FEW:
        # Two marks of Chinese are no name.
        return (_variant(characters), 0.6) if chinese >= 2 + japanese else None
    sure = 0.6 if len(characters) < _MANY else 0.8 if abs(chinese - japanese) < 2 else 0.97
    return ("ja" if japanese > chinese else _variant(characters)), sure


def _guessed(text: str) -> tuple[str, float] | None:
    likely = spelling.likely(text)
    return (max(likely, key=likely.__getitem__), 0.5) if likely else None


def _variant(characters: list[str]) -> str:
    """Simplified unless there is more of what only Traditional Chinese writes so."""
    simplified = sum(not _in(c, "big5") for c in characters)
    traditional = sum(not _in(c, "gb2312") for c in characters)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _is_japanese(character: str) -> bool:
    return not _in(character, "gb2312") and not _in(character, "big5")


def _is_old(character: str) -> bool:
    """Whether only Traditional Chinese writes it so, today."""
    if _in(character, "gb2312") or not _in(character, "big5"):
        return False
    # In EUC, level 2 begins with row 48.
    return not _in(character, "shift_jis") or character.encode("euc_jp")[0] >= 0xA0 + 48


def _in(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
