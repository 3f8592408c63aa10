"""What becomes of a conversation when the connection, the page or the conversation itself ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from madoguchi.messages import TextMessage
from tests.channels.web.conftest import assert_accessible, box, log, said, say, settled, show
from tests.channels.web.widget_peer import BIRTH_DATE, IN_APPLICATION, SHIBUYA, Peer

NOT_SENT = "まだ送れていません"


def bubbles(page: Page) -> list[str]:
    """What was said, in order: residents' and assistants' texts."""
    return page.locator(".message .body .text:first-child").all_inner_texts()


def is_turn(request: Request) -> bool:
    """Whether a request says something, rather than reads it."""
    return request.method == "POST" and request.url.endswith("/messages")


def test_a_reload_keeps_the_conversation_and_the_open_panel(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    peer.ward = SHIBUYA
    say(page, "引っ越してきました")
    show(page, peer, BIRTH_DATE)
    before = bubbles(page)
    page.reload()
    expect(page.get_by_label("生年月日", exact=True)).to_be_visible()
    assert bubbles(page) == before
    expect(page.get_by_label("申請の進み具合")).to_contain_text("転入届の申請")
    assert len(peer.started) == 1


def test_another_visit_goes_on_with_the_conversation(
    page: Page, visit: Callable[[str], Page], peer: Peer
) -> None:
    say(page, "引っ越してきました")
    page.close()
    again = visit("open")
    expect(again.locator(".from-resident")).to_contain_text("引っ越してきました")
    assert len(peer.started) == 1


def test_resends_after_a_lost_answer_under_the_same_id(page: Page, peer: Peer) -> None:
    ids: list[str] = []

    def lose_the_answer(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "{}")["client_message_id"])
        if len(ids) == 1:
            route.fetch()  # the gateway hears it, the page does not hear back
            route.abort()
        else:
            route.continue_()

    peer.has_events = False
    page.reload()
    page.route("**/messages", lose_the_answer)
    with page.expect_response(lambda response: is_turn(response.request), timeout=15_000):
        box(page).fill("引っ越してきました")
        box(page).press("Enter")
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_have_count(1)
    expect(page.locator(".failure")).to_have_count(0)
    expect(page.locator(".from-resident")).to_have_count(1)
    assert ids[0] == ids[1]
    assert said(page, peer) == ["引っ越してきました"]


def test_an_unsent_turn_survives_a_reload_and_is_answered_once(page: Page, peer: Peer) -> None:
    peer.has_events = False
    page.reload()
    page.route("**/messages", lambda route: (route.fetch(), route.abort()))
    with page.expect_event("requestfailed", is_turn):
        box(page).fill("引っ越してきました")
        box(page).press("Enter")
    assert peer.said == ["引っ越してきました"]
    page.unroute("**/messages")
    page.reload()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_have_count(1)
    expect(page.locator(".from-resident")).to_have_count(1)
    assert said(page, peer) == ["引っ越してきました"]


def test_a_connection_that_drops_twice_loses_and_doubles_nothing(
    page: Page, peer: Peer, context: BrowserContext
) -> None:
    peer.script |= {text: [TextMessage(text=f"{text}の答え")] for text in "一二三四"}
    say(page, "一")
    context.set_offline(True)
    expect(page.get_by_text("インターネットにつながっていません。")).to_be_visible()
    for text in ("二", "三"):
        box(page).fill(text)
        box(page).press("Enter")
    expect(page.locator(".failure")).to_have_text(NOT_SENT)
    assert_accessible(page)
    context.set_offline(False)
    expect(log(page).get_by_text("三の答え")).to_be_visible()
    context.set_offline(True)
    box(page).fill("四")
    box(page).press("Enter")
    expect(page.locator(".failure")).to_have_text(NOT_SENT)
    page.close()  # and the tab is closed before it is sent
    context.set_offline(False)
    again = context.new_page()
    again.goto(page.url)
    expect(log(again).get_by_text("四の答え")).to_be_visible()
    assert bubbles(again)[1:] == [
        *("一", "一の答え", "二", "二の答え", "三", "三の答え", "四", "四の答え")
    ]
    assert said(again, peer) == ["一", "二", "三", "四"]


def test_can_be_sent_at_once_without_waiting(page: Page, peer: Peer) -> None:
    page.route("**/messages", lambda route: route.abort())
    box(page).fill("引っ越してきました")
    box(page).press("Enter")
    expect(page.locator(".failure")).to_have_text(NOT_SENT)
    page.unroute("**/messages")
    page.get_by_role("button", name="今すぐ送る").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()


def test_two_tabs_are_one_conversation(
    page: Page, visit: Callable[[str], Page], peer: Peer
) -> None:
    other = visit("open")
    expect(log(other).get_by_text("こんにちは。")).to_be_visible()
    say(page, "引っ越してきました")
    expect(log(other).get_by_text("住み始めた日から14日以内")).to_have_count(1)
    say(other, "手数料は")
    expect(page.locator(".from-resident")).to_have_count(2)
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_have_count(2)
    assert said(other, peer) == ["引っ越してきました", "手数料は"]
    assert len(peer.started) == 1


def test_two_tabs_follow_each_other_without_events(
    page: Page, visit: Callable[[str], Page], peer: Peer
) -> None:
    peer.has_events = False
    page.reload()
    other = visit("open")
    expect(log(other).get_by_text("こんにちは。")).to_be_visible()
    say(page, "引っ越してきました")
    expect(log(other).get_by_text("住み始めた日から14日以内")).to_have_count(1)


def test_what_waits_in_two_tabs_is_sent_by_one(
    page: Page, visit: Callable[[str], Page], peer: Peer, context: BrowserContext
) -> None:
    other = visit("open")
    expect(log(other).get_by_text("こんにちは。")).to_be_visible()
    context.set_offline(True)
    for tab, text in ((page, "一"), (other, "二")):
        box(tab).fill(text)
        box(tab).press("Enter")
        expect(tab.locator(".from-resident", has_text=text)).to_be_visible()
    context.set_offline(False)
    for tab in (page, other):
        expect(log(tab).get_by_text("住み始めた日から14日以内")).to_have_count(2)
        settled(tab)
    assert sorted(peer.said) == ["一", "二"]


def test_erasing_in_one_tab_empties_the_other(
    page: Page, visit: Callable[[str], Page], peer: Peer
) -> None:
    other = visit("open")
    say(page, "引っ越してきました")
    expect(other.locator(".from-resident")).to_have_count(1)
    page.get_by_role("button", name="設定", exact=True).click()
    page.get_by_role("button", name="会話を消す").click()
    page.get_by_role("button", name="消す", exact=True).click()
    expect(other.locator(".from-resident")).to_have_count(0)
    expect(log(other).get_by_text("こんにちは。")).to_have_count(1)
    assert peer.alive == {"c2"}


def test_waits_politely_when_too_much_was_asked(page: Page, peer: Peer) -> None:
    peer.problem, peer.retry_after = (429, "1分ほど待ってからお送りください。"), 1
    box(page).fill("引っ越してきました")
    box(page).press("Enter")
    expect(page.get_by_text("1秒後に自動で送ります。").first).to_be_visible()
    assert_accessible(page)
    peer.problem = None
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    assert said(page, peer) == ["引っ越してきました"]


def test_says_why_a_turn_was_refused_and_lets_it_be_rewritten(page: Page, peer: Peer) -> None:
    peer.problem = (422, "文が長すぎます。短くして送ってください。")
    box(page).fill("長い文")
    box(page).press("Enter")
    bubble = page.locator(".from-resident")
    expect(bubble).to_contain_text("文が長すぎます。短くして送ってください。")
    assert_accessible(page)
    bubble.get_by_role("button", name="書き直す").click()
    expect(box(page)).to_have_value("長い文")
    expect(box(page)).to_be_focused()
    expect(bubble).to_have_count(0)


def test_an_expired_conversation_starts_anew_and_keeps_the_text(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    show(page, peer, BIRTH_DATE)
    peer.application = None
    peer.alive.clear()
    box(page).fill("必要な書類は何ですか")
    box(page).press("Enter")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("前の会話は終わりました")
    expect(box(page)).to_have_value("必要な書類は何ですか")
    expect(log(page).get_by_text("こんにちは。")).to_have_count(2)
    expect(page.get_by_label("生年月日", exact=True)).to_have_count(0)
    assert_accessible(page)
    box(page).press("Enter")
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    assert said(page, peer) == ["見せて", "必要な書類は何ですか"]


def test_a_reload_after_expiry_starts_anew(page: Page, peer: Peer) -> None:
    say(page, "引っ越してきました")
    peer.alive.clear()
    page.reload()
    expect(page.locator(".notice", has_text="前の会話は終わりました")).to_be_visible()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    assert len(peer.started) == 2


def test_connects_again_when_the_gateway_could_not_be_reached(
    visit: Callable[[str], Page], context: BrowserContext, peer: Peer
) -> None:
    context.route("**/api/v1/**", lambda route: route.abort())
    page = visit("open")
    expect(page.locator(".notice", has_text="通信できませんでした")).to_be_visible()
    assert_accessible(page)
    context.unroute("**/api/v1/**")
    page.get_by_role("button", name="もう一度つなぐ").click()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    expect(page.locator(".notice")).to_have_count(0)


def test_a_widget_that_could_not_be_fetched_says_so_and_is_fetched_again(
    visit: Callable[[str], Page], context: BrowserContext
) -> None:
    context.route("**/widget/widget.css", lambda route: route.abort())
    page = visit("a-page")
    page.get_by_role("button", name="相談する").click()
    failed = page.get_by_role("button", name="開けませんでした。もう一度押してください")
    expect(failed).to_be_visible()
    context.unroute("**/widget/widget.css")
    failed.click()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()


def test_works_where_the_page_may_store_nothing(
    visit: Callable[[str], Page], context: BrowserContext, peer: Peer
) -> None:
    context.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, { get() { throw new Error("blocked"); } });"""
    )
    page = visit("open")
    say(page, "引っ越してきました")
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()


