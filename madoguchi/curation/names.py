"""Names of persons, found by GiNZA: its entities, and the words that Sudachi knows as names."""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from madoguchi.curation.spans import Mask, Span, folded
from madoguchi.errors import MadoguchiError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

NameFinder = Callable[[str], Sequence[Span]]
"""Finds the names and the addresses that a text holds."""

_NOT_NEEDED = (
    "parser", "compound_splitter", "bunsetu_recognizer", "attribute_ruler", "morphologizer",
)  # fmt: skip
_JAPANESE_OR_CHINESE = re.compile(r"[ぁ-ヿ一-龥]")
_SURNAME = "名詞-固有名詞-人名-姓"
_PERSON_TAG = "名詞-固有名詞-人名"
_PLACE_TAG = "名詞-固有名詞-地名"
_AFTER_A_NAME = re.compile(r"\s?(?:さん|さま|様|氏|くん|君|殿|と申|ともうし)")
_KANA = re.compile(r"[ぁ-ヿ]")
_KATAKANA = re.compile(r"[ァ-ヴー・]+")
_SHORT_WORD = re.compile(r"[一-龥]{1,2}|[ァ-ヴー]{2,3}")
_BEHIND_A_PERSON = re.compile(r"です|さん|様|[がのはと、,。]|$")
_ALSO_SURNAMES = frozenset(
    (
        *"林森原関堀岡島岸泉谷辻星南東西北平畑浜沢滝柳桜菊岩石金堤池湊港旭",
        *("四方", "一色", "小鳥遊", "早乙女", "神宮寺"),
    )
)
"""Everyday words that are surnames before 「さん」 or 「様」."""
_CITY_BEFORE_TOWN = re.compile(
    r"^(?:.{2,3}[都道府県])?(?:[^\s\d]{1,6}?[市区])?(?:[^\s\d]{1,6}?[町村](?=\d))?"
)


_NUMBERED = re.compile(r"\d|[一二三四五六七八九十]丁目")


class NamesUnavailableError(MadoguchiError):
    """GiNZA cannot be loaded; nothing can be masked without it."""


class GinzaNames:
    """A finder that keeps GiNZA loaded (about 300 MB, five seconds). Threads take turns.

    ``kept`` holds words that are never names, whatever GiNZA says: wards, procedures.

    Raises:
        NamesUnavailableError: if GiNZA or its model is missing.

    """

    def __init__(self, kept: Sequence[str] = ()) -> None:
        self._language = _load()
        self._lock = threading.Lock()  # Sudachi's tokenizer must not be used by two at once
        words = sorted(kept, key=len, reverse=True)
        self._kept = re.compile("|".join(map(re.escape, words))) if words else None

    def __call__(self, text: str) -> tuple[Span, ...]:
        """The spans, in no order; empty for a text without Japanese or Chinese characters."""
        plain = folded(text)
        if not _JAPANESE_OR_CHINESE.search(plain):
            return ()
        with self._lock:
            found = tuple(self._found(plain))
        return tuple(span for span in found if not self._is_kept(plain, span))

    def _found(self, plain: str) -> Iterator[Span]:
        document = self._language(plain)
        # Of Chinese GiNZA takes the half for names; there the rules must do.
        entities = document.ents if _KANA.search(plain) else ()
        for entity in entities:
            if entity.label_ == "Person" and _is_a_name(list(entity), plain):
                yield Span(entity.start_char, entity.end_char, Mask.NAME)
            elif entity.label_ == "Postal_Address" and _NUMBERED.search(entity.text):
                city = _CITY_BEFORE_TOWN.match(entity.text)
                start = entity.start_char + (city.end() if city else 0)
                yield Span(start, entity.end_char, Mask.ADDRESS)
        tokens = [token for token in document if not token.is_space]
        for place, token in enumerate(tokens):
            if _stands_for_a_person(tokens, place, plain):
                yield Span(token.idx, token.idx + len(token), Mask.NAME)

    def _is_kept(self, plain: str, span: Span) -> bool:
        if span.mask is not Mask.NAME or self._kept is None:
            return False
        for match in self._kept.finditer(plain):
            covers = match.start() <= span.start and span.end <= match.end()
            # 「渋谷さん」 is a person, 「渋谷」 the ward.
            if covers and not _AFTER_A_NAME.match(plain, span.end):
                return True
        return False


def _is_a_name(tokens: Sequence[Token], plain: str) -> bool:
    """Whether Sudachi knows any word of a person that GiNZA sees, or the words behind say so."""
    if any(token.tag_.startswith("名詞-固有名詞") for token in tokens):
        return True
    end = tokens[-1].idx + len(tokens[-1])
    is_katakana = all(_KATAKANA.fullmatch(token.text) for token in tokens)
    return is_katakana or bool(_AFTER_A_NAME.match(plain, end))


def _stands_for_a_person(tokens: Sequence[Token], place: int, plain: str) -> bool:
    """A surname with a given name beside it, or either before 「さん」 or 「と申します」."""
    token = tokens[place]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    is_name = token.tag_.startswith(_PERSON_TAG)
    if _AFTER_A_NAME.match(plain, token.idx + len(token)):
        return is_name or token.tag_.startswith(_PLACE_TAG) or token.text in _ALSO_SURNAMES
    if token.tag_ == _SURNAME:
        return after is not None and _may_be_given(after, plain)
    return before is not None and before.tag_ == _SURNAME and _may_be_given(token, plain)


def _may_be_given(token: Token, plain: str) -> bool:
    """A word that is a given name, or could be one and ends what is said of a person: 小野空が."""
    if token.tag_ == f"{_PERSON_TAG}-名":
        return True
    return (
        token.tag_.startswith("名詞")
        and bool(_SHORT_WORD.fullmatch(token.text))
        and bool(_BEHIND_A_PERSON.match(plain, token.idx + len(token)))
    )


@lru_cache(maxsize=1)
def _load() -> Language:
    try:
        with warnings.catch_warnings():
            # spaCy calls SudachiPy by its old name.
            warnings.filterwarnings(
                "ignore", message="Dictionary.create", category=DeprecationWarning
            )
            import spacy

            return spacy.load("ja_ginza", exclude=list(_NOT_NEEDED))
    except (ImportError, OSError) as error:
        raise NamesUnavailableError(
            "no-ginza", f"GiNZA cannot be loaded, so nothing can be masked: {error}"
        ) from error
