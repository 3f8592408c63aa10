"""Which language a line is written in: by its script, by words that tell, then by its spelling.

A name, a number, an address, 「OK」 or 「はい」 tells nothing about the language that somebody wishes
to be answered in, and is of none here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from madoguchi.languages import function_words, han, identification
from madoguchi.languages.strings import LANGUAGES
from madoguchi.languages.writing import Script, script_of, telling_part

SURE = 0.9
"""From this probability on a line is doubtless in the language: a sentence, not a word of it."""


@dataclass(frozen=True)
class Detection:
    """A BCP 47 tag, of our languages or of another (``th``), and how probable it is, 0 to 1."""

    language: str
    confidence: float

    @property
    def is_sure(self) -> bool:
        """Whether something may be done about it."""
        return self.confidence >= SURE

    @property
    def is_ours(self) -> bool:
        """Whether it is one of the languages that residents can choose."""
        return self.language in LANGUAGES


def detect(text: str) -> Detection | None:
    """The language of a message, None where the text does not tell: empty, a name, a number, code.

    やさしい日本語 is ``ja``. Where several languages mix, the one of most words.
    """
    part = telling_part(text)
    if _SAID_IN_ANY_LANGUAGE.fullmatch(part.casefold()):
        return None
    match script_of(part):
        case None:
            return None
        case Script.KANA:
            return _kana(part)
        case Script.HAN:
            return _han(part)
        case Script.HANGUL:
            return _hangul(part)
        case Script.DEVANAGARI:
            return _devanagari(part)
        case Script.LATIN:
            return _latin(part)
        case Script.OTHER:
            return _other(part)


_SAID_IN_ANY_LANGUAGE = re.compile(
    r"(?:(?:ok|okay|yes|no|hi|hello|hey|bye|thanks?|thank you|please|sorry|good (?:morning|evening)|"
    r"はい|いいえ|うん|ええ|ありがとう(?:ございま(?:す|した))?|こんにちは|こんばんは|おはよう(?:ございます)?|すみません|"
    r"お願いします|わかりました|了解(?:です|しました)?|大丈夫です?|谢谢|謝謝|你好|您好|好的|是的?|"
    r"네|예|아니요|안녕하세요|감사합니다|xin chào|chào|cảm ơn|cam on|salamat(?: po)?|opo|kumusta|"
    r"नमस्ते|धन्यवाद|हजुर)[\s,.!?。、！？~〜ー]*)+"
)


# ----------------------------------------------------------------------------- kana and characters

_GRAMMAR = re.compile(
    r"です|ます|ません|ました|したい|たい|ください|ない|なん|どう|どこ|いつ|いくら|って|から|まで|けど|"
    r"[一-鿿ァ-ヶー][のはがをにでともへか]|[のはがをにで][一-鿿ァ-ヶ]|する|した|して|れる|られ|った|"
    r"[いうえきけしちりるれ][たてな]"
)
_A_LINE = 6
"""So many characters of Japanese or Korean are more than a word."""


def _kana(text: str) -> Detection | None:
    chinese = han.told(text)
    is_hiragana = any("ぁ" <= c <= "ゖ" for c in text)
    if chinese is not None and chinese[0] != "ja" and not is_hiragana:
        return Detection(*chinese)  # 「我的マイナンバーカード丢了」
    letters = sum(c.isalpha() for c in text)
    if letters < _FEWEST:
        return None
    return Detection("ja", 0.99 if letters >= _A_LINE and _GRAMMAR.search(text) else 0.6)


_FEWEST = 5
"""Fewer characters of Japanese or Korean may be a name."""


def _han(text: str) -> Detection | None:
    found = han.told(text)
    if found is not None:
        return Detection(*found)
    if sum(c.isalpha() for c in text) < _LONG_FOR_CHARACTERS:
        return None
    guesses = identification.guesses(text)
    chinese = sum(guesses.get(each, 0.0) for each in ("zh", "wuu", "yue"))
    return Detection("ja", 0.5) if guesses.get("ja", 0.0) > chinese else Detection("zh-Hans", 0.5)


_LONG_FOR_CHARACTERS = 8


# ------------------------------------------------------------------------------- Korean and Nepali


def _hangul(text: str) -> Detection | None:
    letters = sum(c.isalpha() for c in text)
    if letters < _FEWEST:
        return None
    return Detection("ko", 0.99 if letters >= _A_LINE and " " in text else 0.8)


_HINDI = re.compile(r"(?<!\w)(?:है|हैं|हूँ|हूं|में|मैं|मुझे|क्या|कहाँ|कहां|कैसे|चाहिए|के|की|का|से|नहीं|और|यह|करना|था|थी)(?!\w)")
_NEPALI = re.compile(
    r"छ|हुन्|(?<!\w)(?:म|मलाई|मेरो|कसरी|कहाँबाट|कति|पर्छ|भयो|हो|र|पनि|लागि|गर्न|गर्ने|गर्नु|के|छैन|होला|तपाईं)(?!\w)|"
    r"(?:लाई|मा|को|बाट|ले|हरू|नु|ने)(?!\w)"
)


def _devanagari(text: str) -> Detection:
    """Nepali, unless its words are Hindi: of Tokyo's residents who write so, most are Nepali."""
    words = len(text.split())
    if len(_HINDI.findall(text)) > len(_NEPALI.findall(text)):
        return Detection("hi", 0.95 if words >= _WORDS_OF_A_LINE else 0.6)
    return Detection("ne", 0.95 if words >= _WORDS_OF_A_LINE else 0.6)


