"""Which procedure a turn is about: a pressed button, the words, or the one in focus."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madoguchi.catalogue.search.index import Hit, SearchIndex

_NEGATED = re.compile(r"(?:じゃなくて|じゃなく|ではなくて|ではなく|でなくて|でなく)")


@dataclass(frozen=True)
class Route:
    """The procedure that is meant (None: ask back with the candidates, or abstain)."""

    procedure: str | None
    candidates: tuple[Hit, ...]


def route(
    index: SearchIndex, text: str, *, focus: str | None, pressed: str | None, follows_up: bool
) -> Route:
    """Decide.

    ``pressed`` is the procedure of a button. ``follows_up`` is true for intents that make sense
    about the procedure in focus without naming it (fee, documents, applying).
    """
    if pressed is not None:
        return Route(pressed, (Hit(pressed, 1.0),))
    # 「転入じゃなくて転居」: what stands before the negation is not meant.
    meant = _NEGATED.split(text)[-1]
    result = index.search(meant if meant.strip() else text)
    if result.certain is not None:
        return Route(result.certain.entry, result.hits[:5])
    if focus is not None and follows_up:
        # 「じゃあ手数料は？」 names nothing: the procedure that was talked about is meant.
        return Route(focus, (Hit(focus, 1.0), *result.possible))
    return Route(None, result.possible)
