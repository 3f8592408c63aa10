"""What no machine may change: terms, places, dates, amounts, numbers, addresses, codes.

Each becomes a placeholder before a sentence is translated, and is put back afterwards: a term of
the glossary and the name of a ward as the other language has it, a date as that language writes
it, everything else as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from madoguchi.languages.glossary import glossary
from madoguchi.languages.machine import dates
from madoguchi.languages.machine.placeholders import MOST, PLACEHOLDER, placeholder
from madoguchi.languages.translations import of_area

_LETTERS, _DIGITS = "A-Za-zＡ-Ｚａ-ｚ", "0-9０-９"
_VERBATIM = re.compile(
    r"(?:https?://|www\.)[!#-;=?-~]*[#$%&+\-/0-9=@A-Z_a-z~]"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|\{[a-z_0-9]+\}"
    # Codes and receipt numbers: letters and digits in one word, parted by hyphens or not.
    rf"|(?<![{_LETTERS}{_DIGITS}])(?=[{_LETTERS}{_DIGITS}_/-]*[{_LETTERS}])"
    rf"(?=[{_LETTERS}{_DIGITS}_/-]*[{_DIGITS}])[{_LETTERS}{_DIGITS}]+(?:[-_/][{_LETTERS}{_DIGITS}]+)*"
    # Telephone and other numbers, wide ones too.
    rf"|[+＋]?[{_DIGITS}]+(?:[.,:/\-‐−–()．，：／－][{_DIGITS}]+)*[%％℃]?"
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]+"
)
_WORDY = re.compile(r"[A-Za-zÀ-ỹ]")
_CODED = re.compile(r"[A-Za-z0-9]")
_NAME = re.compile(r"[^。、\n（）0-9]{2,20}")
_CAPITALISED = frozenset({"en", "vi", "tl"})


@dataclass(frozen=True)
class Protected:
    """A sentence with placeholders, and what each of them shows in the other language."""

    text: str
    shown: tuple[str, ...]

    def restored(self, translation: str, target: str) -> str | None:
        """The translation with everything put back.

        None where a placeholder is missing, stands twice or was never given.
        """
        numbers = [int(match[1]) for match in PLACEHOLDER.finditer(translation)]
        if sorted(numbers) != list(range(1, len(self.shown) + 1)):
            return None
        text = PLACEHOLDER.sub(lambda match: self.shown[int(match[1]) - 1], translation)
        if target in _CAPITALISED and PLACEHOLDER.match(translation):
            text = text[:1].upper() + text[1:]
        return text

    def templated(self, translation: str) -> str | None:
        """The person's translation with placeholders again; None where a part is not in it once."""
        for number, part in sorted(enumerate(self.shown, 1), key=lambda one: -len(one[1])):
            match = re.search(rf"(?<![0-9]){re.escape(part)}(?![0-9])", translation, re.IGNORECASE)
            if match is None:
                return None
            translation = (
                translation[: match.start()] + chr(0xE000 + number) + translation[match.end() :]
            )
        for number in range(1, len(self.shown) + 1):
            translation = translation.replace(chr(0xE000 + number), placeholder(number))
        return translation

    @property
    def has_words(self) -> bool:
        """Whether there is anything left to translate."""
        return any(one.isalpha() for one in PLACEHOLDER.sub("", self.text))


def protect(sentence: str, source: str, target: str) -> Protected:
    """The sentence with placeholders, as many as models can tell apart."""
    found = [
        *dates.found(sentence, source, target),
        *_terms_in(sentence, source, target),
        *((one.start(), one.end(), one[0]) for one in _VERBATIM.finditer(sentence)),
    ]
    # The first, and of those the longest; an address is whole before a number in it is seen.
    found.sort(key=lambda one: (one[0], -one[1]))
    parts: list[str] = []
    shown: list[str] = []
    end = 0
    for begin, after, translation in found:
        if begin < end or len(shown) == MOST:
            continue
        parts.append(sentence[end:begin])
        shown.append(translation)
        parts.append(placeholder(len(shown)))
        end = after
    return Protected(_spaced((*parts, sentence[end:])), tuple(shown))


def _spaced(parts: Iterable[str]) -> str:
    """The parts in one, with a space where two would look like one code."""
    text = ""
    for part in filter(None, parts):
        text += " " + part if _CODED.match(text[-1:]) and _CODED.match(part) else part
    return text


def _terms_in(sentence: str, source: str, target: str) -> list[dates.Found]:
    terms, pattern = _terms(source, target)
    if not terms:
        return []
    return [
        (match.start(), match.end(), terms[match[0].casefold()])
        for match in pattern.finditer(sentence)
    ]


@lru_cache
def _terms(source: str, target: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """The other language's word by ours in small letters, and what finds ours, longest first."""
    found: dict[str, str] = {}
    for term in glossary():
        ours, theirs = term.word(source), term.word(target)
        if ours and theirs:
            for word in (ours, *(term.synonyms if source == "ja" else ())):
                found.setdefault(word.casefold(), theirs)
    for ours, theirs in _names(source, target):
        found.setdefault(ours.casefold(), theirs)
    words = sorted(found, key=len, reverse=True)
    return found, re.compile("|".join(map(_alone, words)), re.IGNORECASE)


def _names(source: str, target: str) -> list[tuple[str, str]]:
    """Names of wards, offices and places, which the translations of the wards' content have."""
    if "ja" in (source, target):
        other = target if source == "ja" else source
        pairs = [
            (ja, one.text) for ja, one in of_area(other, "wards").items() if _NAME.fullmatch(ja)
        ]
        return pairs if source == "ja" else [(text, ja) for ja, text in pairs]
    ours, theirs = of_area(source, "wards"), of_area(target, "wards")
    return [(ours[ja].text, theirs[ja].text) for ja in ours if ja in theirs and _NAME.fullmatch(ja)]


def _alone(word: str) -> str:
    """The word where it is no part of a longer one, in languages that part words with spaces."""
    before = r"(?<![^\W\d_])" if _WORDY.match(word[0]) else ""
    after = r"(?![^\W\d_])" if _WORDY.match(word[-1]) else ""
    return before + re.escape(word) + after
