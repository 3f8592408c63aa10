"""What a form sent: read whatever it holds, and only from our own pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from madoguchi.catalogue.procedure import Procedure
from madoguchi.errors import InvalidValueError, MadoguchiError
from madoguchi.forms.sheet import Posted

FORM_TYPE = "application/x-www-form-urlencoded"
MAX_BODY_BYTES = 256 * 1024
"""A character of Japanese takes nine bytes in a form."""
REVISION, SEEN, GOES_ON = "-revision", "-seen", "-goes-on"
"""The page's own controls; no field of a form may be called so."""
_MAX_CONTROLS = 500


class ForeignPostError(MadoguchiError):
    """Another site's page, or nobody knows whose, sent the form."""


@dataclass(frozen=True)
class Post:
    """The texts of every control by its name. ``in_background``: sent by the page's script."""

    values: Mapping[str, tuple[str, ...]]
    in_background: bool

    def text(self, name: str) -> str:
        """The first text of a control; empty where there is none."""
        return next(iter(self.values.get(name, ())), "")

    def answers(self, procedure: Procedure) -> Posted:
        """What was sent for the fields of the page; an empty group of radios sends none."""
        seen = {*self.text(SEEN).split(","), *self.values}
        return {
            field.id: self.values.get(field.id, ())
            for field in procedure.form.fields
            if field.id in seen
        }


def wants_json(request: Request) -> bool:
    """Whether the page's script asks, and not a browser for a page."""
    return "application/json" in request.headers.get("accept", "")


def is_ours(request: Request) -> bool:
    """Whether a page of this host sent the form.

    Browsers say so themselves (Fetch Metadata, ``Sec-Fetch-Site``) where the connection is safe;
    elsewhere they name the page's host (Fetch Standard, "append a request `Origin` header").
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin") or request.headers.get("referer", "")
    return urlsplit(origin).netloc == request.headers.get("host")


async def post_of(request: Request) -> Post:
    """The form that was sent.

    Raises:
        ForeignPostError: if it does not come from a page of ours.
        InvalidValueError: if it is no form at all.

    """
    if not is_ours(request):
        raise ForeignPostError(
            "foreign-origin",
            "安全のため、この送信は受け付けませんでした。申請の画面を開き直して、もう一度お試しください。",
        )
    unreadable = InvalidValueError(
        "unreadable-form", "送信された内容を読み取れませんでした。申請の画面からお試しください。"
    )
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise unreadable
    body = (await request.body()).decode("utf-8", errors="replace")
    values: dict[str, tuple[str, ...]] = {}
    try:
        for name, value in parse_qsl(body, keep_blank_values=True, max_num_fields=_MAX_CONTROLS):
            values[name] = (*values.get(name, ()), value)
    except ValueError:
        raise unreadable from None
    return Post(values, wants_json(request))


PostOf = Annotated[Post, Depends(post_of)]
