"""Which of our languages a client asks for in its ``Accept-Language`` header."""

from __future__ import annotations

import langcodes

from madoguchi.languages.strings import LANGUAGES

_SAME_LANGUAGE = 20
"""The distance up to which a language is read by who asked for another (langcodes' scale)."""


def preferred(accepted: str) -> str:
    """The first of our languages in the header (RFC 9110, 12.5.4); Japanese where it has none."""
    weighted: list[tuple[float, str]] = []
    for item in accepted.split(","):
        tag, _, weight = item.strip().partition(";q=")
        try:
            # やさしい日本語 has no tag of BCP 47: ours is taken as it is.
            known = tag if tag in LANGUAGES else langcodes.standardize_tag(tag)
            weighted.append((float(weight or 1), known))
        except ValueError:
            continue
    for _, tag in sorted((each for each in weighted if each[0] > 0), key=lambda each: -each[0]):
        if tag in LANGUAGES:
            return tag
        found, _ = langcodes.closest_match(tag, tuple(LANGUAGES), max_distance=_SAME_LANGUAGE)
        if found != "und":
            return found
    return "ja"
