"""The widget in Chromium, on a page of another origin than its gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from madoguchi.messages import BaseMessage
from tests.channels.rasa_peer import Server
from tests.channels.web.widget_peer import Peer, host_app, peer_app
from tests.chromium import WCAG_TAGS

SMALLEST_TARGET_PX = 24
NOTHING_KEPT = """() => { try {
  return !Object.keys(localStorage).some((key) => key.includes(".turn."));
} catch { return true; } }"""
PAGES = {
    "open": 'data-ward="shibuya" data-open',
    "any-ward": "data-open",
    "no-such-ward": 'data-ward="nowhere" data-open',
    "scan": 'data-ward="shibuya" data-scan',
    "one-switch": 'data-ward="shibuya" data-scan="0.5"',
    "vietnamese": 'data-ward="shibuya" data-language="vi" data-open',
}


@dataclass
class Site:
    """The page's site and the gateway that it names, both by their origins."""

    host: str
    gateway: str
    renew: Callable[[], Peer]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Two servers on two origins; ``renew`` makes the peer behind the gateway as new."""
    holder = [Peer()]
    gateway = Server(peer_app(lambda: holder[-1]))
    address = f"http://127.0.0.1:{gateway.port}"
    host = Server(host_app(lambda: address, PAGES))

    def renew() -> Peer:
        holder.append(Peer())
        return holder[-1]

    yield Site(f"http://localhost:{host.port}", address, renew)
    host.stop()
    gateway.stop()


@pytest.fixture
def peer(site: Site) -> Peer:
    return site.renew()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A resident's browser on a telephone: its storage is its own."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="ja-JP", reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, site: Site, peer: Peer) -> Iterator[Callable[[str], Page]]:
    """Opens a page of the site; a script error or a policy violation fails the test."""
    errors: list[str] = []

    def open_page(name: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda line: (
                errors.append(line.text) if "Content Security Policy" in line.text else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((site.host, site.gateway, "blob:", "data:"))
                else errors.append(f"third party: {request.url}")
            ),
        )
        page.goto(f"{site.host}/{name}")
        return page

    yield open_page
    assert errors == []


@pytest.fixture
def page(visit: Callable[[str], Page]) -> Page:
    """The widget, open, with the greeting in it."""
    page = visit("open")
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    return page


def log(page: Page) -> Locator:
    return page.get_by_role("log")


def box(page: Page) -> Locator:
    return page.get_by_label("メッセージ", exact=True)


def waiting(page: Page) -> Locator:
    return page.locator(".waiting")


def say(page: Page, text: str) -> None:
    """Type into the box at the bottom, press Enter, and wait for the answer."""
    box(page).fill(text)
    box(page).press("Enter")
    settled(page)


def settled(page: Page) -> None:
    """Wait until nothing is on its way any more."""
    expect(page.locator(".unsent > .message:not(.failed)")).to_have_count(0)
    expect(waiting(page)).to_be_empty()
    if page.locator(".unsent > .failed").count() == 0:
        until(page, lambda: page.evaluate(NOTHING_KEPT))


def until(page: Page, condition: Callable[[], object]) -> None:
    """Wait for a condition while the browser goes on; the page allows no waiting script in it."""
    for _ in range(500):
        if condition():
            return
        page.wait_for_timeout(20)
    pytest.fail("it never became true")


def said(page: Page, peer: Peer) -> list[str]:
    """What the peer heard, once nothing is on its way any more."""
    settled(page)
    return peer.said


def show(page: Page, peer: Peer, *messages: BaseMessage) -> Locator:
    """Have the peer answer with these messages; the newest of them."""
    peer.script["見せて"] = list(messages)
    say(page, "見せて")
    return page.locator(".from-assistant").last


def open_settings(page: Page) -> Locator:
    page.get_by_role("button", name="設定", exact=True).click()
    return page.get_by_role("group", name="設定", exact=True)


def assert_accessible(page: Page) -> None:
    """No axe-core violation, no narrow overflow, and no target under 24 px (WCAG 2.2, 2.5.8)."""
    result: Any = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG_TAGS}})
    violations = [
        (found["id"], [(node["html"][:200], node["any"]) for node in found["nodes"]])
        for found in result["violations"]
    ]
    assert violations == []
    small = page.evaluate(
        """(least) => Array.from(document.querySelector("madoguchi-widget").shadowRoot
              .querySelectorAll("button, input, select, textarea, a, summary"))
            .filter((one) => one.checkVisibility())
            .filter((one) => !one.matches("p.text a, .source a"))
            .filter((one) => !one.matches("dd a") || one.parentElement.childNodes.length === 1)
            .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
            .filter(([, box]) => box.width < least || box.height < least)""",
        SMALLEST_TARGET_PX,
    )
    assert small == []
    assert page.evaluate(
        """() => Array.from(document.querySelector("madoguchi-widget").shadowRoot
              .querySelectorAll(".panel, .scroller, .menu, .keyboard"))
            .every((one) => one.scrollWidth <= one.clientWidth + 1)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
