"""Who reads a page: in which language, and in which ward."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import langcodes
from fastapi import Request

from channels.gateway_parts import Parts
from madoguchi.catalogue.ward import Ward
from madoguchi.languages.strings import LANGUAGES

_SAME_LANGUAGE = 20
"""The distance up to which a language is read by who asked for another (langcodes' scale)."""


@dataclass(frozen=True)
class Reader:
    """``path`` is the page's own; ``ward`` None where none is chosen."""

    language: str
    ward: Ward | None
    path: str

    @property
    def html_lang(self) -> str:
        """The language tag for HTML: やさしい日本語 is Japanese."""
        return "ja" if self.language == "ja-easy" else self.language

    def url(self, path: str | None = None, **changed: str | None) -> str:
        """A page (default: this one) for the same reader, or with another ``lang`` or ``ward``."""
        query = {
            "ward": self.ward.id if self.ward else None,
            "lang": self.language,
            **changed,
        }
        given = {key: value for key, value in query.items() if value}
        return f"{path or self.path}?{urlencode(given)}" if given else path or self.path


def reader_of(request: Request, ward: str | None, lang: str | None) -> Reader:
    """The reader that ``?ward=`` and ``?lang=`` describe, else the browser's language.

    An unknown ward or language is taken for none: a link that is partly wrong still leads here.
    """
    parts: Parts = request.app.state.parts
    language = (
        lang
        if lang is not None and lang in LANGUAGES
        else _preferred(request.headers.get("accept-language", ""))
    )
    return Reader(language, parts.catalogue.wards.get(ward or ""), request.url.path)


def _preferred(accepted: str) -> str:
    """The first of our languages in an ``Accept-Language`` header (RFC 9110, 12.5.4)."""
    weighted: list[tuple[float, str]] = []
    for item in accepted.split(","):
        tag, _, weight = item.strip().partition(";q=")
        try:
            weighted.append((float(weight or 1), langcodes.standardize_tag(tag)))
        except ValueError:
            continue
    for _, tag in sorted((each for each in weighted if each[0] > 0), key=lambda each: -each[0]):
        found, _ = langcodes.closest_match(tag, tuple(LANGUAGES), max_distance=_SAME_LANGUAGE)
        if found != "und":
            return found
    return "ja"
