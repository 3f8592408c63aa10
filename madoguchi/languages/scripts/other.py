"""Scripts that none of our languages is written in (Thai, Cyrillic, Arabic ...): by spelling."""

from __future__ import annotations

from madoguchi.languages.scripts import spelling


def told(text: str) -> tuple[str, float] | None:
    """The likeliest language; None where it is none that may be expected here."""
    likely = spelling.likely(text)
    if not likely:
        return None
    language = max(likely, key=likely.__getitem__)
    return language, min(0.99, likely[language])
