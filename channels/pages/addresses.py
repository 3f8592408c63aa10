"""The addresses by which the world outside knows a page: canonical, and in each language."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from channels.gateway_parts import Parts
from channels.pages.reader import Reader
from madoguchi.languages.strings import LANGUAGES

_HREFLANG = tuple(tag for tag in LANGUAGES if tag != "ja-easy")
"""やさしい日本語 has no tag of its own that a search engine knows; it would vie with Japanese."""


@dataclass(frozen=True)
class Addresses:
    """``alternates`` are pairs of ``hreflang`` and URL."""

    canonical: str
    alternates: tuple[tuple[str, str], ...]


def public_base(request: Request) -> str:
    """Scheme and host of the pages, without a slash at the end."""
    parts: Parts = request.app.state.parts
    return str(parts.settings.public_url or request.base_url).rstrip("/")


def addresses(request: Request, reader: Reader) -> Addresses:
    """The addresses of the reader's page."""
    base = public_base(request)
    alternates = [(tag, base + reader.url(lang=tag)) for tag in _HREFLANG]
    return Addresses(
        base + reader.url(),
        (*alternates, ("x-default", base + reader.url(lang=None))),
    )
