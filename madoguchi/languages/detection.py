"""Which language a line is written in: by its script, by telling words, then by its spelling.

A name, a number, an address, 「OK」 or 「はい」 does not tell which language somebody wishes to be
answered in, and is of none here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from madoguchi.languages.scripts import devanagari, han, hangul, kana, latin, other
from madoguchi.languages.writing import Script, script_of, telling_part

SURE = 0.9
"""From this probability on a line is doubtless in the language: a sentence, not a word of it."""

_TOLD: Mapping[Script, Callable[[str], tuple[str, float] | None]] = MappingProxyType(
    {
        Script.KANA: kana.told,
        Script.HAN: han.told,
        Script.HANGUL: hangul.told,
        Script.DEVANAGARI: devanagari.told,
        Script.LATIN: latin.told,
        Script.OTHER: other.told,
    }
)
_SAID_IN_ANY_LANGUAGE = re.compile(
    r"(?:(?:ok|okay|yes|no|hi|hello|hey|bye|thanks?|thank you|please|sorry|"
    r"good (?:morning|evening)|"
    r"はい|いいえ|うん|ええ|ありがとう(?:ございま(?:す|した))?|こんにちは|こんばんは|おはよう(?:ございます)?|"
    r"すみません|お願いします|わかりました|了解(?:です|しました)?|大丈夫です?|谢谢|謝謝|你好|您好|好的|是的?|"
    r"네|예|아니요|안녕하세요|감사합니다|xin chào|chào|cảm ơn|cam on|salamat(?: po)?|opo|kumusta|"
    r"नमस्ते|धन्यवाद|हजुर)[\s,.!?。、！？~〜ー]*)+"
)


@dataclass(frozen=True)
class Detection:
    """A BCP 47 tag, of our languages or of another (``th``), and how probable it is, 0 to 1."""

    language: str
    confidence: float

    @property
    def is_sure(self) -> bool:
        """Whether something may be done about it."""
        return self.confidence >= SURE


def detect(text: str) -> Detection | None:
    """The language of a message; None where the text does not tell: empty, a name, a number, code.

    やさしい日本語 is ``ja``. Where several languages mix, it is the one of most words.
    """
    part = telling_part(text)
    script = script_of(part)
    if script is None or _SAID_IN_ANY_LANGUAGE.fullmatch(part.casefold()):
        return None
    found = _TOLD[script](part)
    return None if found is None else Detection(*found)
