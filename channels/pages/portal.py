"""The portal: home, search, the page of each procedure in each ward, and the life events."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from channels.gateway_parts import Parts, client_address
from channels.pages import contents
from channels.pages.addresses import addresses
from channels.pages.reader import Reader, reader_of, remember
from channels.pages.rendering import page
from channels.pages.structured_data import government_service, script_text
from madoguchi.answers import checklist as checklists
from madoguchi.answers import emergency
from madoguchi.answers.office import hours_rows
from madoguchi.catalogue.procedure import Way
from madoguchi.catalogue.search.index import index
from madoguchi.errors import NotFoundError
from madoguchi.forms.values.dates import format_date

router = APIRouter(include_in_schema=False)

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_AT_AN_OFFICE = {Way.COUNTER, Way.BRANCH}


def _reader(request: Request, ward: str | None = None, lang: str | None = None) -> Reader:
    return reader_of(request, ward, lang)


ReaderOf = Annotated[Reader, Depends(_reader)]


@router.get("/")
def home(request: Request, reader: ReaderOf) -> Response:
    """Where everything starts: ward and language, search, life events, the ward's office."""
    parts: Parts = request.app.state.parts
    return _page(
        request,
        reader,
        "home.html",
        events=contents.events(parts.catalogue, reader.language),
        common=contents.entries(parts.catalogue, contents.COMMON, reader),
        in_disaster=contents.entries(parts.catalogue, ("evacuation-shelter",), reader),
    )


@router.get("/procedures")
def procedures(
    request: Request, reader: ReaderOf, q: Annotated[str, Query(max_length=10_000)] = ""
) -> Response:
    """What the words may mean, best first, and below it all procedures by occasion."""
    parts: Parts = request.app.state.parts
    asked = _CONTROL_CHARACTERS.sub(" ", q).strip()
    is_too_long = len(asked) > contents.LONGEST_QUERY
    found: tuple[contents.Entry, ...] = ()
    event = None
    if asked and not is_too_long:
        parts.limits.anonymous(client_address(request))
        hits = [hit.entry for hit in index().search(asked).hits]
        found = contents.entries(parts.catalogue, hits, reader)
        event = checklists.find(parts.catalogue, asked, ())
    return _page(
        request,
        replace(reader, asked=(("q", asked),) if asked and not is_too_long else ()),
        "procedures.html",
        status=422 if is_too_long else 200,
        q=asked[: contents.LONGEST_QUERY],
        is_too_long=is_too_long,
        found=found,
        event=(event.id, contents.event_name(event, reader.language)) if event else None,
        is_emergency=emergency.detect(asked) is not None,
        groups=contents.groups(parts.catalogue, reader),
    )


@router.get("/procedures/{id}")
def procedure(request: Request, reader: ReaderOf, id: str) -> Response:
    """One procedure as it is in the reader's ward."""
    parts: Parts = request.app.state.parts
    found = parts.catalogue.procedure(id, reader.ward.id if reader.ward else None)
    places = found.procedure.places
    service = government_service(found, addresses(request, reader).canonical)
    checked = found.procedure.verified_on
    return _page(
        request,
        reader,
        "procedure.html",
        found=found,
        procedure=found.procedure,
        name=contents.name_of(found.procedure, reader.language),
        online=[place for place in places or () if place.way is Way.ONLINE],
        is_at_an_office=places is None or any(place.way in _AT_AN_OFFICE for place in places),
        related=contents.entries(parts.catalogue, found.procedure.related, reader),
        checked=_dated(checked, reader) if checked else None,
        structured_data=script_text(service),
    )


@router.get("/life-events/{id}")
def life_event(request: Request, reader: ReaderOf, id: str) -> Response:
    """The checklist of a life event.

    Raises:
        NotFoundError: for an unknown life event.

    """
    parts: Parts = request.app.state.parts
    checklist = parts.catalogue.checklists.get(id)
    if checklist is None:
        raise NotFoundError("unknown-life-event", "このライフイベントは見つかりません。")
    return _page(
        request,
        reader,
        "life_event.html",
        name=contents.event_name(checklist, reader.language),
        official_name=checklist.name,
        groups=contents.steps(parts.catalogue, checklist, reader.language),
    )


def _page(
    request: Request, reader: Reader, template: str, *, status: int = 200, **context: Any
) -> Response:
    """The page with what all pages of the portal show; keeps what the reader chose."""
    parts: Parts = request.app.state.parts
    ward = reader.ward
    asked_ward = request.query_params.get("ward")
    response = page(
        template,
        reader,
        status=status,
        headers={"Vary": "Accept-Language, Cookie"},
        addresses=addresses(request, reader),
        wards=contents.ward_options(parts.catalogue, reader.language),
        ward_name=contents.ward_name(ward, reader.language) if ward else None,
        ward_is_unknown=bool(asked_ward) and asked_ward not in parts.catalogue.wards,
        today=contents.today_at(ward, parts.clock()) if ward else None,
        office_hours=hours_rows(ward) if ward else (),
        longest_query=contents.LONGEST_QUERY,
        **context,
    )
    remember(response, request, reader)
    return response


def _dated(day: date, reader: Reader) -> str:
    return format_date(day) if reader.html_lang == "ja" else day.isoformat()
