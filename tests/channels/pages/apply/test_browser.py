"""The form in a real browser (Chromium), with and without JavaScript, as residents use it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.chromium import WCAG_TAGS

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
FORM = "/apply/moving-out?ward=shibuya&lang={language}"
GO_ON = {"ja": "保存して次へ", "en": "Save and continue", "ne": "सुरक्षित गरी अगाडि बढ्नुहोस्"}
CONSENT = {
    "ja": "この内容で申請する",
    "en": "Submit this application",
    "ne": "यो निवेदन बुझाउनुहोस्",
}
TEXTS = {
    "name": "佐藤　美咲",
    "name_kana": "サトウ　ミサキ",
    "birth_date": "平成３年４月２日",
    "phone": "０９０１２３４５６７８",
    "address": "渋谷1-2-3\nコーポ渋谷101",
    "household_head": "佐藤一郎",
    "moving_date": "明日",
}
CHOICES = {"to_abroad": "no", "who_moves": "all", "has_mynumber_card": "no", "nhi_member": "no"}
MORE_TEXTS = {
    "new_address": "大阪府大阪市北区梅田1-1-1",
    "people_count": "２",
    "members": "佐藤 美咲\n佐藤 健太 平成27年5月1日 子",
}


def visit(browser: Browser, base: str, viewport: Any, *, javascript: bool) -> BrowserContext:
    return browser.new_context(
        base_url=base, viewport=viewport, java_script_enabled=javascript, locale="ja-JP"
    )


def fill(page: Page, texts: dict[str, str], choices: dict[str, str] | None = None) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)
    for name, value in (choices or {}).items():
        page.locator(f"[name={name}][value={value}]").check()


def go_on(page: Page, language: str = "ja") -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=GO_ON[language]).click()


def check_reflow(page: Page) -> None:
    """Nothing has to be scrolled sideways (WCAG 2.2, 1.4.10)."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= (page.viewport_size or {"width": 0})["width"]


def check_accessible(page: Page) -> None:
    """Axe finds nothing."""
    results = Axe().run(page, options={"runOnly": WCAG_TAGS})
    assert [
        (found["id"], [node["html"] for node in found["nodes"]]) for found in results["violations"]
    ] == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_whole_moving_out_without_javascript(
    browser: Browser, base: str, viewport: dict[str, int]
) -> None:
    with visit(browser, base, viewport, javascript=False) as context:
        page = context.new_page()
        page.goto(FORM.format(language="ja"))
        check_reflow(page)
        expect(page.locator("[name=new_address]")).to_have_count(0)
        fill(page, TEXTS, CHOICES)
        go_on(page)

        expect(page.get_by_role("status").first).to_have_text("保存しました。")
        remaining = page.get_by_role("navigation", name=re.compile("まだ答えていない質問"))
        expect(remaining.get_by_role("link")).to_have_text(
            ["新しい住所", "引っ越す人数", "引っ越す人全員", "転出証明書の受け取り方"]
        )
        fill(page, {**MORE_TEXTS, "phone": "12"}, {"certificate_receipt": "post"})
        go_on(page)

        expect(page).to_have_title(re.compile("^エラー："))
        errors = page.get_by_role("alert")
        expect(errors).to_be_focused()
        errors.get_by_role("link", name=re.compile("電話番号")).click()
        phone = page.locator("#f-phone")
        expect(phone).to_be_focused()
        expect(phone).to_have_value("12")
        expect(phone).to_have_attribute("aria-invalid", "true")
        expect(phone).to_have_accessible_description(re.compile("090-1234-5678.*エラー："))
        check_reflow(page)
        fill(page, {"phone": TEXTS["phone"]})
        go_on(page)

        expect(page.get_by_role("heading", level=1)).to_have_text("申請内容の確認")
        expect(page.locator("dl")).to_contain_text("東京都渋谷区渋谷一丁目2-3 コーポ渋谷101")
        check_reflow(page)
        page.get_by_role("link", name=re.compile("変更.*今の世帯主")).click()
        expect(page.locator("#f-household_head")).to_be_focused()
        fill(page, {"household_head": "佐藤二郎"})
        go_on(page)
        expect(page.locator("dl")).to_contain_text("佐藤二郎")
        page.get_by_role("button", name=CONSENT["ja"]).click()

        expect(page.get_by_role("heading", level=1)).to_have_text("申請を受け付けました")
        number = page.locator(".number").inner_text()
        check_reflow(page)
        page.reload()
        expect(page.locator(".number")).to_have_text(number)
        page.go_back()
        expect(page.locator(".number")).to_have_text(number)


