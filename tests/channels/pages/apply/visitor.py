"""A browser without JavaScript: it keeps cookies, says where it comes from, posts what it sees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

import httpx

from channels.pages.apply.session import COOKIE
from madoguchi.forms import application
from madoguchi.forms.draft import Draft
from madoguchi.storage.database import transaction

FORM = "/apply/road-damage-report?ward=nerima&lang=ja"
CHECK = "/apply/road-damage-report/check?ward=nerima&lang=ja"
ANSWERS = {
    "damage_kind": "hole",
    "place": "駅前の交差点",
    "danger_now": "no",
    "description": "深さ10センチ",
    "noticed_date": "2026-11-01",
    "injury_or_damage": "no",
    "reply_wanted": "no",
}
"""A whole report of road damage."""
IN_BACKGROUND = {"Accept": "application/json"}

Files = Sequence[tuple[str, str, bytes]]
"""The field, the name and the content of each file that goes with a form."""


class Visitor:
    """See the module; ``FORM`` is the page unless another is named."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def get(self, url: str) -> httpx.Response:
        return self.http.get(url, follow_redirects=True)

    def post(
        self,
        url: str,
        values: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        files: Files = (),
    ) -> httpx.Response:
        sent = [(field, (name, content)) for field, name, content in files]
        return self.http.post(
            url, data=dict(values), files=sent or None, headers=dict(headers or {})
        )

    def form(self, url: str = FORM) -> dict[str, str]:
        """What the form of the page sends beside the answers."""
        page = self.get(url).text
        return {name: held(page, name) for name in ("-revision", "-seen")}

    def save(
        self,
        values: Mapping[str, str],
        *,
        goes_on: bool = False,
        headers: Mapping[str, str] | None = None,
        files: Files = (),
    ) -> httpx.Response:
        """Send the form of the page as it is now, with these answers."""
        pressed = {"-goes-on": "1"} if goes_on else {}
        return self.post(FORM, {**self.form(), **values, **pressed}, headers, files)

    def consent(self) -> httpx.Response:
        """Press the button of the check page."""
        return self.post(CHECK, {"-revision": held(self.get(CHECK).text, "-revision")})

    @property
    def conversation_id(self) -> str:
        return self.http.cookies[COOKIE].partition(".")[0]

    def draft(self) -> Draft | None:
        with transaction() as session:
            return application.open_draft(session, self.conversation_id)


def held(page: str, name: str) -> str:
    """What a hidden control of the page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def text_of(page: str) -> str:
    """The words of a page, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


def begun_in_chat(visitor: Visitor) -> dict[str, str]:
    """The id and token of a conversation of the web chat."""
    body = {"ward": "nerima", "language": "ja"}
    started = visitor.http.post("/api/v1/conversations", json=body).json()
    return {"id": started["id"], "token": started["token"]}


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
