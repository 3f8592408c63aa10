"""Photos on the form page in a real browser (Chromium), with and without JavaScript."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Request, Route, expect

from channels.pages.apply.posts import MAX_BODY_BYTES
from madoguchi.forms.values.files import MAX_BYTES
from tests.channels.pages.apply.test_browser import (
    DESK,
    PHONE,
    check_accessible,
    check_reflow,
    fill,
    go_on,
    visit,
)

FORM = "/apply/road-damage-report?ward=nerima&lang={language}"
TEXTS = {"place": "駅前の交差点", "description": "深さ10センチ", "noticed_date": "2026-11-01"}
CHOICES = {"danger_now": "no", "injury_or_damage": "no", "reply_wanted": "no"}
HEIC: FilePayload = {
    "name": "穴.jpg",
    "mimeType": "image/jpeg",
    "buffer": b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100,
}
TAKE_BACK = "このファイルを送らない"


def photo(name: str = "道路の穴.jpg", padding: int = 0) -> FilePayload:
    target = BytesIO()
    Image.new("RGB", (40, 20), "red").save(target, "JPEG")
    content = target.getvalue() + b"\x00" * padding
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def fill_all(page: Page) -> None:
    fill(page, TEXTS, CHOICES)
    page.locator("[name=damage_kind]").select_option("hole")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_photo_without_javascript(browser: Browser, base: str, viewport: dict[str, int]) -> None:
    with visit(browser, base, viewport, javascript=False) as context:
        page = context.new_page()
        page.goto(FORM.format(language="ja"))
        control = page.get_by_label("写真")
        expect(control).to_have_accessible_description(re.compile("送ってください.*10MBまで"))
        fill_all(page)
        control.set_input_files(HEIC)
        go_on(page)

        errors = page.get_by_role("alert")
        expect(errors).to_be_focused()
        errors.get_by_role("link", name=re.compile("写真")).click()
        expect(control).to_be_focused()
        expect(control).to_have_attribute("aria-invalid", "true")
        expect(control).to_have_accessible_description(re.compile("エラー：.*HEIC"))
        expect(page.locator("#f-place")).to_have_value("駅前の交差点")
        check_reflow(page)
        control.set_input_files(photo("穴" * 60 + ".jpg"))
        go_on(page)

        expect(page.get_by_role("heading", level=1)).to_have_text("申請内容の確認")
        expect(page.locator("dl")).to_contain_text("穴" * 60 + ".jpg")
        check_reflow(page)
        page.get_by_role("link", name=re.compile("変更.*写真")).click()
        expect(control).to_be_focused()
        expect(control).to_have_accessible_description(re.compile("送るファイル：穴+.jpg"))
        check_reflow(page)
        page.get_by_label(TAKE_BACK).check()
        go_on(page)
        expect(page.locator("dl")).to_contain_text("（回答なし）")


def test_with_javascript_a_photo_is_sent_once(browser: Browser, base: str) -> None:
    with visit(browser, base, DESK, javascript=True) as context:
        page = context.new_page()
        posts: list[Request] = []
        page.on("request", lambda sent: posts.append(sent) if sent.method == "POST" else None)
        page.goto(FORM.format(language="ja"))
        control, progress = page.get_by_label("写真"), page.locator("#progress")
        control.focus()
        control.set_input_files(photo())
        expect(page.locator(".given")).to_contain_text("送るファイル：道路の穴.jpg")
        expect(progress).to_have_text("保存しました。")
        expect(control).to_be_focused()
        fill_all(page)
        page.locator("#f-place").press("Tab")
        expect(progress).to_have_text("保存しました。")
        page.wait_for_load_state("networkidle")
        kinds = [sent.headers["content-type"].partition(";")[0] for sent in posts]
        assert kinds[0] == "multipart/form-data"
        assert set(kinds[1:]) == {"application/x-www-form-urlencoded"}

        page.get_by_label(TAKE_BACK).check()
        expect(page.locator(".given")).to_have_count(0)
        expect(control).to_be_focused()
        page.reload()
        expect(page.locator(".given")).to_have_count(0)
        expect(page.locator("#f-place")).to_have_value("駅前の交差点")

        control.set_input_files(HEIC)
        expect(page.locator("#e-photo")).to_contain_text("HEIC")
        expect(control).to_have_attribute("aria-invalid", "true")
        control.set_input_files(photo("もう一枚.jpg"))
        expect(page.locator(".given")).to_contain_text("もう一枚.jpg")
        expect(page.locator("#e-photo")).to_be_hidden()
        go_on(page)
        expect(page.locator("dl")).to_contain_text("もう一枚.jpg")


def test_with_javascript_a_file_that_is_too_large_is_never_sent(
    browser: Browser, base: str
) -> None:
    with visit(browser, base, DESK, javascript=True) as context:
        page = context.new_page()
        kinds: list[str] = []
        page.on("request", lambda sent: kinds.append(sent.headers.get("content-type", "")))
        page.goto(FORM.format(language="en"))
        control = page.locator("#f-photo")
        control.set_input_files(photo(padding=MAX_BYTES))
        error = page.locator("#e-photo")
        expect(error).to_contain_text("This file has 10.1 MB. Please choose one of up to 10 MB.")
        expect(page.locator("#progress")).to_have_text("Saved.")
        expect(error).to_be_visible()
        check_accessible(page)
        assert not any(kind.startswith("multipart") for kind in kinds)
        control.set_input_files(photo())
        expect(page.locator(".given")).to_contain_text("道路の穴.jpg")
        expect(error).to_be_hidden()


def test_with_javascript_a_photo_that_did_not_arrive_goes_with_the_form(
    browser: Browser, base: str
) -> None:
    with visit(browser, base, DESK, javascript=True) as context:
        page = context.new_page()
        page.goto(FORM.format(language="ja"))
        tries: list[str] = []

        def lose(route: Route, request: Request) -> None:
            tries.append(request.headers["content-type"])
            route.abort()

        page.route("**/apply/**", lose)
        page.get_by_label("写真").set_input_files(photo())
        progress = page.locator("#progress")
        expect(progress).to_have_text(re.compile("保存できませんでした"))
        page.unroute("**/apply/**")
        page.on("request", lambda sent: tries.append(sent.headers.get("content-type", "")))
        fill_all(page)
        page.locator("#f-place").press("Tab")
        page.wait_for_load_state("networkidle")
        expect(progress).to_have_text(re.compile("保存できませんでした"))
        assert len([kind for kind in tries if kind.startswith("multipart")]) == 1
        go_on(page)
        expect(page.locator("dl")).to_contain_text("道路の穴.jpg")


@pytest.mark.parametrize("language", ["ja", "en", "ne"])
def test_axe_finds_nothing_where_a_file_is_given_or_refused(
    browser: Browser, base: str, language: str
) -> None:
    with visit(browser, base, PHONE, javascript=True) as context:
        page = context.new_page()
        page.goto(FORM.format(language=language))
        check_accessible(page)
        page.locator("#f-photo").set_input_files(photo())
        expect(page.locator(".given")).to_be_visible()
        check_accessible(page)
        check_reflow(page)
        page.locator("#f-photo").set_input_files(HEIC)
        expect(page.locator("#e-photo")).to_be_visible()
        check_accessible(page)
        check_reflow(page)


def test_without_javascript_a_file_beyond_every_limit_leads_back(
    browser: Browser, base: str
) -> None:
    with visit(browser, base, DESK, javascript=False) as context:
        page = context.new_page()
        page.goto(FORM.format(language="ja"))
        fill_all(page)
        page.get_by_label("写真").set_input_files(photo(padding=MAX_BODY_BYTES))
        go_on(page)
        expect(page.get_by_role("main")).to_contain_text("10MBまでのファイルを選んでください")
        page.go_back()
        expect(page.locator("#f-place")).to_have_value("駅前の交差点")