@pytest.mark.parametrize("language", GO_ON)
def test_axe_finds_nothing_in_any_state(browser: Browser, base: str, language: str) -> None:
    with visit(browser, base, PHONE, javascript=True) as context:
        page = context.new_page()
        for address in ("moving-out", "no-such", "absentee-ballot?ward=shibuya"):
            joined = "&" if "?" in address else "?"
            page.goto(f"/apply/{address}{joined}lang={language}")
            check_accessible(page)
        page.goto(FORM.format(language=language))
        check_accessible(page)
        go_on(page, language)
        expect(page.get_by_role("alert")).to_be_focused()
        check_accessible(page)
        fill(page, TEXTS, CHOICES)
        expect(page.locator("#f-new_address")).to_be_visible()
        go_on(page, language)
        check_accessible(page)
        fill(page, MORE_TEXTS, {"certificate_receipt": "post"})
        go_on(page, language)
        consent = page.get_by_role("button", name=CONSENT[language])
        expect(consent).to_be_visible()
        check_accessible(page)
        for other in (
            f"/apply/moving-out/cancel?ward=shibuya&lang={language}",
            f"/apply/bulky-waste?ward=shibuya&lang={language}",
        ):
            page.goto(other)
            check_accessible(page)
        page.goto(f"/apply/moving-out/check?ward=shibuya&lang={language}")
        consent.click()
        expect(page.locator(".number")).to_be_visible()
        check_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_contrast_in_light_and_dark(browser: Browser, base: str, scheme: Any) -> None:
    with browser.new_context(base_url=base, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(FORM.format(language="ja"))
        go_on(page)
        expect(page.get_by_role("alert")).to_be_visible()
        check_accessible(page)


def test_with_javascript_it_saves_as_you_go(browser: Browser, base: str) -> None:
    with visit(browser, base, DESK, javascript=True) as context:
        page = context.new_page()
        failures: list[str] = []
        page.on(
            "console", lambda said: failures.append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(FORM.format(language="ja"))
        progress = page.locator("#progress")
        fill(page, {"name": "佐藤　美咲"})
        page.keyboard.press("Tab")
        expect(progress).to_have_text("保存しました。")

        fill(page, {"phone": "12"})
        error = page.locator("#e-phone")
        page.keyboard.press("Tab")
        expect(error).to_contain_text("電話番号")
        expect(page.locator("#f-phone")).to_have_attribute("aria-invalid", "true")
        fill(page, {"phone": "090-1234-5678"})
        page.keyboard.press("Tab")
        expect(error).to_be_hidden()
        expect(page.locator("#f-phone")).not_to_have_attribute("aria-invalid", "true")

        page.locator("[name=to_abroad][value=yes]").check()
        expect(page.locator("#f-new_country")).to_be_visible()
        expect(progress).to_contain_text("質問が変わりました")
        page.locator("[name=to_abroad][value=no]").check()
        expect(page.locator("#f-new_address")).to_be_visible()
        expect(page.locator("#f-new_country")).to_have_count(0)
        expect(page.locator("[name=to_abroad][value=no]")).to_be_focused()

        page.reload()
        expect(page.locator("#f-name")).to_have_value("佐藤 美咲")
        expect(page.locator("#f-phone")).to_have_value("090-1234-5678")
        assert failures == []


def test_a_tab_left_behind_does_not_write_over_the_other(browser: Browser, base: str) -> None:
    with visit(browser, base, DESK, javascript=True) as context:
        first, second = context.new_page(), context.new_page()
        first.goto(FORM.format(language="ja"))
        fill(first, {"name": "佐藤 美咲"})
        first.keyboard.press("Tab")
        expect(first.locator("#progress")).to_have_text("保存しました。")
        second.goto(FORM.format(language="ja"))
        fill(first, {"name": "佐藤 一郎"})
        first.keyboard.press("Tab")
        expect(first.locator("#progress")).to_have_text("保存しました。")
        fill(second, {"phone": "090-1234-5678"})
        second.keyboard.press("Tab")
        expect(second.locator("#progress")).to_contain_text("別の画面で内容が変わりました")
        go_on(second)
        expect(second.locator(".notice").first).to_contain_text("別の画面でも内容を変えています")
        expect(second.locator("#f-phone")).to_have_value("090-1234-5678")


def test_the_keyboard_alone_is_enough(browser: Browser, base: str) -> None:
    with visit(browser, base, DESK, javascript=True) as context:
        page = context.new_page()
        page.goto(FORM.format(language="ja"))
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="本文へ移動")).to_be_focused()
        page.locator("#f-moving_date").focus()
        page.keyboard.type("2026-12-10")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[name=to_abroad]:checked")
        expect(chosen).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_focused()
