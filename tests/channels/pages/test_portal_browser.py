"""The portal in Chromium: accessibility, the search box by keyboard, and without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    Route,
    expect,
)

from tests.channels.conftest import Gateway
from tests.chromium import WCAG_TAGS

ANSWER_MS = 20_000
SMALLEST_TARGET_PX = 24
WIDTHS_PX = (320, 768, 1440)
TARGETS = "button, select, input:not([type=hidden]), summary, .button, .tiles a"
IS_SMALL = """(elements, smallest) => elements
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < smallest)
  .map(e => e.outerHTML)"""
LANGUAGES = ["ja", "ja-easy", "en", "vi", "ne"]
PAGES = [
    "/?ward=toshima",
    "/?ward=",
    "/procedures?ward=toshima",
    "/procedures?ward=osaka&q=引っ越し",
    "/procedures?q=" + "あ" * 201,
    "/procedures/moving-in?ward=toshima",
    "/procedures/bulky-waste?ward=",
    "/life-events/moving-between-wards?ward=shibuya",
    "/no-such",
]


def _context(browser: Browser, gateway: Gateway, **options: Any) -> BrowserContext:
    context = browser.new_context(base_url=gateway.base, locale="ja-JP", **options)
    context.set_default_timeout(ANSWER_MS)
    # The widget has tests of its own; here the pages stand alone.
    context.route("**/widget.js", lambda route: route.fulfill(content_type="text/javascript"))
    return context


@pytest.fixture
def page(browser: Browser, gateway: Gateway) -> Iterator[Page]:
    """A page in which any script error or refusal by the security policy fails the test."""
    context = _context(browser, gateway, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: errors.append(message.text) if message.type == "error" else None,
    )
    yield page
    context.close()
    assert errors == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_too_wide_or_too_small(
    browser: Browser, gateway: Gateway, path: str
) -> None:
    context = _context(browser, gateway)
    page = context.new_page()
    for language in LANGUAGES:
        page.emulate_media(color_scheme="light")
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        for width in WIDTHS_PX:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.eval_on_selector_all(TARGETS, IS_SMALL, SMALLEST_TARGET_PX) == []
        assert _violations(page, type="tag", values=WCAG_TAGS) == [], language
        page.emulate_media(color_scheme="dark")  # only colours differ
        assert _violations(page, type="rule", values=["color-contrast"]) == [], language
    context.close()


def _violations(page: Page, **only: Any) -> list[str]:
    result = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def _box(page: Page, name: str = "手続きを検索") -> Locator:
    return page.get_by_role("combobox", name=name)


def _options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def _search(page: Page, text: str) -> tuple[Locator, Locator]:
    """Type into the box; the box and the options once they are there."""
    box, options = _box(page), _options(page)
    box.fill(text)
    expect(options.first).to_be_visible(timeout=ANSWER_MS)
    return box, options


class TestCombobox:
    def test_suggests_what_the_api_finds_and_says_how_many(
        self, page: Page, gateway: Gateway
    ) -> None:
        page.goto("/?ward=shibuya&lang=ja")
        box, options = _search(page, "引っ越し")
        items = gateway.http.get("/api/v1/procedures", params={"q": "引っ越し"}).json()
        assert options.all_inner_texts() == [item["name"] for item in items]
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("status")).to_contain_text(
            f"候補が{len(items)}件あります", timeout=ANSWER_MS
        )
        assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")

    def test_is_driven_by_the_keyboard_alone(self, page: Page) -> None:
        page.goto("/?ward=shibuya&lang=ja")
        box, options = _search(page, "引っ越し")
        last = options.count() - 1
        for key, expected in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", last),
                              ("ArrowDown", 0)):  # fmt: skip
            page.keyboard.press(key)
            option = options.nth(expected)
            expect(option).to_have_attribute("aria-selected", "true")
            assert page.locator("[aria-selected=true]").count() == 1
            assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
            expect(box).to_be_focused()
        name = options.first.inner_text()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        assert page.url.endswith("?ward=shibuya&lang=ja")

    def test_escape_closes_the_list_and_keeps_the_words(self, page: Page) -> None:
        page.goto("/?lang=ja")
        box, options = _search(page, "印鑑")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        expect(options).to_have_count(0)
        expect(box).to_have_attribute("aria-expanded", "false")
        assert box.get_attribute("aria-activedescendant") is None
        expect(box).to_have_value("印鑑")

    def test_enter_without_a_choice_searches(self, page: Page) -> None:
        page.goto("/?ward=ota&lang=ja")
        _search(page, "印鑑")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("「印鑑」の検索結果")

    def test_enter_of_the_kana_conversion_chooses_nothing(self, page: Page) -> None:
        page.goto("/?lang=ja")
        box, _ = _search(page, "印鑑")
        page.keyboard.press("ArrowDown")
        is_left_alone = box.evaluate(
            "box => box.dispatchEvent(new KeyboardEvent('keydown',"
            " {key: 'Enter', isComposing: true, cancelable: true, bubbles: true}))"
        )
        assert is_left_alone
        assert page.url.endswith("/?lang=ja")

    def test_a_click_opens_the_procedure_and_leaving_closes_the_list(self, page: Page) -> None:
        page.goto("/?lang=ja")
        box, options = _search(page, "印鑑")
        page.keyboard.press("Tab")
        expect(options).to_have_count(0)
        box.fill("印鑑登録")
        option = options.first
        name = option.inner_text()
        option.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)

    def test_an_old_answer_never_overtakes_a_new_one(self, page: Page) -> None:
        held: list[Route] = []
        failed: list[str] = []

        def hold(route: Route) -> None:
            if "%E5%8D%B0" in route.request.url:  # 印
                held.append(route)
            else:
                route.continue_()

        def note(request: Request) -> None:
            failed.append(request.url)

        page.on("requestfailed", note)
        page.route("**/api/v1/procedures?*", hold)
        page.goto("/?lang=ja")
        box = _box(page)
        with page.expect_request("**/api/v1/procedures?*"):
            box.fill("印鑑")
        box.fill("転入")
        expect(_options(page).first).to_have_text("転入届", timeout=ANSWER_MS)
        assert len(held) == 1
        assert failed == [held[0].request.url]

    def test_nothing_found_is_said(self, page: Page) -> None:
        page.goto("/?lang=ja")
        _box(page).fill("zzzz")
        expect(page.get_by_role("status")).to_have_text("候補はありません。", timeout=ANSWER_MS)
        expect(page.get_by_role("listbox")).to_have_count(0)

    def test_the_open_list_has_no_axe_violation(self, page: Page) -> None:
        page.goto("/?lang=en")
        _box(page, "Search procedures").fill("moving house")
        expect(_options(page).first).to_be_visible(timeout=ANSWER_MS)
        page.keyboard.press("ArrowDown")
        assert _violations(page, type="tag", values=WCAG_TAGS) == []


def test_the_data_for_search_engines_lives_under_the_security_policy(page: Page) -> None:
    response = page.goto("/procedures/moving-in?ward=shibuya&lang=en")
    assert response
    assert "script-src 'self'" in response.headers["content-security-policy"]
    data = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert (data["@type"], data["name"]) == ("GovernmentService", "転入届")
    assert data["url"] == page.locator("link[rel=canonical]").get_attribute("href")


def test_the_skip_link_is_first_and_leads_to_the_content(page: Page) -> None:
    page.goto("/?lang=ja")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="本文へ移動")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_furigana_stands_above_easy_japanese(page: Page) -> None:
    page.goto("/?lang=ja-easy")
    ruby = page.locator("h1 ruby").first
    expect(ruby).to_contain_text("区役所")
    expect(ruby.locator("rt")).to_have_text("くやくしょ")


def test_print_leaves_out_what_cannot_be_pressed_on_paper(page: Page) -> None:
    page.goto("/procedures/moving-in?ward=toshima&lang=ja")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".languages", ".ward-form", ".button", ".breadcrumb", ".skip-link", ".today"):
        for element in page.locator(gone).all():
            expect(element).to_be_hidden()
    expect(page.get_by_role("heading", name="必要なもの")).to_be_visible()
    expect(page.get_by_text("03-3981-1111").first).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".badge").first).to_have_css("background-color", "rgb(251, 233, 201)")


def test_all_of_it_works_without_javascript(browser: Browser, gateway: Gateway) -> None:
    context = _context(
        browser, gateway, java_script_enabled=False, viewport={"width": 320, "height": 700}
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("お住まいの区").select_option("toshima")
    page.get_by_role("button", name="この区にする").click()
    expect(page.get_by_role("heading", name="豊島区役所")).to_be_visible()
    page.get_by_label("手続きを検索").fill("他の市から引っ越してきた")
    page.get_by_label("手続きを検索").press("Enter")
    page.get_by_role("link", name="転入届").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("転入届")
    expect(page.get_by_text("総合窓口課").first).to_be_visible()
    page.locator(".languages summary").click()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moving-in notification")
    expect(page.get_by_role("link", name="Apply here").first).to_have_attribute(
        "href", re.compile(r"^/apply/moving-in\?ward=toshima")
    )
    page.goto("/")  # the cookies remember
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_label("Your ward")).to_have_value("toshima")
    context.close()
