"""What search engines read first: ``/robots.txt`` and ``/sitemap.xml``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from channels.gateway_parts import Parts
from channels.pages.addresses import public_base
from channels.pages.reader import Reader
from madoguchi.catalogue.catalogue import Catalogue

router = APIRouter(include_in_schema=False)


@router.get("/robots.txt")
def robots(request: Request) -> PlainTextResponse:
    """Everything may be read but the API and what belongs to one resident."""
    return PlainTextResponse(
        "User-agent: *\n"
        "Disallow: /api/\n"
        "Disallow: /channels/\n"
        "Disallow: /apply/\n"
        f"\nSitemap: {public_base(request)}/sitemap.xml\n"
    )


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    """Every procedure in every ward, every life event, in Japanese; the pages name the others."""
    parts: Parts = request.app.state.parts
    base = public_base(request)
    urls = [
        f"<url><loc>{escape(base + path)}</loc>"
        + (f"<lastmod>{day.isoformat()}</lastmod>" if day else "")
        + "</url>"
        for path, day in _pages(parts.catalogue)
    ]
    return Response(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(urls)
        + "\n</urlset>\n",
        media_type="application/xml",
    )


def _pages(catalogue: Catalogue) -> Iterator[tuple[str, date | None]]:
    for ward in (None, *catalogue.wards.values()):
        reader = Reader("ja", ward, "/")
        yield reader.url(), None
        for id_ in catalogue.procedures:
            found = catalogue.procedure(id_, ward.id if ward else None)
            yield reader.url(f"/procedures/{id_}"), found.procedure.verified_on
    anywhere = Reader("ja", None, "/")
    yield anywhere.url("/procedures"), None
    for id_ in catalogue.checklists:
        yield anywhere.url(f"/life-events/{id_}"), None
