"""Furigana in plain text, in the notation of Aozora Bunko: ``｜手続《てつづ》き``.

A reading stands in 《》 behind the characters that it is for; they begin at ｜, or where there is
none, with the unbroken run of kanji before 《 (https://www.aozora.gr.jp/annotation/etc.html#ruby).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_RUBY = re.compile(r"(?:｜([^｜《》\n]+)|([\u3005\u4e00-\u9fff\u3400-\u4dbf]+))《([^《》\n]+)》")


class Segment(NamedTuple):
    """A piece of text, and its reading in kana where it has one."""

    text: str
    reading: str | None


def segments(text: str) -> tuple[Segment, ...]:
    """The text cut where readings begin and end."""
    found: list[Segment] = []
    end = 0
    for match in _RUBY.finditer(text):
        if match.start() > end:
            found.append(Segment(text[end : match.start()], None))
        found.append(Segment(match[1] or match[2], match[3]))
        end = match.end()
    if end < len(text):
        found.append(Segment(text[end:], None))
    return tuple(found)


def plain(text: str) -> str:
    """The text without its readings, for where nothing can be drawn above it."""
    return "".join(segment.text for segment in segments(text))
