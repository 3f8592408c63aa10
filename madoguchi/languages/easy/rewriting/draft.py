"""The draft: every step in turn, and what is left for a person to decide."""

from __future__ import annotations

from dataclasses import dataclass

from madoguchi.languages import ruby
from madoguchi.languages.easy.checking import check
from madoguchi.languages.easy.finding import Finding
from madoguchi.languages.easy.furigana import with_furigana
from madoguchi.languages.easy.rewriting.change import Change, Step, applied
from madoguchi.languages.easy.rewriting.dates import dates, without_spaces
from madoguchi.languages.easy.rewriting.easier_words import easier_words
from madoguchi.languages.easy.rewriting.honorifics import set_phrases, with_prefix
from madoguchi.languages.easy.rewriting.splitting import split
from madoguchi.languages.easy.sentence import sentences

_STEPS: tuple[Step, ...] = (dates, set_phrases, with_prefix, split, easier_words)
"""Honorifics go before a sentence is split, so that its parts end in です or ます."""


@dataclass(frozen=True)
class Draft:
    """``text`` has furigana; ``changes`` were made; ``left`` is what the rules still find in it."""

    text: str
    changes: tuple[Change, ...]
    left: tuple[Finding, ...]


def rewrite(text: str) -> Draft:
    """A draft of the text in やさしい日本語, which a person must read and correct.

    Facts are not checked: the draft says what the text says, word by word. An empty text gives an
    empty draft.
    """
    draft = without_spaces(ruby.plain(text))
    changes: list[Change] = []
    for step in _STEPS:
        written: list[str] = []
        end = 0
        for sentence in sentences(draft):
            changed, made = applied(sentence.text, step(sentence))
            written += [draft[end : sentence.origins[0]], changed]
            end = sentence.origins[-1]
            changes += made
        draft = "".join([*written, draft[end:]])
    draft = with_furigana(draft)
    return Draft(draft, tuple(changes), check(draft))
