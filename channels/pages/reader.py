"""Who reads a page: in which language, and in which ward."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request, Response

from channels.gateway_parts import Parts
from madoguchi.catalogue.ward import Ward
from madoguchi.languages.negotiation import preferred
from madoguchi.languages.strings import LANGUAGES

WARD_COOKIE = "madoguchi_ward"
LANGUAGE_COOKIE = "madoguchi_language"
_REMEMBERED_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Reader:
    """``path`` is the page's own, ``asked`` its own query; ``ward`` None where none is chosen."""

    language: str
    ward: Ward | None
    path: str
    asked: tuple[tuple[str, str], ...] = ()

    @property
    def html_lang(self) -> str:
        """The language tag for HTML: やさしい日本語 is Japanese."""
        return "ja" if self.language == "ja-easy" else self.language

    @property
    def has_wide_brackets(self) -> bool:
        """Whether brackets in the language are as wide as a Chinese character."""
        return self.html_lang in ("ja", "zh-Hans", "zh-Hant")

    def url(self, path: str | None = None, **changed: str | None) -> str:
        """A page (default: this one) for the same reader, or with another ``lang`` or ``ward``."""
        query = {
            "ward": self.ward.id if self.ward else None,
            "lang": self.language,
            **changed,
        }
        own = dict(self.asked) if path is None else {}
        given = own | {key: value for key, value in query.items() if value}
        return f"{path or self.path}?{urlencode(given)}" if given else path or self.path


def reader_of(request: Request, ward: str | None, lang: str | None) -> Reader:
    """The reader that ``?ward=`` and ``?lang=`` describe, else the cookies, else the browser.

    An unknown ward or language is taken for none: a link that is partly wrong still leads here.
    Where no ward is chosen at all, it is the one of the settings.
    """
    parts: Parts = request.app.state.parts
    wanted = request.cookies.get(LANGUAGE_COOKIE) if lang is None else lang
    language = (
        wanted
        if wanted is not None and wanted in LANGUAGES
        else preferred(request.headers.get("accept-language", ""))
    )
    chosen = request.cookies.get(WARD_COOKIE) if ward is None else ward
    found = parts.catalogue.wards.get(chosen or parts.settings.ward or "")
    return Reader(language, found, request.url.path)


def remember(response: Response, request: Request, reader: Reader) -> None:
    """Keep what the reader chose in this request for the pages that follow; no choice, no cookie.

    The cookies hold a ward's and a language's id, so any script and any reader may see them.
    """
    for name, asked, value in (
        (WARD_COOKIE, request.query_params.get("ward"), reader.ward.id if reader.ward else ""),
        (LANGUAGE_COOKIE, request.query_params.get("lang"), reader.language),
    ):
        if value and asked == value:
            response.set_cookie(
                name,
                value,
                max_age=_REMEMBERED_SECONDS,
                secure=request.url.scheme == "https",
                httponly=True,
                samesite="lax",
            )
        elif asked == "" and name in request.cookies:
            response.delete_cookie(name)
