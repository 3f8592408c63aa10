"""Names that a sentence writes out: 「転出届」 in it says more than every other word of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import jaconv

from madoguchi.catalogue.search.tokens import normalise

SHORTEST = 3
"""Characters of a name; shorter ones (届出, 年金) stand in too many sentences."""

_BRACKETED = re.compile(r"[(（].*?[)）]")
_IGNORED = re.compile(r"[\s・「」『』、。]")


class Names:
    """The entries by the names that people know them by."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are pairs of entry and name; a remark in brackets is no part of the name."""
        entries: defaultdict[str, set[str]] = defaultdict(set)
        for entry, name in names:
            for written in (name, _BRACKETED.sub("", name)):
                key = _key(written)
                if len(key) >= SHORTEST:
                    entries[key].add(entry)
        self._entries = {key: frozenset(found) for key, found in entries.items()}
        alternatives = "|".join(
            re.escape(key) for key in sorted(self._entries, key=len, reverse=True)
        )
        self._pattern = re.compile(alternatives) if alternatives else None

    def in_text(self, text: str) -> frozenset[str]:
        """The entries whose names the text holds; a longer name covers the names inside it."""
        if self._pattern is None:
            return frozenset()
        found = [self._entries[match[0]] for match in self._pattern.finditer(_key(text))]
        return frozenset().union(*found)


def _key(text: str) -> str:
    return jaconv.kata2hira(_IGNORED.sub("", normalise(text)).casefold())
