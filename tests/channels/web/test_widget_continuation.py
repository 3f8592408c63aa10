"""A link of a text message: the widget goes on with an application that was begun by telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.channels.web.conftest import Site, assert_accessible, box, log, said, waiting
from tests.channels.web.widget_peer import BIRTH_DATE, Peer

CODE = "3456-7893"
SAID = f"引き継ぎ {CODE}"
KEPT_CODE = f"JSON.stringify([{{...localStorage}}, {{...sessionStorage}}]).includes('{CODE}')"

Visit = Callable[[str], Page]


def question(page: Page) -> Locator:
    return page.get_by_role("dialog", name="お電話の申請を続けますか")


def answer(page: Page, name: str) -> None:
    question(page).get_by_role("button", name=name, exact=True).click()
    expect(question(page)).to_have_count(0)


def test_who_agrees_goes_on_here(visit: Visit, peer: Peer) -> None:
    peer.script[SAID] = [BIRTH_DATE]
    page = visit(f"a-page#continue={CODE}")
    expect(question(page)).to_be_visible()
    expect(waiting(page)).to_be_empty()
    assert peer.said == []
    answer(page, "続ける")
    expect(log(page).get_by_text("生年月日を教えてください。")).to_be_visible()
    assert said(page, peer) == [SAID]


def test_who_does_not_agree_has_told_nobody_the_code(visit: Visit, peer: Peer) -> None:
    page = visit(f"a-page#continue={CODE}")
    answer(page, "やめる")
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    expect(box(page)).to_have_value("")
    assert said(page, peer) == []
    assert not page.evaluate(KEPT_CODE)


def test_the_code_leaves_the_address_and_the_history(visit: Visit, site: Site) -> None:
    page = visit(f"a-page?ward=shibuya#continue={CODE}")
    expect(question(page)).to_be_visible()
    assert page.url == f"{site.host}/a-page?ward=shibuya"
    page.goto(f"{site.host}/another")
    page.go_back()
    expect(page.get_by_role("button", name="送信")).to_be_visible()
    expect(question(page)).to_have_count(0)
    assert page.url == f"{site.host}/a-page?ward=shibuya"


def test_a_link_that_is_followed_in_an_open_page_asks_as_well(page: Page, peer: Peer) -> None:
    page.evaluate(f"location.hash = 'continue={CODE}'")
    answer(page, "続ける")
    assert said(page, peer) == [SAID]
    assert CODE not in page.url


@pytest.mark.parametrize("fragment", ["emergency", "continue=1234-5678", f"continue={CODE}9"])
def test_other_fragments_are_the_page_s_own(visit: Visit, peer: Peer, fragment: str) -> None:
    page = visit(f"open#{fragment}")
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    expect(question(page)).to_have_count(0)
    assert page.url.endswith(f"#{fragment}")
    assert peer.said == []


def test_the_question_is_accessible(visit: Visit, peer: Peer) -> None:
    page = visit(f"a-page#continue={CODE}")
    expect(question(page).get_by_role("button", name="やめる")).to_be_focused()
    assert_accessible(page)
