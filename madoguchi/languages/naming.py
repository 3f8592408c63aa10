"""Which of our languages a resident names, in that language or in Japanese: 「English please」."""

from __future__ import annotations

import re
import unicodedata

_NAMES = {
    "ja-easy": r"やさしい\s*(?:日本語|にほんご)|易しい日本語|easy japanese",
    "ja": r"日本語|にほんご|japanese|日语|日文|일본어|tiếng nhật|nihongo|जापानी",
    "en": r"english|英語|えいご|英文|英语|영어|tiếng anh|ingles|अङ्ग्रेजी|अंग्रेजी",
    "zh-Hant": r"[繁正][體体](?:中文|中国語|字)?|台湾華語|traditional chinese",
    "zh-Hans": r"(?:[简簡]体)?(?:中文|中国語|中國語)|[简簡]体字?|ちゅうごくご|汉语|漢語|普通[话話]|"
    r"(?:simplified )?chinese|중국어|tiếng trung|चिनियाँ",
    "ko": r"韓国語|かんこくご|ハングル|韩国?语|韓語|한국어|한국말|korean|tiếng hàn",
    "vi": r"ベトナム語|べとなむご|越南[语語]|베트남어|vietnamese|tiếng việt|tieng viet",
    "ne": r"ネパール語|ねぱーるご|nepali|नेपाली|尼泊尔语|네팔어",
    "tl": r"タガログ語?|フィリピン語|tagalog|filipino|他加禄语|菲律宾语|타갈로그어",
}
_BEFORE = (
    r"(?:(?:in|use|speak|switch to|to|please|pls|language|用|请|請|说|說|bằng|dùng|xin|nói|hãy|sa)"
    r"\s*){0,3}"
)
_AFTER = (
    r"\s*(?:please|pls|version|で|に|にして|に変えて|に変更(?:して)?|で(?:話|答え|教え|案内し)て|"
    r"で(?:お願い|おねがい)(?:し(?:ます|たい))?|が[い良]い|を(?:使い|話し)たい|"
    r"回答|吧|可以[吗嗎]|[谢謝]{2}|로(?:\s*(?:해|말해|부탁해|답해)\s*(?:요|주세요)?|"
    r"\s*부탁(?:드려요|드립니다|합니다))?|được không|giúp tôi|po|मा(?: बोल्नुहोस्)?)?"
    r"(?:です|ください|下さい|します)?[\s。.!！?？]*"
)
_CHOICE = re.compile(
    r"/?(?:change )?(?:the )?languages?|"
    r"(?:言語|ことば|言葉)(?:の?設定|を(?:変え|かえ)(?:る|たい))?|[语語]言|언어|"
    r"ngôn ngữ|ngon ngu|भाषा|wika"
)
_NAMED = {tag: re.compile(rf"(?<![a-z])(?:{name})(?![a-z])") for tag, name in _NAMES.items()}
_ONLY = {tag: re.compile(rf"{_BEFORE}(?:{name}){_AFTER}") for tag, name in _NAMES.items()}
_NOT = re.compile(r"\bnot\b|n't\b|\bno\b|ません|ない|苦手|不|没|못|안|몰라|không|hindi|छैन")
_LONGEST = 60


def is_choice(text: str) -> bool:
    """Whether the text is the command to choose a language: ``/language``, 「言語」."""
    return _CHOICE.fullmatch(_plain(text).strip("。.!！?？ ")) is not None


def asked_for(text: str) -> str | None:
    """The tag of the language that the text asks for, where it asks for nothing else."""
    plain = _plain(text)
    if len(plain) > _LONGEST:
        return None
    return next((tag for tag, only in _ONLY.items() if only.fullmatch(plain)), None)


def named(text: str) -> str | None:
    """The tag of the only language that the text names, or None.

    Who cannot speak Japanese names it, but does not ask for it.
    """
    plain = _plain(text)
    rest = plain
    found: list[str] = []
    for tag, name in _NAMED.items():
        if name.search(rest):
            found.append(tag)
            rest = name.sub(" ", rest)  # 「やさしい日本語」 is not 「日本語」 as well
    if "ja" in found and _NOT.search(plain):
        found.remove("ja")
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    # Composed, so that ệ is one character however the keyboard has made it.
    return unicodedata.normalize("NFKC", text).strip().casefold()
