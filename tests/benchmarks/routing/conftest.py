from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.routing.generate import Utterance
from benchmarks.routing.residents import Turn


@pytest.fixture
def turn() -> Callable[..., Turn]:
    """A turn, by what was said and what became of it."""

    def make(
        text: str = "犬を飼い始めました",
        *,
        means: str = "dog-registration",
        kind: str | None = None,
        style: str | None = None,
        lang: str | None = None,
        wants: str | None = None,
        procedure: str | None = None,
        aspect: str | None = None,
        candidates: tuple[tuple[str, float], ...] = (),
        answer: str = "登録は区役所で。",
        sources: tuple[str, ...] = (),
        failed: str | None = None,
        seconds: float = 0.1,
    ) -> Turn:
        meant = frozenset(means.split("|")) if means and kind is None else frozenset[str]()
        said = Utterance("ja.tsv", 2, text, meant, wants, style, lang, kind)
        return Turn(
            said, seconds, "ask_overview", procedure, aspect, candidates, answer, sources, failed
        )

    return make
