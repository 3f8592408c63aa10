"""What is left of a message when all that is of no language is gone, and in which script it is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from enum import StrEnum

_LONGEST = 500
"""So many characters tell the language of a text, however long it is."""

_OF_NO_LANGUAGE = re.compile(
    r"(?:東京都)?[一-鿿]{1,4}[区市][一-鿿ヶケ]{0,8} ?[0-9]+(?:丁目|番地?|号|[0-9\-])*|"  # addresses
    r"\bmy ?number(?: card)?\b|"  # called so in every language
    r"https?://[!-~]+|www\.[!-~]+|[!-~]+@[!-~]+|[@#]\w+|"  # links and e-mail, tags
    r"[a-z]*[0-9][0-9a-z.\-/:]*",  # numbers
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[(「『“\"][^()「」『』“”\"]*[)」』”\"]")
_LEFT = 4
"""So many letters must be left where what is quoted is not looked at."""
_CODE = re.compile(r"[{}<>=;|\\`]|\w\(|\)\.|::|\$\w")
_CODE_AT = 3
"""So many signs of a programming language make a text code."""

_CHARACTERS_A_WORD = {"LATIN": 5.0, "HAN": 2.0, "KANA": 3.0}
_OTHER_CHARACTERS_A_WORD = 4.0


class Script(StrEnum):
    """A writing that few languages share."""

    KANA = "KANA"
    HAN = "HAN"
    HANGUL = "HANGUL"
    LATIN = "LATIN"
    DEVANAGARI = "DEVANAGARI"
    OTHER = "OTHER"


_SCRIPTS = {
    "HIRAGANA": Script.KANA,
    "KATAKANA": Script.KANA,
    "KATAKANA-HIRAGANA": Script.KANA,
    "CJK": Script.HAN,
    "HANGUL": Script.HANGUL,
    "LATIN": Script.LATIN,
    "DEVANAGARI": Script.DEVANAGARI,
}


def telling_part(text: str) -> str:
    """The text without links, addresses, numbers and what it quotes; empty for code.

    Composed and of full-width letters made plain (NFKC), on one line.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST])
    if len(_CODE.findall(plain)) >= _CODE_AT:
        return ""
    part = " ".join(_OF_NO_LANGUAGE.sub(" ", plain).split())
    own = " ".join(_QUOTED.sub(" ", part).split())
    return own if sum(map(str.isalpha, own)) >= _LEFT else part


def script_of(text: str) -> Script | None:
    """The script that most words are written in; None where there is no letter.

    Kana decide over Han: both are Japanese. But who only quotes a name in katakana (「How do I get
    a マイナンバーカード?」) writes in the script around it.
    """
    letters = Counter(_SCRIPTS.get(_block(c), Script.OTHER) for c in text if c.isalpha())
    if not letters:
        return None
    words = {
        script: count / _CHARACTERS_A_WORD.get(script, _OTHER_CHARACTERS_A_WORD)
        for script, count in letters.items()
    }
    japanese = words.pop(Script.KANA, 0.0) + words.pop(Script.HAN, 0.0)
    around = max(words, key=words.__getitem__, default=None)
    is_quoted = not any("ぁ" <= c <= "ゖ" for c in text) and around is not None
    if around is not None and words[around] > japanese / (4 if is_quoted else 1):
        return around
    return Script.KANA if letters[Script.KANA] else Script.HAN


def _block(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]
