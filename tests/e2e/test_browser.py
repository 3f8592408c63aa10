"""The chat page in Chromium, against the real processes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from .stack import Stack
from .test_application import ADDRESSES, POSTAL_CODES, TYPED, exported

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
ANSWER_MS = 30_000


@pytest.fixture
def page(stack: Stack) -> Iterator[Page]:
    """The page as a resident opens it on a telephone; a script error fails the test."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 390, "height": 844}, locale="ja-JP")
        page.set_default_timeout(ANSWER_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(stack.base)
        expect(page.get_by_role("log")).to_contain_text("こんにちは")
        yield page
        browser.close()
    assert errors == []


def say(page: Page, text: str) -> Locator:
    """Type into the box at the bottom; the newest message of the answer."""
    box = page.get_by_label("メッセージ")
    box.fill(text)
    box.press("Enter")
    return settled(page)


def settled(page: Page) -> Locator:
    expect(page.locator("#waiting")).to_be_empty(timeout=ANSWER_MS)
    return page.locator(".from-assistant").last


def answer(page: Page, question: Locator) -> Locator:
    """Use the question's own control as a resident would."""
    choices = question.locator(".choices:not(.others) button")
    if choices.count():
        choices.last.click()
        return settled(page)
    if question.locator("input[type=checkbox]").count():
        question.locator("input[type=checkbox]").last.check()
    else:
        control = question.locator("form.answer input, form.answer textarea")
        control.fill(value_for(question, control.get_attribute("type") or "text"))
    question.get_by_role("button", name="決定").click()
    return settled(page)


def value_for(question: Locator, kind: str) -> str:
    label = question.locator(".field-label").inner_text()
    if kind == "date":
        return "1991-04-02" if "生年月日" in label else "2026-12-20"
    if "ふりがな" in label:
        return TYPED["kana"]
    if "住所" in label:
        return ADDRESSES["shibuya" if "新しい" in label else "nerima"]
    if "郵便番号" in label:
        return POSTAL_CODES["shibuya"]
    if "人数" in label:
        return "２"
    return {"tel": TYPED["phone"], "email": TYPED["email"]}.get(kind, TYPED["name"])


def test_a_question_is_typed_and_the_answer_read(page: Page) -> None:
    page.locator("#ward").select_option("shibuya")
    settled(page)
    shown = say(page, "転入届に必要なものは？")
    expect(shown).to_contain_text("本人確認")
    expect(shown).to_contain_text("出典")


def test_a_whole_moving_out_application_ends_with_a_receipt_that_the_export_shows(
    page: Page, stack: Stack
) -> None:
    page.locator("#ward").select_option("nerima")
    settled(page)
    current = say(page, "来月引っ越すので、転出届を申請したい")
    for _ in range(40):
        if current.locator(".summary").count():
            break
        current = answer(page, current)
    expect(current.locator(".summary")).to_contain_text("佐藤 美咲")
    current.get_by_role("button", name="この内容で申請する").click()
    receipt = settled(page).locator(".receipt-number strong").inner_text()
    assert exported(stack, receipt.strip())["ward"] == "nerima"

    page.reload()
    expect(page.get_by_role("log")).to_contain_text(receipt)