def test_the_token_is_in_no_address(page: Page, peer: Peer) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    say(page, "引っ越してきました")
    page.reload()
    settled(page)
    assert addresses
    assert not any("token" in address for address in addresses)


@pytest.mark.parametrize(
    ("stream", "heard"),
    [
        (["event: a\nda", "ta: 1\n\n"], [["a", "1"]]),
        (
            ["data: 1\r\ndata: 2\r\n\r\n: hi\n\ndata: 3\n\n"],
            [["message", "1\n2"], ["message", "3"]],
        ),
        ([": nothing\n\n", "id: 4\n\n"], []),
    ],
)
def test_events_are_read_however_they_are_cut(
    page: Page, stream: list[str], heard: list[Any]
) -> None:
    script = re.search(r"http://127[^/]+", page.locator("script").get_attribute("src") or "")
    assert script is not None
    found = page.evaluate(
        """async ([base, stream]) => {
             const { EventReader } = await import(`${base}/widget/stream.js`);
             const heard = [];
             const reader = new EventReader(({ event, data }) => heard.push([event, data]));
             for (const piece of stream) reader.read(piece);
             return heard; }""",
        [script[0], stream],
    )
    assert found == heard


def test_can_be_answered_as_soon_as_the_stream_has_brought_the_question(
    page: Page, peer: Peer
) -> None:
    """The call that asked is still under way; the next turn waits its turn."""

    def answer_slowly(route: Route) -> None:
        answer = route.fetch()
        expect(log(page).get_by_text("住み始めた日から14日以内").first).to_be_visible()
        if not pressed:
            pressed.append(True)
            log(page).get_by_role("button", name="住民票がほしい").press("Enter")
            expect(page.locator(".from-resident").last).to_contain_text("住民票がほしい")
        route.fulfill(response=answer)

    pressed: list[bool] = []
    page.route("**/messages", answer_slowly)
    box(page).fill("引っ越してきました")
    box(page).press("Enter")
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_have_count(2)
    assert said(page, peer) == ["引っ越してきました", "ask:residence-certificate"]
