"""The banner, for pages that have no conversation yet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from channels.gateway_parts import Parts
from channels.problems import PROBLEM_RESPONSES
from madoguchi.notices import banner
from madoguchi.storage.database import transaction

router = APIRouter(prefix="/api/v1/banner", tags=["banner"], responses=PROBLEM_RESPONSES)


class BannerView(BaseModel):
    """An urgent word, and an https page with more."""

    text: str
    url: str | None


@router.get("")
def current(
    request: Request, ward: Annotated[str | None, Query(max_length=32)] = None
) -> BannerView | None:
    """What is to be shown above everything else, in a ward or where none is known; else null."""
    parts: Parts = request.app.state.parts
    parts.check_ward(ward, "query.ward")
    with transaction() as session:
        shown = banner.current(session, ward)
    return None if shown is None else BannerView(text=shown.text, url=shown.url)
