"""Phrases of our own with ``{names}`` for what is filled in, found again in a text.

``{typed}`` is what the resident typed, ``{answers}`` what was noted of it; all other names are
parts of our texts, which are translated themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

TYPED = frozenset({"typed", "answers"})
"""Names whose fillings are the resident's own words."""

STOPS = ".。।"
"""What ends a sentence: in Latin letters, Chinese characters and Devanagari."""

_NAME = re.compile(r"\{([a-z_]+)([0-9]*)\}")
_ONE_SENTENCE = r"[^。\n]{1,600}?"
_ONE_LINE = r"[^\n]{1,600}?"
_NUMBER = r"[0-9][0-9,.]*|元"
_SHAPES: Mapping[str, str] = {
    "count": _NUMBER,
    "year": _NUMBER,
    "phone": r"[0-9+#-]+",
    "receipt": r"[0-9A-Za-z-]+",
    "code": r"[0-9-]+",
    "time": r"[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}時[0-9]{2}分",
    "distance": r"約?[0-9.]+k?m",
    "date": r"(?:明治|大正|昭和|平成|令和)?(?:(?:[0-9]{1,4}|元)年)?[0-9]{1,2}月[0-9]{1,2}日"
    r"(?:（[月火水木金土日]）)?",
    "weekday": r"[月火水木金土日]",
    "era": r"明治|大正|昭和|平成|令和",
    "choices": r"(?:「[^「」]{1,200}」){1,40}(?:など)?",
    "deadline": _ONE_LINE,
    "note": _ONE_LINE,
    "answers": r"\n.+",
    "typed": r".+?",
}
"""What fills a name; any other may be filled by anything that is within a sentence."""
_TYPED_FIRST = r"[^。：\n]+?"
"""What the resident typed, where it begins: no sentence and no label before it belongs to it."""


@dataclass(frozen=True)
class Found:
    """A phrase in a text: its translation, and what fills its names."""

    text: str
    filled: Mapping[str, str]

    @property
    def is_private(self) -> bool:
        """Whether the resident's own words are in it."""
        return any(base(name) in TYPED for name in self.filled)


def names(phrase: str) -> frozenset[str]:
    """The names in a phrase."""
    return frozenset(match[1] + match[2] for match in _NAME.finditer(phrase))


def base(name: str) -> str:
    """The name without the number that tells it from another of its kind."""
    return name.rstrip("0123456789")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in the places of the names; no full stop comes after another."""
    parts: list[str] = []
    end = 0
    for match in _NAME.finditer(text):
        value = values.get(match[1] + match[2], match[0])
        if text.startswith(tuple(STOPS), match.end()):
            value = value.rstrip(STOPS)
        parts += [text[end : match.start()], value]
        end = match.end()
    return "".join((*parts, text[end:]))


class Phrases:
    """The phrases of a language, the most telling ones first."""

    def __init__(self, translated: Mapping[str, str]) -> None:
        with_names = sorted(
            (ja for ja in translated if names(ja)),
            key=lambda ja: sum(map(len, _literals(ja))),
            reverse=True,
        )
        self._patterns = [
            (max(_literals(ja), key=len), _pattern(ja), translated[ja]) for ja in with_names
        ]
        self._private = tuple(
            max(_literals(ja), key=len)
            for ja in with_names
            if any(base(name) in TYPED for name in names(ja))
        )

    def find(self, text: str) -> Iterator[Found]:
        """The phrases that the whole text may be."""
        for literal, pattern, translation in self._patterns:
            if literal in text:
                match = pattern.fullmatch(text)
                if match is not None:
                    yield Found(translation, match.groupdict())

    def may_be_private(self, text: str) -> bool:
        """Whether the text may hold a resident's own words."""
        return any(literal in text for literal in self._private)


def _literals(phrase: str) -> Iterable[str]:
    return _NAME.sub("\n", phrase).split("\n")


def _pattern(phrase: str) -> re.Pattern[str]:
    parts, end = [], 0
    for match in _NAME.finditer(phrase):
        shape = _SHAPES.get(match[1], _ONE_SENTENCE)
        if match[1] == "typed" and match.start() == 0:
            shape = _TYPED_FIRST
        parts.append(re.escape(phrase[end : match.start()]))
        parts.append(f"(?P<{match[1]}{match[2]}>{shape})")
        end = match.end()
    return re.compile("".join((*parts, re.escape(phrase[end:]))), re.DOTALL)
