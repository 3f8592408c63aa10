"""Texts with kana: Japanese, unless a Chinese sentence only quotes a word in katakana."""

from __future__ import annotations

import re

from madoguchi.languages.scripts import han

_GRAMMAR = re.compile(
    r"です|ます|ません|ました|したい|たい|ください|ない|なん|どう|どこ|いつ|いくら|って|から|まで|けど|"
    r"[一-鿿ァ-ヶー][のはがをにでともへか]|[のはがをにで][一-鿿ァ-ヶ]|する|した|して|れる|られ|った|"
    r"[いうえきけしちりるれ][たてな]"
)
_FEWEST = 5
"""Fewer characters may be a name."""
_A_LINE = 6
"""So many characters, with grammar between them, are more than a word."""


def told(text: str) -> tuple[str, float] | None:
    """``ja``, or the Chinese that katakana stand in (「我的マイナンバーカード丢了」)."""
    if not any("ぁ" <= c <= "ゖ" for c in text):
        around = han.told(text)
        if around is not None and around[0] != "ja":
            return around
    letters = sum(c.isalpha() for c in text)
    if letters < _FEWEST:
        return None
    return "ja", 0.99 if letters >= _A_LINE and _GRAMMAR.search(text) else 0.6
