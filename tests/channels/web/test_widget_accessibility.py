"""WCAG 2.2 AA of the widget: rules that a machine can check, the keyboard, what is read out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages.strings import LANGUAGES, strings
from tests.channels.web.conftest import (
    Site,
    assert_accessible,
    box,
    log,
    open_settings,
    said,
    settled,
    show,
)
from tests.channels.web.widget_peer import (
    ADDRESS,
    ANSWER,
    BIRTH_DATE,
    CARD,
    DOCUMENTS,
    EASY,
    ENGLISH,
    IN_APPLICATION,
    ITEMS,
    LINK,
    PHONE_WITH_ERROR,
    PLACE,
    RECEIPT,
    STEPS,
    SUMMARY,
    YES_NO,
    Peer,
    question,
)

FOCUSED = """() => { const shadow = document.querySelector("madoguchi-widget").shadowRoot;
                     const one = shadow.activeElement;
                     return one === null ? null
                       : one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent
                         ?? one.textContent; }"""


def shown_everything(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    show(page, peer, ANSWER, CARD, STEPS, PLACE, LINK, ENGLISH, EASY, RECEIPT, SUMMARY)


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_every_kind_of_message_in_both_schemes_and_three_widths(
    page: Page, peer: Peer, colour_scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=colour_scheme)
    page.set_viewport_size({"width": width, "height": 720})
    shown_everything(page, peer)
    assert_accessible(page)
    show(page, peer, DOCUMENTS)
    assert_accessible(page)
    show(page, peer, PHONE_WITH_ERROR)
    assert_accessible(page)
    open_settings(page)
    assert_accessible(page)


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_the_closed_widget(visit: Callable[[str], Page], colour_scheme: Any) -> None:
    page = visit("a-page")
    page.emulate_media(color_scheme=colour_scheme)
    assert_accessible(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language(page: Page, peer: Peer, language: str) -> None:
    if language != "ja":
        open_settings(page).get_by_role("button", name=LANGUAGES[language], exact=True).click()
        pressed = page.get_by_role("button", name=LANGUAGES[language], exact=True, pressed=True)
        expect(pressed).to_be_visible()
        page.keyboard.press("Escape")
        settled(page)
    peer.application = IN_APPLICATION
    peer.remember("assistant", CARD.model_dump(mode="json"))
    peer.remember("assistant", ENGLISH.model_dump(mode="json"))
    peer.remember("assistant", ITEMS.model_dump(mode="json"))
    expect(page.locator(".items input").first).to_be_visible()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_attribute("lang", "ja" if language == "ja-easy" else language)
    assert "《" not in dialog.inner_text()
    assert_accessible(page)
    page.locator("header button.icon").first.click()
    expect(page.locator(".menu")).to_be_visible()
    assert "《" not in dialog.inner_text()
    assert_accessible(page)


def test_everything_can_be_done_by_keyboard(visit: Callable[[str], Page], peer: Peer) -> None:
    peer.script["ask:moving-in"] = [question(FieldKind.KANA, "ふりがな")]
    peer.script["さとう"] = [YES_NO]
    peer.script["answer:foreign:no"] = [SUMMARY]
    peer.script["submit:yes"] = [RECEIPT]
    peer.application = IN_APPLICATION
    page = visit("a-page")
    page.keyboard.press("Tab")  # the page's own field
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "相談する"
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED) == "引っ越してきた"
    outline = """() => getComputedStyle(document.querySelector("madoguchi-widget")
                   .shadowRoot.activeElement).outlineStyle"""
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_label("ふりがな")).to_be_focused()
    page.keyboard.type("さとう")
    page.keyboard.press("Enter")
    expect(page.locator(".kind-question").last).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "いいえ"
    page.keyboard.press("Space")
    expect(page.locator(".kind-summary")).to_be_focused()
    for _ in range(len(SUMMARY.rows) + 1):
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "この内容で申請する"
    page.keyboard.press("Enter")
    expect(page.locator(".kind-receipt")).to_be_focused()
    assert said(page, peer) == ["ask:moving-in", "さとう", "answer:foreign:no", "submit:yes"]
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "メッセージ"
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "相談する"


def test_the_keyboard_is_not_kept_in_the_panel(page: Page) -> None:
    page.get_by_label("さがす").focus()
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert "メッセージ" in seen
    assert None in seen  # it has left the widget again


def test_a_panel_that_covers_the_page_can_be_closed_from_the_page(page: Page) -> None:
    page.get_by_label("さがす").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label("さがす")).to_be_focused()


def test_a_panel_beside_the_page_is_not_closed_from_it(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_label("さがす").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_settings_take_and_give_back_the_keyboard(page: Page) -> None:
    page.get_by_role("button", name="設定", exact=True).press("Enter")
    expect(page.get_by_role("button", name="会話にもどる")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="設定", exact=True)).to_be_focused()
    expect(log(page)).to_be_visible()


def test_what_is_read_out_tells_the_whole_question(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    show(page, peer, BIRTH_DATE)
    assert page.get_by_role("dialog", name="まどぐち").aria_snapshot().count("生年月日") >= 2
    expect(log(page)).to_match_aria_snapshot(
        """
        - log "会話":
          - article:
            - list:
              - listitem:
                - button "引っ越してきた"
          - article:
            - paragraph: あなた：
            - paragraph: 見せて
          - article:
            - paragraph: まどぐち：
            - paragraph: 質問 3／9
            - paragraph: 生年月日を教えてください。
            - textbox "生年月日"
            - textbox "カレンダーから選ぶ"
            - button "決定"
        """
    )


def test_the_reading_order_is_the_order_of_the_focus(page: Page, peer: Peer) -> None:
    snapshot = page.get_by_role("dialog", name="まどぐち").aria_snapshot()
    parts = [snapshot.index(part) for part in ("設定", "閉じる", "会話", "メッセージ", "送信")]
    assert parts == sorted(parts)


@pytest.mark.parametrize("asked", [ADDRESS, BIRTH_DATE, ITEMS, DOCUMENTS, SUMMARY])
def test_reflows_at_400_percent(page: Page, peer: Peer, asked: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    peer.application = IN_APPLICATION
    show(page, peer, asked)
    assert_accessible(page)
    panel = page.locator(".panel")
    reachable = "(one) => one.scrollHeight >= one.querySelector('.composer').offsetTop"
    assert panel.evaluate(reachable)
    assert panel.evaluate("(one) => getComputedStyle(one).overflowY") == "auto"


def test_keeps_still_and_keeps_its_edges_where_that_is_wished(page: Page, peer: Peer) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    shown_everything(page, peer)
    assert_accessible(page)
    for part in (".panel", ".from-resident > .body", ".badge"):
        border = page.locator(part).first.evaluate("(one) => getComputedStyle(one).borderStyle")
        assert border == "solid"
    peer.delay_s = 0.5
    box(page).fill("待つ")
    box(page).press("Enter")
    dots = page.locator(".dots i").first
    expect(dots).to_be_visible()
    assert dots.evaluate("(one) => getComputedStyle(one).animationName") == "none"
    settled(page)


@pytest.mark.parametrize(
    ("tag", "key"), [("en-GB", "en"), ("zh-TW", "zh-Hant"), ("fil-PH", "tl"), ("fr", "ja")]
)
def test_speaks_the_language_of_the_browser_where_the_page_names_none(
    browser: Browser, site: Site, peer: Peer, tag: str, key: str
) -> None:
    context = browser.new_context(locale=tag)
    page = context.new_page()
    page.goto(f"{site.host}/no-language")
    expect(page.get_by_role("button", name=strings(key)["widget"]["open"])).to_be_visible()
    context.close()
