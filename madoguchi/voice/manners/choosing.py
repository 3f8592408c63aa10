"""Which of the offered buttons was meant, from everything that may have been said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from madoguchi.catalogue.search.reading import sounds
from madoguchi.catalogue.search.ward_names import find_wards
from madoguchi.languages import ruby
from madoguchi.messages import Button
from madoguchi.voice.manners import words

_ALIKE = 75.0
"""Per cent of the sounds that must agree: しぶや and しびや do (4 of 5 edits), しぶや and ちよだ not."""
_AHEAD = 10.0
"""Per cent by which the likeliest label must be ahead of the next, so that no coin is tossed."""
_SHORTEST = 2
_BRACKET = re.compile(r"[（(].*[)）]\s*$")
_POLITE = re.compile(r"(?:を|で|に|が)?(?:お願いします|おねがいします|です|ですね|だ|にします)$")


@dataclass(frozen=True)
class Chosen:
    """A button, and whether it was named beyond doubt (by its number or its very label)."""

    button: Button
    is_sure: bool


def choose(texts: Sequence[str], buttons: Sequence[Button], language: str) -> Chosen | None:
    """The button that the hypotheses, likeliest first, name; None where they name none or several.

    What only a later hypothesis names, or what sounds nearly like a label, is not beyond doubt.
    """
    for at, text in enumerate(texts):
        found = _named(text, buttons, language)
        if found is not None:
            return Chosen(found, at == 0)
    return _alike(texts, buttons, language)


def _named(text: str, buttons: Sequence[Button], language: str) -> Button | None:
    said = words.written(text)
    number = words.number(said, language, min(len(buttons), words.MOST_NUMBERED))
    exact = [button for button in buttons if _key(said, language) in _labels(button, language)]
    if len(exact) == 1:
        return exact[0]
    if number is not None:
        return buttons[number - 1]
    bare = _key(_POLITE.sub("", said), language)
    exact = [button for button in buttons if bare in _labels(button, language)]
    if len(exact) == 1:
        return exact[0]
    wards = {f"ward:{ward}" for ward in find_wards(said)}
    named = [button for button in buttons if button.postback in wards]
    if len(named) == 1:
        return named[0]
    key = _key(said, language)
    held = [
        button
        for button in buttons
        if any(len(label) > _SHORTEST and label in key for label in _labels(button, language))
    ]
    return held[0] if len(held) == 1 and len(key) < 2 * len(_key(held[0].label, language)) else None


def _alike(texts: Sequence[str], buttons: Sequence[Button], language: str) -> Chosen | None:
    scores = sorted(
        ((_score(texts, button, language), at) for at, button in enumerate(buttons)), reverse=True
    )
    if not scores or scores[0][0] < _ALIKE:
        return None
    if len(scores) > 1 and scores[0][0] - scores[1][0] < _AHEAD:
        return None
    return Chosen(buttons[scores[0][1]], is_sure=False)


def _score(texts: Sequence[str], button: Button, language: str) -> float:
    keys = [_key(_POLITE.sub("", words.written(text)), language) for text in texts]
    return max(
        (
            fuzz.ratio(key, label)
            for key in keys
            for label in _labels(button, language)
            if len(key) >= _SHORTEST
        ),
        default=0.0,
    )


def _labels(button: Button, language: str) -> set[str]:
    """The label as keys: whole, without what is in brackets, a ward without 区."""
    whole = ruby.plain(button.label)
    bare = _BRACKET.sub("", whole).strip()
    names = {whole, bare}
    if button.postback.startswith("ward:"):
        names.add(bare.removesuffix("区"))
    return {key for name in names if (key := _key(name, language))}


def _key(text: str, language: str) -> str:
    plain = ruby.plain(text)
    if language.split("-")[0] == "ja":
        return sounds(plain)
    return re.sub(r"[\W_]+", "", plain.casefold())
