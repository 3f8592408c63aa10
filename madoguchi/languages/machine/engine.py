"""The port of machine translation engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Engine(Protocol):
    """Translates sentences. Slow: not for the event loop. One per process, shared."""

    def pairs(self) -> frozenset[tuple[str, str]]:
        """The (source, target) language tags that it can translate, by way of English or not."""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Each sentence in the target language, in order, in one batch.

        Nothing (an empty text) for a sentence that is too long to be translated whole.

        Raises:
            LanguagePairError: where there is no package for the pair.

        """
