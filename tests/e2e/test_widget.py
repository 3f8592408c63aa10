"""The widget on a page of another origin, in Chromium, against the real processes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.channels.rasa_peer import Server
from tests.channels.web.widget_peer import host_app

from .stack import Stack, start_stack
from .test_application import ADDRESSES, POSTAL_CODES, TYPED, exported

pytestmark = pytest.mark.timeout(900)  # the first test waits for processes of its own

ANSWER_MS = 60_000
MOST_QUESTIONS = 40
MOST_STEPS = 80
PAGES = {
    "ja": 'data-ward="nerima" data-open',
    "vi": 'data-ward="nerima" data-language="vi" data-open',
    "scan": 'data-ward="nerima" data-scan',
}


@dataclass
class Site:
    """The page's site, and the real processes that its widget talks to."""

    host: str
    stack: Stack


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A web site that the gateway lets in, and processes of its own behind that."""
    gateway: list[str] = []
    host = Server(host_app(lambda: gateway[0], PAGES))
    origin = f"http://localhost:{host.port}"
    stack = start_stack(
        tmp_path_factory.mktemp("widget"), MADOGUCHI_WEB_ORIGINS=json.dumps([origin])
    )
    gateway.append(stack.base)
    yield Site(origin, stack)
    host.stop()
    assert stack.stop() == 0, stack.output.read_text(encoding="utf-8")[-2000:]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP")
    context.set_default_timeout(ANSWER_MS)
    yield context
    context.close()


def opened(context: BrowserContext, site: Site, name: str) -> Page:
    """The page with the widget open; a script error fails the test."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{site.host}/{name}")
    expect(page.get_by_role("log")).to_contain_text("こんにちは", timeout=ANSWER_MS)
    return page


def newest(page: Page) -> Locator:
    """The newest message of the assistant, once nothing is on its way any more."""
    expect(page.locator(".unsent > .message")).to_have_count(0, timeout=ANSWER_MS)
    expect(page.locator(".waiting")).to_be_empty(timeout=ANSWER_MS)
    return page.locator(".from-assistant").last


def say(page: Page, text: str) -> Locator:
    box = page.locator(".composer textarea")
    box.fill(text)
    box.press("Enter")
    return newest(page)


def field(question: Locator) -> Locator:
    """The control that the question's label names, not the one that helps to fill it in."""
    return question.locator("form.answer input:not(.aside input)").first


def value_for(question: Locator) -> str:
    """What a resident would type into the control of this question."""
    name = question.get_attribute("data-field") or ""
    kind = field(question).get_attribute("type")
    if question.locator("input[type=date]").count():
        return "平成3年4月2日" if "birth" in name else "2026年12月20日"
    if "kana" in name:
        return TYPED["kana"]
    if "address" in name:
        return ADDRESSES["shibuya" if "new" in name else "nerima"]
    if "postal" in name:
        return POSTAL_CODES["shibuya"]
    if "count" in name:
        return "２"
    return {"tel": TYPED["phone"], "email": TYPED["email"]}.get(kind or "", TYPED["name"])


def answer_by_mouse(page: Page, question: Locator) -> Locator:
    choices = question.locator(".choices:not(.others) button")
    if choices.count():
        choices.first.click()
        return newest(page)
    field(question).fill(value_for(question))
    question.locator("form.answer button[type=submit]").click()
    return newest(page)


def answer_by_keyboard(page: Page, question: Locator) -> Locator:
    """The keyboard stands on the question already: in its field, or before its first button."""
    choices = question.locator(".choices:not(.others) button")
    if choices.count():
        page.keyboard.press("Tab")
    else:
        if question.get_by_label("郵便番号から入れる").count():
            page.keyboard.press("Tab")
        expect(field(question)).to_be_focused()
        page.keyboard.type(value_for(question))
    page.keyboard.press("Enter")
    return newest(page)


def begin(page: Page) -> Locator:
    return say(page, "来月引っ越すので、転出届を申請したい")


def receipt_number(message: Locator) -> str:
    return message.locator(".receipt-number strong").inner_text().strip()


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_a_moving_out_application_by_mouse(
    site: Site, context: BrowserContext, language: str
) -> None:
    page = opened(context, site, language)
    current = begin(page)
    for _ in range(MOST_QUESTIONS):
        if current.locator(".summary").count():
            break
        current = answer_by_mouse(page, current)
    expect(current.locator(".summary")).to_contain_text("佐藤 美咲")
    current.locator("button.primary").click()
    receipt = receipt_number(newest(page))
    assert exported(site.stack, receipt)["ward"] == "nerima"
    page.reload()
    expect(page.get_by_role("log")).to_contain_text(receipt, timeout=ANSWER_MS)


