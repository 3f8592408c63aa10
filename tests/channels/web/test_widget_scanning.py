"""The widget by a single switch: Space steps and Enter chooses, or steps come by themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from madoguchi.catalogue.procedure import FieldKind
from tests.channels.web.conftest import assert_accessible, box, log, open_settings, settled
from tests.channels.web.widget_peer import (
    BIRTH_DATE,
    DOCUMENTS,
    IN_APPLICATION,
    RECEIPT,
    SUMMARY,
    YES_NO,
    Peer,
    question,
)

MOST_STEPS = 60
LABEL = """(one) => one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent
                    ?? one.textContent"""


def marked(page: Page) -> Locator:
    return page.locator(".scanned")


def step_to(page: Page, text: str) -> None:
    """Press Space until the mark is on what says this."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Space")
        one = marked(page)
        if one.count() and one.evaluate(LABEL).strip() == text:
            return
    pytest.fail(f"the mark never came to {text!r}")


def choose(page: Page, text: str) -> None:
    step_to(page, text)
    page.keyboard.press("Enter")


def press_key(page: Page, key: str) -> None:
    """Find the row of a key of the keyboard on the screen, then the key."""
    row = page.locator(".keys", has=page.get_by_role("button", name=key, exact=True))
    for _ in range(MOST_STEPS):
        page.keyboard.press("Space")
        if row.evaluate("(one) => one.classList.contains('scanned')"):
            break
    page.keyboard.press("Enter")  # the first key of the row is marked now
    for _ in range(MOST_STEPS):
        if marked(page).inner_text() == key:
            break
        page.keyboard.press("Space")
    page.keyboard.press("Enter")


@pytest.fixture
def scan(visit: Callable[[str], Page]) -> Page:
    page = visit("scan")
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    settled(page)
    return page


def test_space_steps_through_what_can_be_pressed_and_says_it(scan: Page) -> None:
    seen = []
    for _ in range(9):
        scan.keyboard.press("Space")
        one = marked(scan)
        expect(one).to_have_count(1)
        seen.append(one.evaluate(LABEL))
        expect(scan.locator(".panel > .visually-hidden[role=status]")).to_have_text(seen[-1])
    assert seen == [
        "引っ越してきた", "住民票がほしい", "申請の状況を知りたい",
        "メッセージ", "送信", "03-3463-1211", "設定", "閉じる", "引っ越してきた",
    ]  # fmt: skip
    assert marked(scan).evaluate("(one) => getComputedStyle(one).outlineWidth") == "5px"
    assert_accessible(scan)


def test_the_page_around_keeps_its_own_keys(scan: Page) -> None:
    scan.get_by_label("さがす").press_sequentially("a b")
    expect(scan.get_by_label("さがす")).to_have_value("a b")
    expect(marked(scan)).to_have_count(0)


def test_an_application_can_be_filled_in_and_sent(scan: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    peer.script["ask:moving-in"] = [question(FieldKind.KANA, "ふりがな")]
    peer.script["がっこ"] = [BIRTH_DATE]
    peer.script["令和7年1月2日"] = [DOCUMENTS]
    peer.script["パスポート"] = [YES_NO]
    peer.script["answer:foreign:no"] = [SUMMARY]
    peer.script["submit:yes"] = [RECEIPT]
    choose(scan, "引っ越してきた")
    settled(scan)
    scan.keyboard.press("Space")  # the answer comes first
    scan.keyboard.press("Enter")
    expect(scan.get_by_role("group", name="画面のキーボード")).to_be_visible()
    assert_accessible(scan)
    for key in ("か", "゛", "つ", "小", "こ", "決定"):
        press_key(scan, key)
    expect(scan.get_by_label("生年月日", exact=True)).to_be_visible()
    settled(scan)
    scan.keyboard.press("Space")
    scan.keyboard.press("Enter")
    for key in ("令和", "7", "年", "1", "月", "2", "日", "決定"):
        press_key(scan, key)
    settled(scan)
    for _ in range(3):
        scan.keyboard.press("Space")
    scan.keyboard.press("Enter")
    choose(scan, "決定")
    settled(scan)
    choose(scan, "いいえ")
    settled(scan)
    choose(scan, "この内容で申請する")
    expect(scan.locator(".receipt-number")).to_contain_text("SBY-2026-0501-7F3K")
    assert peer.said == [
        "ask:moving-in", "がっこ", "令和7年1月2日", "パスポート", "answer:foreign:no", "submit:yes",
    ]  # fmt: skip


def test_one_switch_is_enough_where_steps_come_by_themselves(
    visit: Callable[[str], Page], peer: Peer
) -> None:
    page = visit("one-switch")
    wanted = log(page).get_by_role("button", name="住民票がほしい")
    expect(wanted).to_have_class("choice scanned")
    page.keyboard.press("Space")
    expect(page.locator(".from-resident")).to_contain_text("住民票がほしい")
    settled(page)
    assert peer.said == ["ask:residence-certificate"]


def test_is_turned_on_and_set_up_in_the_settings(page: Page) -> None:
    settings = open_settings(page)
    settings.get_by_label("スイッチ操作を使う").check()
    choose(page, "会話にもどる")
    page.reload()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    choose(page, "設定")
    step_to(page, "区")
    page.keyboard.press("Enter")  # a list is offered as keys
    press_key(page, "千代田区")
    expect(page.get_by_label("区", exact=True)).to_have_value("chiyoda")


def test_a_held_switch_is_pressed_once(scan: Page) -> None:
    scan.keyboard.down("Space")
    scan.keyboard.down("Space")
    scan.keyboard.down("Space")
    scan.keyboard.up("Space")
    expect(marked(scan)).to_have_text("引っ越してきた")
    expect(box(scan)).to_have_value("")
