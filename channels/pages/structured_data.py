"""A procedure as schema.org's GovernmentService, for search engines (https://schema.org)."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from madoguchi.catalogue.catalogue import WardProcedure
from madoguchi.catalogue.procedure import Place, Way
from madoguchi.catalogue.ward import OpeningHours, Ward

Json = dict[str, Any]
_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
    "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip


def government_service(found: WardProcedure, url: str) -> Json:
    """The procedure at its canonical URL; what the catalogue does not know is left out."""
    procedure = found.procedure
    service: Json = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": url,
        "url": url,
        "name": procedure.names.official,
        "alternateName": [procedure.names.everyday, *procedure.names.synonyms],
        "description": procedure.summary,
        "areaServed": {
            "@type": "AdministrativeArea",
            "name": f"東京都{found.ward.names.ja}" if found.ward else "東京23区",
        },
    }
    if found.ward is not None:
        service["provider"] = _organisation(found.ward)
        if hours := [_hours(entry) for entry in found.ward.office.hours or () if _is_weekly(entry)]:
            service["hoursAvailable"] = hours
    if procedure.places:
        service["availableChannel"] = [_channel(place, found.ward) for place in procedure.places]
    if procedure.fee is not None and procedure.fee.yen is not None:
        service["offers"] = {
            "@type": "Offer",
            "price": str(procedure.fee.yen),
            "priceCurrency": "JPY",
        }
    if procedure.official_page is not None:
        service["sameAs"] = str(procedure.official_page)
    return service


def script_text(data: Json) -> Markup:
    """The data as the content of a script element: no ``<`` in it can end the element."""
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _organisation(ward: Ward) -> Json:
    organisation: Json = {
        "@type": "GovernmentOrganization",
        "name": ward.office.name,
        "telephone": "+81-" + ward.office.phone.removeprefix("0"),
        "address": _address(ward),
    }
    if ward.website is not None:
        organisation["url"] = str(ward.website)
    return organisation


def _address(ward: Ward) -> Json:
    address: Json = {
        "@type": "PostalAddress",
        "addressCountry": "JP",
        "addressRegion": "東京都",
        "addressLocality": ward.names.ja,
        "streetAddress": ward.office.address.removeprefix("東京都").removeprefix(ward.names.ja),
    }
    if ward.office.postal_code is not None:
        address["postalCode"] = ward.office.postal_code
    return address


def _channel(place: Place, ward: Ward | None) -> Json:
    channel: Json = {"@type": "ServiceChannel", "name": place.name}
    if place.url is not None:
        channel["serviceUrl"] = str(place.url)
    if place.way is Way.COUNTER and ward is not None:
        channel["serviceLocation"] = {
            "@type": "GovernmentOffice",
            "name": ward.office.name,
            "address": _address(ward),
        }
    return channel


def _is_weekly(entry: OpeningHours) -> bool:
    return entry.weeks is None and not entry.partial


def _hours(entry: OpeningHours) -> Json:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{_DAYS[day]}" for day in entry.days],
        "opens": f"{entry.opens:%H:%M}",
        "closes": f"{entry.closes:%H:%M}",
    }
