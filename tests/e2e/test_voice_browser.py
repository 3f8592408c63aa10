"""A person talks to the portal's page in Chromium and applies for bulky waste by voice alone.

Everything is real: the synthetic voice goes into the page's microphone, Whisper hears it, Rasa and
the forms answer, and what is heard wrongly is set right as a person would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from madoguchi.clock import JST, system_clock
from tests.channels.voice.mouth import INTO_PAGE, played, say, understood, wait_for

from .stack import Stack
from .test_application import exported

pytestmark = pytest.mark.timeout(1800)

ANSWER_MS = 90_000
MOST_UTTERANCES = 70
DAY = system_clock().astimezone(JST).date() + timedelta(days=12)
SAYS = {
    "items": "椅子を1個です。",
    "item_sizes": "高さは90センチです。",
    "name": "佐藤美咲です。",
    "name_kana": "さとうみさきです。",
    "address": "練馬区豊玉北6丁目12番1号です。",
    "phone": "03、3991、1111です。",
    "housing": "集合住宅です。",
    "put_out_place": "玄関の前です。",
    "carry_out_help": "いいえ。",
    "preferred_date": f"{DAY.month}月{DAY.day}日です。",
}
"""What the resident says by field; whatever else is asked is skipped."""
READ_BACK = {
    "items": ["椅子", "いす", "イス"],
    "item_sizes": ["90"],
    "name": ["サトウミサキ", "佐藤美咲"],
    "name_kana": ["サトウミサキ", "さとうみさき"],
    "address": ["豊玉北6丁目12", "豊玉北六丁目12"],
    "phone": ["0339911111"],
    "preferred_date": [f"{DAY.month}月{DAY.day}日"],
}
"""What is right when it is read back, without commas and spaces."""
TYPED = {"address": "東京都練馬区豊玉北6丁目12番1号", "phone": "03-3991-1111"}
MOST_TYPED = 2


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP")
    context.set_default_timeout(ANSWER_MS)
    yield context
    context.close()


def bar(page: Page) -> Locator:
    return page.locator(".voice")


def newest(page: Page) -> Locator:
    return page.locator(".from-assistant").last


def ready_to_listen(page: Page) -> None:
    """Wait until the assistant has had its say, also what follows a message on the screen."""
    for _ in range(200):
        wait_for(page, "listening", seconds=ANSWER_MS / 1000)
        page.wait_for_timeout(1_500)
        if bar(page).get_attribute("data-state") == "listening":
            return
    pytest.fail("the assistant never listened")


def utter(page: Page, text: str) -> None:
    """Say something and wait until it is understood and answered."""
    before = len(understood(page))
    say(page, text)
    for _ in range(ANSWER_MS // 100):
        if len(understood(page)) > before:
            break
        page.wait_for_timeout(100)
    ready_to_listen(page)


def asked(page: Page) -> str | None:
    """What the assistant has asked by voice alone, such as whether it has heard rightly."""
    said = bar(page).locator(".said")
    return said.inner_text() if said.is_visible() else None


def reply(page: Page) -> str:
    """What a person would say now."""
    question = asked(page) or ""
    field = newest(page).get_attribute("data-field") or ""
    if "でよろしいですか" in question:
        if "漢字は" in question and "美咲" not in question:
            return "かなで。"
        understood_as = re.sub(r"[\s、-]", "", question)
        is_right = any(one in understood_as for one in READ_BACK.get(field, [""]))
        return "はい、そうです。" if is_right else "いいえ、違います。"
    if newest(page).locator(".summary").count():
        return "はい、お願いします。"
    if newest(page).get_by_role("button", name="ここで申請する").count():
        return "ここで申請する。"
    return SAYS.get(field, "とばす。")


def type_instead(page: Page) -> str:
    """Type the answer, as the assistant offers where it has not understood twice; the field."""
    field = newest(page).get_attribute("data-field") or ""
    before = page.locator(".from-assistant").count()
    form = newest(page).locator("form.answer")
    form.locator("input:not(.aside input), textarea").first.fill(TYPED[field])
    form.locator("button[type=submit]").click()
    expect(page.locator(".from-assistant")).not_to_have_count(before, timeout=ANSWER_MS)
    ready_to_listen(page)
    return field


def test_a_bulky_waste_application_by_voice(stack: Stack, context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script(INTO_PAGE)
    page.goto(f"{stack.base}/?ward=nerima")
    page.get_by_role("button", name="相談する").click()
    page.locator("button.microphone").click()
    page.locator("dialog button.primary").click()
    wait_for(page, "speaking", seconds=ANSWER_MS / 1000)
    say(page, "粗大ごみを申し込みたいです。")  # the greeting is interrupted
    expect(page.locator(".from-resident")).to_have_count(1, timeout=ANSWER_MS)
    assert any(one["stopped"] for one in played(page))
    wait_for(page, "speaking", seconds=ANSWER_MS / 1000)
    bar(page).locator("summary").click()
    bar(page).get_by_label("答えを声で聞く").uncheck()  # who reads is quicker
    ready_to_listen(page)
    typed = set()
    for _ in range(MOST_UTTERANCES):
        if page.locator(".receipt-number").count():
            break
        if (
            "画面で入力" in (asked(page) or "")
            and newest(page).get_attribute("data-field") in TYPED
        ):
            typed.add(type_instead(page))
        else:
            utter(page, reply(page))
    receipt = page.locator(".receipt-number strong").inner_text().strip()
    record = exported(stack, receipt)
    assert (record["procedure"], record["ward"]) == ("bulky-waste", "nerima")
    assert len(typed) <= MOST_TYPED
