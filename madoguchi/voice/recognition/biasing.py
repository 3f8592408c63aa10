"""What residents are likely to say at a ward office, told to engines and looked for afterwards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from madoguchi.catalogue.search.reading import sounds
from madoguchi.voice.recognition.recogniser import Hypothesis
from madoguchi.voice.recognition.vocabulary import with_corrections

_ALIKE = 80.0
"""Per cent of the sounds of an expected word that must be heard for it to be a hypothesis."""
_SHORTEST_PART = 4
"""Sounds of a word that may be found inside more; a shorter one must be all that was said."""

_LIST = 3
"""Terms of the prompt in a row that nobody is likely to have said."""
_SIGNS = re.compile(r"[、。,.!?？！\s]+")

_PROMPTS = {
    "ja": (
        "区役所の窓口です。引っ越し、転入届、転出届、転居届、住民票の写し、戸籍謄本、印鑑登録、"
        "出生届、マイナンバーカード、国民健康保険、介護保険、国民年金の免除、児童手当、保育園、"
        "粗大ごみの収集、罹災証明書、税金の証明書。千代田区、世田谷区、練馬区、渋谷区。"
    ),
    "en": (
        "Ward office, Tokyo. Moving-in notification, residence record, My Number Card, National "
        "Health Insurance, child allowance, bulky waste. Shibuya, Shinjuku, Setagaya, Nerima."
    ),
    "zh": "区役所的窗口。迁入登记、住民票、个人编号卡、国民健康保险、儿童津贴、大型垃圾。",
    "ko": (
        "구청 창구입니다. 전입신고, 주민표, 마이넘버카드, 국민건강보험, 아동수당, 대형 쓰레기. "
        "시부야구, 신주쿠구, 세타가야구."
    ),
    "vi": (
        "Văn phòng quận, Tokyo. Thông báo chuyển đến, phiếu cư trú, thẻ My Number, bảo hiểm y tế "
        "quốc dân, trợ cấp trẻ em, rác cồng kềnh. Shibuya, Shinjuku, Setagaya."
    ),
}


def prompt(language: str, expected: Sequence[str], example: str = "") -> str:
    """What Whisper takes for the text so far: the office's own words, then those expected now.

    It takes spelling and subject from there, so an example of an answer is best left alone: with
    the office's words before it the numbers of an address become words. Empty for a language that
    has none.
    """
    if example:
        return example
    return " ".join((_PROMPTS.get(language.split("-")[0], ""), *expected)).strip()


def is_echo(heard: str, language: str) -> bool:
    """Whether most of a text is the prompt's list again, which Whisper repeats in noise.

    Somebody may really list three procedures: then it is heard without the prompt, too.
    """
    listed = set(_SIGNS.split(_PROMPTS.get(language.split("-")[0], "")))
    parts = [part for part in _SIGNS.split(heard) if part]
    repeated = [part for part in parts if part in listed]
    return len(repeated) >= _LIST and 2 * len("".join(repeated)) > len("".join(parts))


def refined(
    hypotheses: Sequence[Hypothesis], expected: Sequence[str], language: str
) -> tuple[Hypothesis, ...]:
    """What an engine heard, with the office's spelling (Japanese) and the expected words."""
    if language.split("-")[0] == "ja":
        hypotheses = with_corrections(hypotheses)
    return with_expected(hypotheses, expected, language)


def with_expected(
    hypotheses: Sequence[Hypothesis], expected: Sequence[str], language: str
) -> tuple[Hypothesis, ...]:
    """The hypotheses and, after those as likely, each expected word that one of them sounds like.

    Nothing that was heard is dropped: whoever asked weighs the confidences. That of an added word
    is the hypothesis's own, less what does not sound alike.
    """
    found = dict[str, Hypothesis]()
    for word in expected:
        for heard in hypotheses:
            alike = _alikeness(heard.text, word, language)
            confidence = heard.confidence * alike / 100
            if alike >= _ALIKE and (word not in found or confidence > found[word].confidence):
                found[word] = replace(heard, text=word, confidence=confidence)
    known = {heard.text for heard in hypotheses}
    added = [hypothesis for word, hypothesis in found.items() if word not in known]
    return tuple(sorted((*hypotheses, *added), key=lambda one: -one.confidence))


def _alikeness(heard: str, word: str, language: str) -> float:
    """0 to 100: how much of the word's sounds is heard."""
    said, wanted = spoken_form(heard, language), spoken_form(word, language)
    if not said or not wanted:
        return 0.0
    if _SHORTEST_PART <= len(wanted) <= len(said):
        return fuzz.partial_ratio(wanted, said)
    return fuzz.ratio(wanted, said)


@lru_cache(maxsize=4096)
def spoken_form(text: str, language: str) -> str:
    """How a text sounds: kana for Japanese, single letters (jamo) without signs for others."""
    if language.split("-")[0] == "ja":
        return sounds(text)
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum()
    )
