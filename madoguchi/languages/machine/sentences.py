"""A text cut into the sentences that are translated one by one, and put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from madoguchi.languages.brackets import outside

LONGEST = 300
"""Characters of one piece: models lose the end of what is longer, so it is cut at a comma."""

_STOPS = "。！？"
_LATIN_STOPS = ".!?…"
_AFTER_STOP = "。！？!?.…」』）)\"”’'"
_ABBREVIATION = re.compile(
    r"(?:^|[\s(（])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|No|Nos|Co|Ltd|Inc|vs|etc|e\.g|i\.e|v\.v|TP|Tel|tel)\.$"
)
_LEAD = re.compile(
    r"[ \t\u3000]*"
    r"(?:(?:[・●○◆◇■□※▶►•*–-]|[①-⑳]|[0-9]{1,2}[.)．）](?=[ \u3000])|[（(][0-9]{1,2}[)）])"
    r"[ \t\u3000]*)?"
)
_COMMA = re.compile(r"[、，,;；:：]\s?|\s")


@dataclass(frozen=True)
class Sentence:
    """One sentence, and what stands before it and is kept as it is: line breaks, bullets."""

    lead: str
    text: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text; the last may have no text, only what stands at the end.

    A full stop inside brackets or quotes ends no sentence, nor does one in a number, an address
    or an abbreviation.
    """
    found: list[Sentence] = []
    lead = ""
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        start = _LEAD.match(body)
        begin = start.end() if start else 0
        lead += body[:begin]
        for piece in _pieces(body[begin:]):
            found.append(Sentence(lead, piece))
            lead = ""
        lead += line[len(body) :]
    return (*found, Sentence(lead, "")) if lead else tuple(found)


def joined(sentences: Iterable[Sentence], between: str) -> str:
    """The text of the sentences again, with ``between`` where two stand in one line."""
    text = ""
    for sentence in sentences:
        stands_alone = sentence.lead or not text or not sentence.text
        text += (sentence.lead if stands_alone else between) + sentence.text
    return text


def _pieces(line: str) -> Iterator[str]:
    begin = 0
    for end in _ends(line):
        yield from _short(line[begin:end].strip())
        begin = end
    yield from _short(line[begin:].strip())


def _ends(line: str) -> Iterator[int]:
    """Where sentences end that are not the last."""
    free = sorted(outside(line))
    last = 0
    for at in free:
        if at < last or line[at] not in _STOPS + _LATIN_STOPS:
            continue
        end = at + 1
        while end < len(line) and line[end] in _AFTER_STOP:
            end += 1
        last = end
        if line[at] in _STOPS or _ends_in_latin(line, end):
            yield end


def _ends_in_latin(line: str, end: int) -> bool:
    following = line[end:].lstrip()
    begins_anew = end < len(line) and line[end].isspace() and not following[:1].islower()
    return begins_anew and _ABBREVIATION.search(line[:end]) is None


def _short(sentence: str) -> Iterator[str]:
    """The sentence in pieces that are short enough; nothing for nothing."""
    while len(sentence) > LONGEST:
        commas = [one.end() for one in _COMMA.finditer(sentence, LONGEST // 3, LONGEST)]
        cut = commas[-1] if commas else LONGEST
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    if sentence:
        yield sentence
