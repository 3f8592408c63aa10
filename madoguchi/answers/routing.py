"""Which procedure a turn is about: a pressed button, the words, or the one in focus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from madoguchi.catalogue.search.result import (
    LIKELY,
    OFFERED,
    Hit,
    SearchIndex,
    SearchResult,
)

_NEGATED = re.compile(
    r"(?:じゃ|では|で)(?:なくって|なくて(?!も)|なく(?![てっな]))[、,\s]*|"
    r"(?:じゃ|では)(?:ないん?です|ありません|ない)(?:[のん]です)?(?:けれ?ど|が|から|ので|よ)?[、。,\s]+|"
    r"[はも](?:いりません|要りません|いらない|要らない|必要ない|結構です)"
    r"(?:[のん]です)?(?:けれ?ど|が|から|ので)?[、。,\s]+|"
    r"(?:말고|아니라|아니고)\s*"
)
"""Everything before the last of these is what is not meant."""
_NOT_THIS_BUT_THAT = re.compile(
    r"\bnot\b.{1,40}?\bbut\b\s*|不是.{1,20}?(?:而是|[,，]\s*是)|không phải.{1,40}?mà(?: là)?\s*",
    re.IGNORECASE,
)
_INSTEAD_OF = re.compile(
    r"[,，]?\s*(?:\bnot (?=the |a |my )|\binstead of\b|而不是).*$", re.IGNORECASE
)


LEAVES_FOCUS = 0.65
"""From this probability on a follow-up question is about another matter or procedure, not about
what was talked of before."""


@dataclass(frozen=True)
class Route:
    """The procedure that is meant (None: ask back with the candidates, or abstain).

    ``other`` is the matter that is meant instead, which is no procedure of a ward. ``danger`` is
    the probability that the words tell of danger to life or safety.
    """

    procedure: str | None
    candidates: tuple[Hit, ...]
    other: str | None = None
    danger: float = 0.0

    @property
    def is_likely(self) -> bool:
        """Whether the words name some procedure, though perhaps not which one."""
        return bool(self.candidates) and self.candidates[0].score >= LIKELY


def route(
    index: SearchIndex,
    texts: Sequence[str],
    *,
    focus: str | None,
    pressed: str | None,
    follows_up: bool,
) -> Route:
    """Decide.

    ``texts`` are all the words, then the sentence that says what is wanted: by itself it is little
    to go by (「近くで取れる場所はありますか」), so it only decides between what all the words may
    mean, or where they say nothing. ``pressed`` is the procedure of a button. ``follows_up`` is
    true for intents that make sense about the procedure in focus without naming it (fee, documents,
    applying).
    """
    if pressed is not None:
        return Route(pressed, (Hit(pressed, 1.0),))
    results = [_search(index, text) for text in texts]
    danger = max((result.danger for result in results), default=0.0)
    possible = next((result.possible for result in results if result.possible), ())
    offered = {hit.entry for hit in possible}
    for result in results:
        stays = focus is not None and follows_up
        if result.beyond is not None and (not stays or result.beyond.score >= LEAVES_FOCUS):
            return Route(None, (), result.beyond.entry, danger)
        if stays and result.certain is not None and result.certain.score < LEAVES_FOCUS:
            continue  # 「期限は？先月引っ越しました」 asks on about what was talked of
        if result.certain is not None and (not offered or result.certain.entry in offered):
            return Route(result.certain.entry, result.hits[:5], danger=danger)
    if focus is not None and follows_up:
        # 「じゃあ手数料は？」 names nothing: the procedure that was talked about is meant.
        return Route(focus, (Hit(focus, 1.0), *possible), danger=danger)
    return Route(None, possible, danger=danger)


def _search(index: SearchIndex, text: str) -> SearchResult:
    """What the words mean. Where only a negation says what it is about, that is offered at most.

    「国保に入りたいわけじゃありません。やめたいんです」 is about 国保, though it is not this.
    """
    left = meant(text)
    found = index.search(left)
    if left == text or found.possible or found.beyond is not None:
        return found
    whole = index.search(text)
    return replace(whole, hits=tuple(Hit(h.entry, min(h.score, OFFERED)) for h in whole.hits))


def negates(text: str) -> bool:
    """Whether the text only says what is not meant: 「印鑑証明を取りたいんじゃない」."""
    return _NEGATED.split(f"{text.rstrip('、。,. ')}、")[-1] == ""


def meant(text: str) -> str:
    """The text without what it says is not meant: 「転入じゃなくて転居」 means the latter.

    A negation that leaves nothing to search for is no such thing, and the whole text is meant.
    """
    behind = _NOT_THIS_BUT_THAT.split(_NEGATED.split(text)[-1])[-1]
    left = _INSTEAD_OF.sub("", behind).strip()
    return left if _WORD.search(left) else text


_WORD = re.compile(r"\w{2}")
