"""Readings given in a text (furigana), brought to a voice that reads kanji by itself.

A voice knows the accents of words in kanji, and guesses where words begin in kana. So kanji stay
where the voice reads them as the text says, and give way to kana only where it does not.
"""

from __future__ import annotations

import re

import jaconv

from madoguchi.languages.ruby import Segment, segments
from madoguchi.voice.spoken.pronunciation import reading

_OKURIGANA = re.compile(r"^[ぁ-ゖ]{1,4}")
_SPACE = re.compile(r"(?<=[^\x00-\x7f])[ 　]+(?=[^\x00-\x7f])")


def resolved(text: str) -> str:
    """The text without furigana and without the spaces between phrases of やさしい日本語."""
    cut = segments(text)
    return _SPACE.sub(
        "",
        "".join(
            segment.text if segment.reading is None else _spoken(segment, before, after)
            for segment, before, after in zip(
                cut,
                ("", *(part.text for part in cut)),
                (*(part.text for part in cut[1:]), ""),
                strict=False,
            )
        ),
    )


def _spoken(segment: Segment, before: str, after: str) -> str:
    """The kanji or their kana. Behind a figure stands a counter, whose sound the figure decides."""
    kana = segment.reading or ""
    if before[-1:].isdigit():
        return segment.text
    match = _OKURIGANA.match(after)
    ending = match[0] if match else ""
    as_given = jaconv.hira2kata(kana)
    if reading(segment.text) == as_given:
        return segment.text
    if (
        reading(segment.text + ending)
        == reading(kana + ending)
        == as_given + jaconv.hira2kata(ending)
    ):
        return segment.text
    return kana
