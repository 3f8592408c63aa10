"""Japanese text as search tokens: Sudachi's normalised forms of the words that carry meaning.

The normalised form (正規化表記) joins spelling variants: 引越し, 引っ越し and ひっこし are one
token.
"""

from __future__ import annotations

import sys
import threading
from functools import lru_cache

import jaconv
from sudachipy import Dictionary, SplitMode, Tokenizer

MAX_CHARACTERS = 400
"""What lies behind this many characters of a query does not change which procedure it means."""

_PIECE = 4000
"""Characters that Sudachi is given at once; it takes 49,149 bytes at most."""

_EMPTY_PARTS_OF_SPEECH = frozenset(
    {"助詞", "助動詞", "補助記号", "空白", "接続詞", "感動詞", "代名詞"}
)
_GRAMMAR = frozenset({"助詞", "助動詞"})
_STOP_WORDS = frozenset(
    [
        "為る",
        "有る",
        "居る",
        "成る",
        "下さる",
        "頂く",
        "出来る",
        "何",
        "如何",
        "如何する",
        "事",
        "物",
        "方",
        "時",
        "良い",
        "御",
        "欲しい",
        "教える",
        "知る",
        "分かる",
        "仕方",
        "手数",
        "料",
        "持ち",
        "掛かる",
        "要る",
        "円",
        "手続き",
        "手続",
        "申請",
        "届け",
        "届け出",
        "届出",
        "必要",
        "書類",
        "持ち物",
        "手数料",
        "料金",
        "期限",
        "何時",
        "何処",
        "場所",
        "窓口",
        "無い",
        "行く",
        "見る",
        "言う",
        "思う",
        "来る",
        "御座る",
        "致す",
        "願う",
        "為さる",
        "因る",
        "呉れる",
        "貰う",
        "遣る",
        "仕舞う",
    ]
)
_local = threading.local()


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary()


def _tokenizer() -> Tokenizer:
    # One tokenizer per thread: Sudachi's tokenizer must not be used by two threads at once.
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer()
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer


def normalise(text: str) -> str:
    """NFKC, one line, at most ``MAX_CHARACTERS`` characters."""
    return " ".join(jaconv.normalize(text, "NFKC").split())[:MAX_CHARACTERS]


def tokenize(text: str) -> tuple[str, ...]:
    """The normalised forms of the words of the text that carry meaning, in order.

    Short units (mode A) let 転出証明書 meet 転出. An empty text has no tokens.
    """
    return tuple(
        form
        for morpheme in _tokenizer().tokenize(normalise(text), SplitMode.A)
        if morpheme.part_of_speech()[0] not in _EMPTY_PARTS_OF_SPEECH
        and (form := morpheme.normalized_form()) not in _STOP_WORDS
    )


def content_words(text: str) -> list[str]:
    """The normalised forms of all words but particles and signs, in order, of a text of any length.

    Unlike ``tokenize`` it keeps the words that every procedure shares (手数料, 申請): they tell the
    answers of a FAQ apart.
    """
    plain = jaconv.normalize(text, "NFKC")
    return [
        sys.intern(form)  # a word that stands in a thousand texts is held once
        for start in range(0, len(plain), _PIECE)
        for morpheme in _tokenizer().tokenize(plain[start : start + _PIECE], SplitMode.A)
        if morpheme.part_of_speech()[0] not in _EMPTY_PARTS_OF_SPEECH
        and (form := morpheme.normalized_form()).strip()
    ]


def usual_spelling(text: str) -> str:
    """The text in Sudachi's normalised forms: ほしい as 欲しい, つないで as 繋ぐて."""
    return "".join(
        morpheme.normalized_form()
        for morpheme in _tokenizer().tokenize(normalise(text), SplitMode.C)
    )


def reading(text: str) -> str:
    """The text in katakana as Sudachi reads it, without symbols."""
    return "".join(
        morpheme.reading_form()
        for morpheme in _tokenizer().tokenize(normalise(text), SplitMode.C)
        if morpheme.part_of_speech()[0] not in ("補助記号", "空白")
    )


def has_grammar(text: str) -> bool:
    """Whether a particle or an auxiliary verb is in a text: no term of an office has one."""
    return any(
        morpheme.part_of_speech()[0] in _GRAMMAR
        for morpheme in _tokenizer().tokenize(normalise(text), SplitMode.C)
    )


def spoken_words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of the text as written and as read (katakana), without symbols, in order."""
    return tuple(
        (morpheme.surface(), morpheme.reading_form())
        for morpheme in _tokenizer().tokenize(normalise(text), SplitMode.C)
        if morpheme.part_of_speech()[0] not in ("補助記号", "空白")
    )
