"""How far the translations of a language go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.languages.shown import AREAS, texts
from madoguchi.languages.strings import LANGUAGES
from madoguchi.languages.translations import folder_of, of_area, translations


@dataclass(frozen=True)
class Coverage:
    """One area in one language.

    ``texts`` is how many Japanese texts there are, ``translated`` how many of them have a
    translation and ``reviewed`` how many one that a person has checked. ``stale`` are translations
    of Japanese that residents are no longer shown, ``missing`` Japanese without a translation.
    """

    language: str
    area: str
    texts: int
    translated: int
    reviewed: int
    stale: tuple[str, ...]
    missing: tuple[str, ...]


def translated_languages() -> tuple[str, ...]:
    """The languages that have translations, in the order in which they are offered."""
    return tuple(tag for tag in LANGUAGES if folder_of(tag).is_dir())


def coverage(catalogue: Catalogue, language: str) -> Iterator[Coverage]:
    """Each area in a language.

    A text that several areas have is translated once, in any of them.
    """
    shown = {area: texts(catalogue, area) for area in AREAS}
    everything = {text for area in AREAS for text in shown[area]}
    known = translations(language)
    for area in AREAS:
        found = [known[text] for text in shown[area] if text in known]
        yield Coverage(
            language=language,
            area=area,
            texts=len(shown[area]),
            translated=len(found),
            reviewed=sum(one.status == "reviewed" for one in found),
            stale=tuple(ja for ja in of_area(language, area) if ja not in everything),
            missing=tuple(text for text in shown[area] if text not in known),
        )
