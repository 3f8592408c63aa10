"""Which of the offered buttons was meant, from everything that may have been said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from madoguchi.catalogue.search.reading import sounds
from madoguchi.catalogue.search.ward_names import find_wards
from madoguchi.languages import ruby
from madoguchi.messages import Button
from madoguchi.voice.manners import words

_SOUNDS_A_SLIP = 4
"""One sound in so many may be wrong: しびやく is しぶやく, but てんにゅう is not てんしゅつ."""
_SHORTEST = 2
_BRACKET = re.compile(r"[（(].*[)）]\s*$")
_POLITE = re.compile(r"(?:を|で|に|が)?(?:お願いします|おねがいします|です|ですね|だ|にします)$")


@dataclass(frozen=True)
class Chosen:
    """A button, and whether it was named beyond doubt (by its number or its very label)."""

    button: Button
    is_sure: bool


_Offered = Sequence[tuple[Button, frozenset[str]]]
Names = Mapping[str, tuple[str, ...]]
"""More names for buttons, by postback."""


def choose(
    texts: Sequence[str], buttons: Sequence[Button], language: str, also: Names | None = None
) -> Chosen | None:
    """The button that the hypotheses, likeliest first, name; None where they name none or several.

    What only a later hypothesis names, or what is only part of a label or sounds nearly like it, is
    not beyond doubt.
    """
    offered = [(one, _labels(one, language, (also or {}).get(one.postback, ()))) for one in buttons]
    for at, text in enumerate(texts):
        found = _named(text, offered, language)
        if found is not None:
            return Chosen(found, at == 0)
    return _part(texts, offered, language) or _alike(texts, offered, language)


def _named(text: str, offered: _Offered, language: str) -> Button | None:
    """The button of a number, of a label, or of a label that fills half of a sentence."""
    said = words.written(text)
    key, bare = _key(said, language), _bare_key(text, language)
    most = min(len(offered), words.MOST_NUMBERED)
    number = words.number(said, language, most)
    if number is None:
        number = words.number(_POLITE.sub("", said), language, most)
    wards = {f"ward:{ward}" for ward in find_wards(said)}
    return (
        _only(button for button, names in offered if key in names)
        or (offered[number - 1][0] if number is not None else None)
        or _only(button for button, names in offered if bare in names)
        or _only(button for button, _ in offered if button.postback in wards)
        or _only(
            button
            for button, names in offered
            if any(
                len(name) > _SHORTEST and name in key and len(key) < 2 * len(name) for name in names
            )
        )
    )


def _part(texts: Sequence[str], offered: _Offered, language: str) -> Chosen | None:
    """The one button of which what was said is a part (「住民票」 of 「住民票の写し」)."""
    for text in texts:
        bare = _bare_key(text, language)
        if len(bare) > _SHORTEST:
            found = _only(
                button for button, names in offered if any(bare in name for name in names)
            )
            if found is not None:
                return Chosen(found, is_sure=False)
    return None


def _alike(texts: Sequence[str], offered: _Offered, language: str) -> Chosen | None:
    """The one button whose name has the fewest wrong sounds, and few enough."""
    said = [_bare_key(text, language) for text in texts]
    slips = [
        (min(slipped), button)
        for button, names in offered
        if (
            slipped := [n for key in said for name in names if (n := _slips(key, name)) is not None]
        )
    ]
    least = min((count for count, _ in slips), default=0)
    found = _only(button for count, button in slips if count == least)
    return None if found is None else Chosen(found, is_sure=False)


def _slips(key: str, name: str) -> int | None:
    """How many sounds differ; None for too many."""
    most = len(name) // _SOUNDS_A_SLIP
    count = Levenshtein.distance(key, name, score_cutoff=most)
    return count if count <= most else None


def _only(buttons: Iterable[Button]) -> Button | None:
    found = list(buttons)
    return found[0] if len(found) == 1 else None


def _labels(button: Button, language: str, also: Sequence[str]) -> frozenset[str]:
    """The names as keys: the label whole and without what is in brackets, a ward without 区."""
    whole = ruby.plain(button.label)
    bare = _BRACKET.sub("", whole).strip()
    names = {whole, bare, *also}
    if button.postback.startswith("ward:"):
        names.add(bare.removesuffix("区"))
    return frozenset(key for name in names if (key := _key(name, language)))


def _bare_key(text: str, language: str) -> str:
    return _key(_POLITE.sub("", words.written(text)), language)


def _key(text: str, language: str) -> str:
    plain = ruby.plain(text)
    if language.split("-")[0] == "ja":
        return sounds(plain)
    return re.sub(r"[\W_]+", "", plain.casefold())