def test_a_moving_out_application_by_keyboard_over_a_connection_that_drops_twice(
    site: Site, context: BrowserContext
) -> None:
    page = opened(context, site, "ja")
    page.locator(".composer textarea").focus()
    page.keyboard.type("来月引っ越すので、転出届を申請したい")
    page.keyboard.press("Enter")
    current = newest(page)
    page.keyboard.press("Shift+Tab")  # back from the box: to what the question offers last
    field(current).focus()
    for number in range(MOST_QUESTIONS):
        if current.locator(".summary").count():
            break
        if number in (1, 3):
            context.set_offline(True)
            page.keyboard.type(value_for(current))
            page.keyboard.press("Enter")
            expect(page.locator(".failure")).to_be_visible()
            context.set_offline(False)
            current = newest(page)
        else:
            current = answer_by_keyboard(page, current)
    expect(current.locator(".summary")).to_contain_text("佐藤 美咲")
    for _ in range(current.locator("button").count()):
        page.keyboard.press("Tab")
        if page.evaluate(
            "document.querySelector('madoguchi-widget').shadowRoot.activeElement"
            ".matches('button.primary')"
        ):
            break
    page.keyboard.press("Enter")
    assert exported(site.stack, receipt_number(newest(page)))["procedure"] == "moving-out"


def choose(page: Page, wanted: Locator) -> None:
    """Step by Space until the mark is on this, then press Enter."""
    for _ in range(MOST_STEPS):
        if wanted.evaluate("(one) => one.classList.contains('scanned')"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Space")
    pytest.fail(f"the mark never came to {wanted.inner_text()!r}")


def write(page: Page, keys: Iterable[str], *, confirm: bool = True) -> None:
    """Write with the keyboard on the screen, which is open; then confirm, or just close it."""
    for key in [*keys, "決定" if confirm else "閉じる"]:
        row = page.locator(".keys", has=page.get_by_role("button", name=key, exact=True))
        choose(page, row)
        choose(page, row.get_by_role("button", name=key, exact=True))


SWITCHED = {
    "出す物と個数": [*"いす1"],
    "大きさ": [*"90"],
    "お名前": ["さ", "と", "う", "空白", "み", "さ", "き"],
    "お名前（ふりがな）": ["さ", "と", "う", "空白", "み", "さ", "き"],
    "電話番号": [*"0312345678"],
    "出す場所": ["も", "ん"],
    "希望する収集日": ["1", "2", "月", "2", "0", "日"],
}
"""What a resident with one switch writes into each field, key by key."""


def answer_by_switch(page: Page, question: Locator) -> Locator:
    skip = question.get_by_role("button", name="答えずに進む")
    choices = question.locator(".choices:not(.others) button")
    if choices.count():
        choose(page, choices.last)
    elif skip.count():
        choose(page, skip)
    elif question.get_by_label("郵便番号から入れる").count():
        choose(page, question.get_by_label("郵便番号から入れる"))
        write(page, "1768501", confirm=False)
        address = field(question)
        expect(address).to_have_value(re.compile("^東京都練馬区豊玉北"))
        choose(page, address)
        write(page, "6-12-1")
    else:
        choose(page, field(question))
        write(page, SWITCHED[question.locator(".field-label").inner_text()])
    return newest(page)


def test_a_bulky_waste_application_by_a_single_switch(site: Site, context: BrowserContext) -> None:
    page = opened(context, site, "scan")
    newest(page)
    choose(page, page.locator(".composer textarea"))
    write(page, ["そ", "た", "゛", "い", "こ", "゛", "み"])
    offer = newest(page).get_by_role("button", name="ここで申請する")
    choose(page, offer)
    current = newest(page)
    for _ in range(MOST_QUESTIONS):
        if current.locator(".summary").count():
            break
        expect(current.locator(".error")).to_be_hidden()
        current = answer_by_switch(page, current)
    choose(page, current.locator("button.primary"))
    assert exported(site.stack, receipt_number(newest(page)))["procedure"] == "bulky-waste"
