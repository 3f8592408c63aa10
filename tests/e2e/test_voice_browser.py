"""A person talks to the portal's page in Chromium and applies for bulky waste by voice alone.

Everything is real: the synthetic voice goes into the page's microphone, Whisper hears it, Rasa and
the forms answer, and what is heard wrongly is set right as a person would.
"""

from __future__ import annotations

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


def reply(page: Page, tries: dict[str, int]) -> str:
    """What a person would say now."""
    question = asked(page) or ""
    if "よろしいですか" in question:
        field = newest(page).get_attribute("data-field") or ""
        expected = {"phone": "3991", "address": "豊玉北"}.get(field, "")
        heard = question.replace("-", "").replace("、", "")
        return (
            "はい、そうです。"
            if expected in heard or tries.get(field, 0) > 3
            else "いいえ、違います。"
        )
    if newest(page).locator(".summary").count():
        return "はい、お願いします。"
    field = newest(page).get_attribute("data-field") or ""
    tries[field] = tries.get(field, 0) + 1
    return SAYS.get(field, "とばす。")


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
    utter(page, "ここで申請する。")
    tries: dict[str, int] = {}
    said: list[str] = []
    for _ in range(MOST_UTTERANCES):
        if page.locator(".receipt-number").count():
            break
        said.append(reply(page, tries))
        print(newest(page).get_attribute("data-field"), "|", asked(page), "|", said[-1], flush=True)
        utter(page, said[-1])
        print("   heard:", understood(page)[-1:], flush=True)
    receipt = page.locator(".receipt-number strong").inner_text().strip()
    record = exported(stack, receipt)
    assert record["procedure"] == "bulky-waste"
    assert record["ward"] == "nerima"
