"""Where a postal code (郵便番号) is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel

from channels.gateway_parts import Parts, client_address
from channels.problems import PROBLEM_RESPONSES
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.errors import InvalidValueError, NotFoundError
from madoguchi.forms.values.postal_codes import PostalCode, parse_postal_code

router = APIRouter(
    prefix="/api/v1/postal-codes", tags=["postal codes"], responses=PROBLEM_RESPONSES
)
TOKYO = "東京都"


class PostalCodeView(BaseModel):
    """A postal code as 150-0002, and the place it stands for.

    What the code leaves open, since it covers several, is null. ``ward`` is the id of a ward.
    """

    postal_code: str
    prefecture: str | None
    city: str | None
    town: str | None
    ward: str | None


@router.get("/{code}")
def postal_code(
    request: Request, code: Annotated[str, Path(max_length=40, examples=["150-0002"])]
) -> PostalCodeView:
    """Where the code is; full-width digits and hyphens will do."""
    parts: Parts = request.app.state.parts
    parts.limits.anonymous(client_address(request))
    return _view(_known(code), parts.catalogue)


def _known(code: str) -> PostalCode:
    try:
        return parse_postal_code(code)
    except InvalidValueError as error:
        if error.code == "postal_code_unknown":
            raise NotFoundError("unknown-postal-code", error.message) from None
        raise


def _view(code: PostalCode, catalogue: Catalogue) -> PostalCodeView:
    prefecture, city, town = (_common(values) for values in zip(*code.areas(), strict=True))
    wards = {ward.names.ja: ward.id for ward in catalogue.wards.values()}
    return PostalCodeView(
        postal_code=str(code),
        prefecture=prefecture,
        city=city,
        town=town,
        ward=wards.get(city or "") if prefecture == TOKYO else None,
    )


def _common(values: tuple[str, ...]) -> str | None:
    """What all share, None where they differ or have none."""
    first = values[0]
    return first if first and all(value == first for value in values) else None
