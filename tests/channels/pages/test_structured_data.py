from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from channels.pages.structured_data import government_service, script_text
from madoguchi.catalogue.catalogue import Catalogue

URL = "https://madoguchi.example/procedures/moving-in?ward=shibuya&lang=ja"


def test_a_procedure_in_a_ward_says_who_provides_it_and_when(catalogue: Catalogue) -> None:
    service = government_service(catalogue.procedure("moving-in", "shibuya"), URL)
    assert (service["@type"], service["name"], service["url"]) == (
        "GovernmentService",
        "転入届",
        URL,
    )
    assert service["provider"] == {
        "@type": "GovernmentOrganization",
        "name": "渋谷区役所",
        "telephone": "+81-3-3463-1211",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "addressRegion": "東京都",
            "addressLocality": "渋谷区",
            "streetAddress": "宇田川町1番1号",
            "postalCode": "150-8010",
        },
        "url": "https://www.city.shibuya.tokyo.jp/",
    }
    assert service["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [
                f"https://schema.org/{day}"
                for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
            ],
            "opens": "08:30",
            "closes": "17:00",
        }
    ]
    assert service["offers"] == {"@type": "Offer", "price": "0", "priceCurrency": "JPY"}


def test_what_is_not_known_is_left_out(catalogue: Catalogue) -> None:
    found = catalogue.procedure("moving-in")
    unknown = {"fee": None, "places": None, "official_page": None}
    service = government_service(
        replace(found, procedure=found.procedure.model_copy(update=unknown)), URL
    )
    for key in ("offers", "availableChannel", "sameAs", "provider", "hoursAvailable"):
        assert key not in service
    assert service["areaServed"]["name"] == "東京23区"


def test_every_procedure_in_every_ward_is_json_without_empty_values(catalogue: Catalogue) -> None:
    for ward in catalogue.wards:
        for id_ in catalogue.procedures:
            text = str(script_text(government_service(catalogue.procedure(id_, ward), URL)))
            assert _empty(json.loads(text)) == []


def _empty(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [found for each in value.values() for found in _empty(each)]
    if isinstance(value, list) and value:
        return [found for each in value for found in _empty(each)]
    return [value] if value in (None, "", []) else []


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b"])
def test_no_text_ends_the_script_element(text: str) -> None:
    written = str(script_text({"name": text}))
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"name": text}
