"""The form page inside LINE: who is there, which application goes on, and what may go wrong."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.forms import application
from madoguchi.storage.database import transaction
from tests.channels.conftest import Gateway
from tests.channels.line import login
from tests.channels.line.handling import handled
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.resident import Resident

SESSION = "/channels/line/shibuya/liff/session"
SDK = """
window.liff = {
  init: async ({ liffId }) => { window.initialised = liffId; },
  isLoggedIn: () => true,
  getIDToken: () => "token",
  logout: () => {},
  login: () => { document.title = "login"; },
};
"""


@pytest.fixture
def known(resident: Resident, line_peer: LinePeer) -> Resident:
    """A resident who has written, and whom LINE's token is about."""
    resident.say("こんにちは")
    handled(resident)
    line_peer.id_tokens["token"] = login.claims(resident.user_id)
    return resident


def open_session(gateway: Gateway, **body: str) -> httpx.Response:
    return gateway.http.post(SESSION, json={"id_token": "token", **body})


def begin(gateway: Gateway, procedure: str) -> None:
    with transaction() as session:
        application.begin(
            session, catalogue(), conversation_id=gateway.peer.turns[-1]["sender"],
            message_id="1", procedure_id=procedure, ward_id="shibuya",
            opening="佐藤美咲です", now=system_clock(),
        )  # fmt: skip


@pytest.mark.usefixtures("known")
def test_the_application_of_the_chat_goes_on_in_the_form(gateway: Gateway) -> None:
    begin(gateway, "moving-out")
    opened = open_session(gateway)
    assert opened.json() == {"url": "/apply/moving-out?ward=shibuya&lang=ja"}
    assert "HttpOnly" in opened.headers["set-cookie"]
    form = gateway.http.get(opened.json()["url"])
    assert form.status_code == 200
    assert "転出届" in form.text
    gateway.http.cookies.clear()


@pytest.mark.usefixtures("known")
def test_a_link_names_the_procedure_where_nothing_is_open(gateway: Gateway) -> None:
    opened = open_session(gateway, procedure="bulky-waste")
    assert opened.json()["url"].startswith("/apply/bulky-waste?ward=shibuya")
    nothing = open_session(gateway)
    assert (nothing.status_code, nothing.json()["code"]) == (404, "nothing-open")
    gateway.http.cookies.clear()


@pytest.mark.usefixtures("known")
def test_who_proves_nothing_opens_nothing(gateway: Gateway, line_peer: LinePeer) -> None:
    refused = open_session(gateway, id_token="forged")
    assert (refused.status_code, refused.json()["code"]) == (401, "bad-id-token")
    assert "set-cookie" not in refused.headers
    assert "もう一度開いて" in refused.json()["detail"]
    assert open_session(gateway, id_token="x" * 5000).status_code == 422
    assert open_session(gateway, procedure="../../evil").status_code == 422


def test_an_account_without_a_liff_app_has_no_such_page(gateway: Gateway) -> None:
    for path in ("/channels/line/minato/liff", "/channels/line/all/liff"):
        assert gateway.http.get(path).status_code == 404
    assert gateway.http.get("/channels/line/osaka/liff").status_code == 422


@pytest.fixture
def page(gateway: Gateway, browser: Browser) -> Iterator[Page]:
    """A browser as LINE has one inside; LINE's SDK is ours."""
    page = browser.new_page(base_url=gateway.base, viewport={"width": 360, "height": 640})
    yield page
    page.close()


@pytest.mark.usefixtures("known")
def test_the_page_asks_line_who_is_there_and_goes_on_to_the_form(page: Page) -> None:
    page.route(
        "https://static.line-scdn.net/**",
        lambda route: route.fulfill(body=SDK, content_type="text/javascript"),
    )
    page.goto("/channels/line/shibuya/liff?procedure=bulky-waste")
    page.wait_for_url("**/apply/bulky-waste?ward=shibuya&lang=ja")
    expect(page.get_by_role("heading", level=1)).to_contain_text("粗大ごみ")


def test_the_page_says_when_line_is_out_of_reach(page: Page) -> None:
    page.route("https://static.line-scdn.net/**", lambda route: route.abort())
    page.goto("/channels/line/shibuya/liff?lang=vi")
    expect(page.get_by_role("status")).to_contain_text("Không kết nối được với LINE")
    expect(page.get_by_role("button", name="Thử lại")).to_be_visible()


@pytest.mark.usefixtures("known")
def test_a_token_that_is_too_old_leads_to_one_login_not_to_many(
    page: Page, line_peer: LinePeer
) -> None:
    line_peer.id_tokens.clear()
    page.route(
        "https://static.line-scdn.net/**",
        lambda route: route.fulfill(body=SDK, content_type="text/javascript"),
    )
    page.goto("/channels/line/shibuya/liff?procedure=bulky-waste")
    expect(page).to_have_title("login")
    page.goto("/channels/line/shibuya/liff?procedure=bulky-waste")
    expect(page.get_by_role("status")).to_contain_text("open it again")