# ---------------------------------------------------------------------------- Latin and all others

_WORDS_OF_A_LINE = 3

_OTHERS = MappingProxyType(
    {each: each for each in "es pt fr de it id ms th my km lo mn ru uk bn si ta ur ar fa he hi tr pl".split()}
    | {"en": "en", "vi": "vi", "tl": "tl", "ceb": "tl"}
)
"""What residents of Tokyo may write; the model's other guesses are noise."""

_OURS_ARE_LIKELIER = 4.0
"""Prior odds: people who live here write English, Vietnamese or Tagalog that much more often."""

_EACH_VOTE = 8.0
"""So many times likelier a telling word makes its language."""

_UNSEEN = 0.01
"""The probability by spelling of a language of which the model knows nothing (Nepali in Latin)."""

_WORDS_BY_SPELLING = 5
"""So many words tell without any that is known."""


_FEWEST_WORDS = 2
_VOTES_NO_NAME_HAS = 2


def _latin(text: str) -> Detection | None:
    words = function_words.words(text)
    votes = function_words.votes(text)
    is_name = all(word[0].isupper() for word in words) and max(votes.values()) < _VOTES_NO_NAME_HAS
    if len(words) < _FEWEST_WORDS or is_name:
        return None
    votes["vi"] += function_words.only_vietnamese(text)
    most = max(votes.values())
    likely = _likely(text)
    odds = {
        language: (likely.get(language, 0.0) + _UNSEEN) * _EACH_VOTE ** votes.get(language, 0)
        for language in likely.keys() | votes.keys()
    }
    language = max(odds, key=odds.__getitem__)
    confidence = min(0.99, odds[language] / sum(odds.values()))
    if most == 0 and len(words) < _WORDS_BY_SPELLING:
        confidence = min(confidence, 0.8)
    if len(words) < _WORDS_OF_A_LINE:
        confidence = min(confidence, 0.6)
    if language == "ja":
        # In Latin letters, so perhaps from somebody who cannot read the others.
        confidence = min(confidence, 0.5)
    return Detection(language, confidence)


def _other(text: str) -> Detection | None:
    scores = _likely(text)
    if not scores:
        return None
    language = max(scores, key=scores.__getitem__)
    return Detection(language, min(0.99, scores[language]))


def _likely(text: str) -> dict[str, float]:
    """The languages by the model and by who lives here; probabilities."""
    scores: dict[str, float] = {}
    for guess, probability in identification.guesses(text).items():
        if guess in _OTHERS:
            language = _OTHERS[guess]
            prior = _OURS_ARE_LIKELIER if language in LANGUAGES else 1.0
            scores[language] = scores.get(language, 0.0) + prior * probability
    total = sum(scores.values())
    return {language: score / total for language, score in scores.items()} if total else {}
