"""The widget in a real browser (Chromium) on a page of another origin, against a small peer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import (
    Button,
    CardMessage,
    CardRow,
    ChoicesMessage,
    LinkMessage,
    MessageSource,
    PlaceMessage,
    QuestionMessage,
    TextMessage,
)
from tests.channels.web.conftest import (
    Site,
    assert_accessible,
    box,
    log,
    open_settings,
    said,
    say,
    settled,
    show,
    waiting,
)
from tests.channels.web.widget_peer import (
    ADDRESS,
    ANSWER,
    BIRTH_DATE,
    CARD,
    DOCUMENTS,
    EASY,
    ENGLISH,
    FILE,
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
    dump,
    question,
)

MARKUP = '<img src=x onerror="document.title=1"><b>太字</b><script>document.title=2</script>'


def test_the_button_stands_there_and_nothing_else_is_fetched(
    visit: Callable[[str], Page], site: Site, peer: Peer
) -> None:
    page = visit("a-page")
    button = page.get_by_role("button", name="相談する")
    expect(button).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "false")
    fetched = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert fetched == [f"{site.gateway}/widget.js"]
    assert peer.started == []


def test_opening_and_closing_move_the_keyboard_along(
    visit: Callable[[str], Page], peer: Peer
) -> None:
    page = visit("a-page")
    page.get_by_role("button", name="相談する").press("Enter")
    dialog = page.get_by_role("dialog", name="まどぐち")
    expect(dialog).to_have_attribute("aria-modal", "false")
    expect(box(page)).to_be_focused()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    assert peer.started == [{"ward": "shibuya", "language": "ja"}]
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="相談する")).to_be_focused()


def test_the_page_and_the_widget_do_not_change_each_other(
    visit: Callable[[str], Page], peer: Peer
) -> None:
    page = visit("hostile")
    page.get_by_role("button", name="相談する").click()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    style = "(one) => [getComputedStyle(one).fontSize, getComputedStyle(one).color]"
    greeting = log(page).get_by_text("こんにちは。")
    assert greeting.evaluate(style) == ["16px", "rgb(36, 41, 43)"]
    assert page.locator("h1").evaluate("(one) => getComputedStyle(one).fontSize") == "40px"
    names = page.evaluate("Object.getOwnPropertyNames(window)")
    assert [name for name in names if "adoguchi" in name or name in ("LABELS", "mount")] == []


@pytest.mark.parametrize(
    ("name", "ward"), [("open", "shibuya"), ("any-ward", None), ("no-such-ward", None)]
)
def test_the_tag_names_the_ward(
    visit: Callable[[str], Page], peer: Peer, name: str, ward: str | None
) -> None:
    page = visit(name)
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    assert [started["ward"] for started in peer.started] == [ward]
    shown = page.locator("header .ward")
    expect(shown).to_have_text("渋谷区" if ward else "")


def test_answers_a_typed_question(page: Page, peer: Peer) -> None:
    box(page).fill("引っ越してきました")
    page.get_by_role("button", name="送信").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.locator(".from-resident")).to_contain_text("引っ越してきました")
    expect(box(page)).to_have_value("")
    [turn] = peer.turns
    assert turn["text"] == "引っ越してきました"
    assert re.fullmatch(r"[0-9a-f-]{36}", turn["client_message_id"])


def test_reads_the_answer_out_politely_and_once(page: Page) -> None:
    say(page, "引っ越してきました")
    announced = page.locator(".panel > .visually-hidden[role=status]")
    expect(announced).to_have_attribute("aria-live", "polite")
    expect(announced).to_contain_text("住み始めた日から14日以内")
    expect(log(page)).to_have_attribute("aria-live", "off")


def test_names_the_source_with_its_check_date(page: Page, peer: Peer) -> None:
    source = show(page, peer, ANSWER).locator(".source")
    expect(source).to_contain_text("出典：転入届（渋谷区）")
    expect(source).to_contain_text("2026年5月1日確認")
    link = source.get_by_role("link")
    expect(link).to_have_attribute("href", "https://www.city.example.jp/moving-in")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


def test_enter_that_confirms_a_conversion_does_not_send(page: Page, peer: Peer) -> None:
    box(page).focus()
    devtools = page.context.new_cdp_session(page)
    devtools.send(
        "Input.imeSetComposition", {"text": "てんにゅう", "selectionStart": 5, "selectionEnd": 5}
    )
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    devtools.send("Input.insertText", {"text": "転入"})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    # Safari ends the composition first and then sends the key with code 229.
    box(page).evaluate(
        "(box) => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229}))"
    )
    expect(box(page)).to_have_value("転入")
    assert page.locator(".from-resident").count() == 0
    box(page).press("Enter")
    expect(page.locator(".from-resident")).to_contain_text("転入")
    assert said(page, peer) == ["転入"]


def test_shift_enter_starts_a_new_line(page: Page, peer: Peer) -> None:
    box(page).press_sequentially("一行目")
    box(page).press("Shift+Enter")
    box(page).press_sequentially("二行目")
    box(page).press("Enter")
    expect(page.locator(".from-resident .text")).to_have_text("一行目\n二行目")
    assert said(page, peer) == ["一行目\n二行目"]


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_does_not_send_nothing(page: Page, peer: Peer, blank: str) -> None:
    box(page).fill(blank)
    box(page).press("Enter")
    page.get_by_role("button", name="送信").click()
    assert page.locator(".from-resident").count() == 0
    assert said(page, peer) == []


def test_tells_how_much_more_can_be_written(page: Page) -> None:
    notice = page.locator(".length-notice")
    box(page).fill("あ" * 1799)
    expect(notice).to_be_empty()
    box(page).fill("あ" * 1900)
    expect(notice).to_have_text("あと100文字ほど書けます。")
    box(page).fill("")
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "あ" * 2100})
    assert len(box(page).input_value()) == 2000
    expect(notice).to_contain_text("2000文字まで書けます。")


def test_a_button_sends_its_postback_and_shows_its_label(page: Page, peer: Peer) -> None:
    log(page).get_by_role("button", name="引っ越してきた").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.locator(".from-resident")).to_contain_text("引っ越してきた")
    assert "text" not in peer.turns[0]
    assert said(page, peer) == ["ask:moving-in"]


NEAR = ChoicesMessage(
    text="今いる場所に近い避難場所・避難所をお探しすることもできます。",
    choices=(Button(label="現在地の近くを探す", postback="locate"),),
)


def test_a_position_is_asked_of_the_browser_and_sent(page: Page, peer: Peer, site: Site) -> None:
    page.context.grant_permissions(["geolocation"], origin=site.host)
    page.context.set_geolocation({"latitude": 35.7351234, "longitude": 139.65})
    show(page, peer, NEAR).get_by_role("button", name="現在地の近くを探す").click()
    expect(page.locator(".from-resident").last).to_contain_text("位置情報")
    assert said(page, peer)[-1] == "near:35.73512,139.65000"
    assert "35.735" not in log(page).inner_text()


def test_where_the_browser_gives_no_position_the_button_itself_is_sent(
    page: Page, peer: Peer
) -> None:
    page.context.clear_permissions()
    peer.script["locate"] = [TextMessage(text="位置情報を受け取れませんでした。")]
    show(page, peer, NEAR).get_by_role("button", name="現在地の近くを探す").press("Enter")
    expect(log(page).get_by_text("位置情報を受け取れませんでした。")).to_be_visible()
    expect(page.locator(".from-resident").last).to_contain_text("現在地の近くを探す")
    assert said(page, peer)[-1] == "locate"


def test_waits_visibly_and_takes_one_press(page: Page, peer: Peer) -> None:
    peer.delay_s = 0.5
    choice = log(page).get_by_role("button", name="引っ越してきた")
    choice.dblclick()
    expect(page.get_by_text("お調べしています")).to_be_visible()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.get_by_text("お調べしています")).to_have_count(0)
    assert said(page, peer) == ["ask:moving-in"]


def test_answers_stand_below_what_they_answer(page: Page, peer: Peer) -> None:
    peer.delay_s = 0.3
    peer.script |= {"一": [TextMessage(text="一の答え")], "二": [TextMessage(text="二の答え")]}
    for text in ("一", "二"):
        box(page).fill(text)
        box(page).press("Enter")
    expect(log(page).get_by_text("二の答え")).to_be_visible()
    shown = page.locator(".message .body .text:first-child").all_inner_texts()
    assert shown[1:] == ["一", "一の答え", "二", "二の答え"]


@pytest.mark.parametrize("has_events", [True, False])
def test_draws_an_answer_that_comes_later(page: Page, peer: Peer, has_events: bool) -> None:
    peer.has_events = has_events
    page.reload()
    peer.application = IN_APPLICATION
    show(page, peer, question(FieldKind.KANA, "ふりがな"))
    page.get_by_label("ふりがな").fill("さと")
    peer.late, peer.looks_until_late = [ANSWER], 99 if has_events else 4
    box(page).fill("手数料は")
    box(page).press("Enter")
    expect(page.get_by_text("届きしだい、ここに表示します。")).to_be_visible()
    if has_events:
        peer.looks_until_late = 0
        peer.read(0)
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible(timeout=15_000)
    expect(page.get_by_label("ふりがな")).to_have_value("さと")
    expect(box(page)).to_be_focused()
    assert said(page, peer) == ["見せて", "手数料は"]


def test_what_the_ward_says_by_itself_appears(page: Page, peer: Peer) -> None:
    settled(page)
    peer.remember("assistant", dump(TextMessage(text="審査が終わりました。", author="田中")))
    message = page.locator(".from-assistant").last
    expect(message).to_contain_text("審査が終わりました。")
    expect(message).to_contain_text("職員")
    expect(message).to_contain_text("田中")
    page.get_by_role("button", name="閉じる").click()
    peer.remember("assistant", dump(TextMessage(text="通知書を送りました。")))
    launcher = page.get_by_role("button", name="新しいメッセージがあります")
    launcher.click()
    expect(log(page).get_by_text("通知書を送りました。")).to_be_visible()


def test_an_emergency_stands_above_everything(page: Page, peer: Peer) -> None:
    peer.banner = {"text": "地震のため窓口を閉じています。", "url": "https://www.city.example.jp/e"}
    banner = page.get_by_role("group", name="緊急のお知らせ")
    expect(banner).to_contain_text("地震のため窓口を閉じています。")
    expect(banner.get_by_role("link", name="くわしく見る")).to_have_attribute(
        "href", "https://www.city.example.jp/e"
    )
    assert_accessible(page)
    peer.banner = None
    expect(banner).to_be_hidden()


def test_draws_a_card(page: Page, peer: Peer) -> None:
    card = show(page, peer, STEPS, CARD)
    expect(card.get_by_role("heading", name="転入届")).to_be_visible()
    assert card.get_by_role("term").all_inner_texts() == ["届け出の期限", "手数料", "窓口区独自"]
    expect(card.get_by_role("definition").first).to_have_text(
        "新しい住所に住み始めた日から14日以内"
    )
    expect(card.get_by_role("link", name="03-3463-1211")).to_have_attribute(
        "href", "tel:0334631211"
    )
    steps = page.locator(".kind-card").first.get_by_role("listitem")
    assert steps.all_inner_texts() == list(STEPS.items)
    card.get_by_role("button", name="申請を始める").click()
    expect(page.locator(".from-resident").last).to_contain_text("申請を始める")
    assert said(page, peer)[-1] == "apply:moving-in"


def test_an_answer_can_be_rated(page: Page, peer: Peer) -> None:
    helpful = show(page, peer, ANSWER).get_by_role("group", name="お役に立ちましたか")
    helpful.get_by_role("button", name="はい").click()
    expect(page.get_by_text("ありがとうございました").first).to_be_visible()
    card = show(page, peer, CARD)
    card.get_by_role("button", name="いいえ").click()
    expect(card.get_by_role("button", name="内容が違う")).to_be_focused()
    card.get_by_role("button", name="わかりにくい").click()
    expect(card.locator(".feedback")).to_contain_text("ありがとうございました")
    assert peer.feedback == [
        {"seq": 3, "helpful": True},
        {"seq": 5, "helpful": False, "reason": "unclear"},
    ]
    page.reload()
    expect(page.locator(".kind-card")).to_be_visible()
    expect(page.locator(".feedback")).to_have_count(0)


def test_a_bare_yes_can_only_be_said_to_the_last_message(page: Page, peer: Peer) -> None:
    keep = Button(label="申請を続ける", postback="keep")
    confirm = ChoicesMessage(
        text="申請をやめますか。",
        choices=(Button(label="やめる", postback="abandon:0a1b2c3d"), keep),
    )
    message = show(page, peer, confirm)
    message.get_by_role("button", name="申請を続ける").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.get_by_role("button", name="申請を続ける")).to_have_count(0)
    expect(log(page).get_by_role("button", name="引っ越してきた")).to_be_visible()
    assert said(page, peer) == ["見せて", "keep"]


def test_draws_a_place(page: Page, peer: Peer) -> None:
    place = show(page, peer, PLACE)
    expect(place.get_by_role("heading", name="渋谷区役所")).to_be_visible()
    expect(place).to_contain_text("東京都渋谷区宇田川町1-1")
    expect(place).to_contain_text("平日 8時30分〜17時")
    map_link = place.get_by_role("link", name="地図を開く")
    expect(map_link).to_have_attribute("href", re.compile(r"openstreetmap.*35\.66384/139\.69809"))
    expect(map_link).to_have_attribute("target", "_blank")


def test_draws_a_link(page: Page, peer: Peer) -> None:
    link = show(page, peer, LINK).get_by_role("link")
    expect(link).to_have_attribute("href", "https://www.city.example.jp/moving-in")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(link).to_contain_text("新しいタブで開きます")


def test_draws_a_translation_with_its_original(page: Page, peer: Peer) -> None:
    message = show(page, peer, ENGLISH)
    expect(message.locator(".body")).to_have_attribute("lang", "en")
    message.get_by_text("日本語を見る").click()
    original = message.get_by_text("14日以内に届け出てください。")
    expect(original).to_be_visible()
    expect(original).to_have_attribute("lang", "ja")


def test_draws_readings_above_easy_japanese(page: Page, peer: Peer) -> None:
    message = show(page, peer, EASY)
    assert message.locator("ruby").first.evaluate("(one) => one.firstChild.data") == "転入届"
    assert message.locator("rt").all_inner_texts() == ["てんにゅうとどけ", "にち", "だ"]
    assert "《" not in message.inner_text()


def test_draws_a_summary_that_can_be_corrected(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION | {"step": 9}
    summary = show(page, peer, SUMMARY)
    expect(summary.get_by_role("definition").first).to_have_text("佐藤 美咲")
    expect(summary).to_contain_text("1991年4月2日")
    summary.get_by_role("button", name="生年月日を直す").click()
    expect(page.locator(".from-resident").last).to_contain_text("生年月日を直す")
    assert said(page, peer)[-1] == "edit:birth_date"


def test_a_receipt_can_be_copied_and_kept(page: Page, peer: Peer, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.host)
    receipt = show(page, peer, RECEIPT)
    expect(receipt).to_contain_text("受付日時：2026年5月1日 14:30")
    receipt.get_by_role("button", name="番号をコピー").click()
    expect(receipt.get_by_role("button", name="コピーしました")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "SBY-2026-0501-7F3K"
    with page.expect_download() as download:
        receipt.get_by_role("button", name="控えを保存").click()
    assert download.value.suggested_filename == "SBY-2026-0501-7F3K.txt"
    kept = download.value.path().read_text(encoding="utf-8")
    assert kept.startswith("転入届\n受付番号：SBY-2026-0501-7F3K\n受付日時：2026年5月1日 14:30")
    assert "5月15日までに窓口へ" in kept


def test_a_receipt_can_be_copied_without_a_clipboard(page: Page, peer: Peer) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.reload()
    receipt = show(page, peer, RECEIPT)
    receipt.get_by_role("button", name="番号をコピー").click()
    expect(receipt.get_by_role("button", name="コピーしました")).to_be_focused()


@pytest.mark.parametrize(
    ("asked", "attributes", "typed"),
    [
        (BIRTH_DATE, {"type": "text", "autocomplete": "bday"}, "平成3年4月2日"),
        (question(FieldKind.NUMBER, "人数", minimum=1, maximum=20), {"inputmode": "numeric"}, "3"),
        (
            question(FieldKind.PHONE, "電話番号"),
            {"type": "tel", "autocomplete": "tel"},
            "0312345678",
        ),
        (
            question(FieldKind.EMAIL, "メールアドレス"),
            {"type": "email", "inputmode": "email", "autocomplete": "email"},
            "misaki@example.jp",
        ),
        (
            question(FieldKind.POSTAL_CODE, "郵便番号"),
            {"inputmode": "numeric", "autocomplete": "postal-code"},
            "150-8010",
        ),
        (question(FieldKind.NAME, "お名前"), {"type": "text", "autocomplete": "name"}, "佐藤 美咲"),
        (question(FieldKind.KANA, "ふりがな"), {"type": "text"}, "さとう みさき"),
        (ADDRESS, {"autocomplete": "street-address"}, "宇田川町1-1"),
        (question(FieldKind.TEXT, "理由", maximum=100), {"type": "text"}, "転勤のため"),
    ],
    ids=lambda value: value.field_kind.value if isinstance(value, QuestionMessage) else "",
)
def test_draws_the_control_of_a_field_kind(
    page: Page, peer: Peer, asked: QuestionMessage, attributes: dict[str, str], typed: str
) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, asked)
    control = message.get_by_label(asked.label, exact=True)
    for name, value in attributes.items():
        expect(control).to_have_attribute(name, value)
    assert_accessible(page)
    message.get_by_role("button", name="決定").click()
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_be_focused()
    expect(control).to_have_accessible_description(re.compile("ください。"))
    assert_accessible(page)
    control.fill(typed)
    message.get_by_role("button", name="決定").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    assert said(page, peer) == ["見せて", typed]


def test_a_day_can_be_taken_from_a_calendar(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, BIRTH_DATE)
    calendar = message.get_by_label("カレンダーから選ぶ")
    expect(calendar).to_have_attribute("min", "1900-01-01")
    expect(calendar).to_have_attribute("max", "2026-05-01")
    calendar.fill("1991-04-02")
    expect(message.get_by_label("生年月日", exact=True)).to_have_value("1991年4月2日")
    message.get_by_role("button", name="決定").click()
    assert said(page, peer)[-1] == "1991年4月2日"


@pytest.mark.parametrize("code", ["150-0042", "１５０−００４２", "〒1500042"])
def test_a_postal_code_begins_the_address(page: Page, peer: Peer, code: str) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, ADDRESS)
    address = message.get_by_label("新しい住所", exact=True)
    message.get_by_label("郵便番号から入れる").fill(code)
    expect(address).to_have_value("東京都渋谷区宇田川町")
    expect(message.get_by_text("東京都渋谷区宇田川町と入れました。")).to_be_visible()
    assert_accessible(page)


def test_an_unknown_postal_code_says_so_and_keeps_what_was_typed(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, ADDRESS)
    address = message.get_by_label("新しい住所", exact=True)
    address.fill("渋谷区神南1-1")
    message.get_by_label("郵便番号から入れる").fill("9999999")
    expect(message.get_by_text("この郵便番号は見つかりません。")).to_be_visible()
    message.get_by_label("郵便番号から入れる").fill("1500042")
    expect(message.get_by_text("と入れました。")).to_be_visible()
    expect(address).to_have_value(re.compile("渋谷区神南1-1$"))


def test_things_are_listed_one_by_one(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, ITEMS)
    assert_accessible(page)
    message.get_by_role("button", name="決定").click()
    expect(message.get_by_label("1つ目", exact=True)).to_be_focused()
    expect(message.get_by_label("1つ目", exact=True)).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("ソファ ２")
    message.get_by_role("button", name="もう1つ加える").click()
    expect(message.get_by_label("2つ目", exact=True)).to_be_focused()
    page.keyboard.type("布団")
    message.get_by_role("button", name="もう1つ加える").click()
    expect(message.get_by_role("button", name="もう1つ加える")).to_be_hidden()
    page.keyboard.type("椅子 3")
    message.get_by_role("button", name="2つ目を削除").click()
    expect(message.get_by_label("2つ目", exact=True)).to_have_value("椅子 3")
    expect(message.get_by_label("2つ目", exact=True)).to_be_focused()
    peer.script["ソファ ２\n椅子 3"] = [ITEMS.model_copy(update={"error": "数が多すぎます。"})]
    message.get_by_role("button", name="決定").click()
    again = page.locator(".from-assistant").last
    expect(again.get_by_label("1つ目", exact=True)).to_have_value("ソファ ２")
    expect(again.get_by_label("2つ目", exact=True)).to_have_value("椅子 3")
    assert said(page, peer)[-1] == "ソファ ２\n椅子 3"


def test_a_file_is_checked_and_handed_in(page: Page, peer: Peer, tmp_path: Path) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, FILE)
    control = message.get_by_label("本人確認書類")
    expect(control).to_have_accessible_description(re.compile("10MBまで"))
    for name, size, complaint in (
        ("memo.txt", 1, "JPEG・PNG・PDF"),
        ("big.pdf", 10 * 1024 * 1024 + 1, "10.1MBあります"),
    ):
        (tmp_path / name).write_bytes(b"x" * size)
        control.set_input_files(tmp_path / name)
        message.get_by_role("button", name="決定").click()
        expect(control).to_have_accessible_description(re.compile(complaint))
    assert_accessible(page)
    control.set_input_files({"name": "証明.png", "mimeType": "image/png", "buffer": b"png"})
    message.get_by_role("button", name="決定").click()
    expect(page.locator(".from-resident").last).to_contain_text("証明.png")
    assert peer.files == [("identity", "%E8%A8%BC%E6%98%8E.png", b"png")]
    assert said(page, peer)[-1] == "answer:identity:f1"


def test_yes_or_no_is_asked_by_buttons(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    group = show(page, peer, YES_NO).get_by_role("group", name="外国籍ですか")
    assert group.get_by_role("button").all_inner_texts() == ["はい", "いいえ"]
    group.get_by_role("button", name="いいえ").click()
    expect(page.locator(".from-resident").last).to_contain_text("いいえ")
    assert said(page, peer)[-1] == "answer:foreign:no"


def test_one_of_many_is_chosen_from_a_list(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    choices = tuple(Button(label=f"{n}丁目", postback=f"answer:town:{n}") for n in range(1, 12))
    message = show(page, peer, question(FieldKind.CHOICE, "町", choices=choices))
    message.get_by_role("button", name="決定").click()
    expect(message.get_by_label("町")).to_have_accessible_description("一つ選んでください")
    assert_accessible(page)
    message.get_by_label("町").select_option("7丁目")
    message.get_by_role("button", name="決定").click()
    expect(page.locator(".from-resident").last).to_contain_text("7丁目")
    assert said(page, peer)[-1] == "answer:town:7"


def test_several_choices_are_asked_by_checkboxes(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, DOCUMENTS)
    group = message.get_by_role("group", name="お持ちの書類任意")
    assert group.get_by_role("checkbox").count() == 3
    expect(message.get_by_role("button", name="答えずに進む")).to_be_visible()
    message.get_by_role("button", name="決定").click()
    expect(group).to_have_accessible_description("あてはまるものを選んでください。")
    expect(group.get_by_role("checkbox").first).to_be_focused()
    assert_accessible(page)
    group.get_by_label("運転免許証").check()
    group.get_by_label("パスポート").check()
    message.get_by_role("button", name="決定").click()
    expect(page.locator(".from-resident").last).to_contain_text("運転免許証、パスポート")
    assert said(page, peer)[-1] == "運転免許証、パスポート"


def test_an_error_belongs_to_its_field_and_keeps_what_was_typed(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    asked = question(FieldKind.PHONE, "電話番号")
    message = show(page, peer, asked)
    peer.script["123"] = [PHONE_WITH_ERROR]
    message.get_by_label("電話番号").fill("123")
    message.get_by_label("電話番号").press("Enter")
    control = page.get_by_role("textbox", name="電話番号")
    expect(control).to_have_count(1)  # the first one is closed
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_have_accessible_description(re.compile("10けたか11けた"))
    expect(control).to_have_accessible_description(re.compile("日中に連絡できる番号"))
    expect(log(page).get_by_text("10けたか11けた")).to_have_count(1)  # said once, at the field
    expect(control).to_have_value("123")
    expect(control).to_be_focused()
    assert_accessible(page)


def test_a_question_can_be_answered_or_left_in_the_main_box(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    show(page, peer, BIRTH_DATE)
    peer.script["平成3年4月2日"] = [YES_NO]
    expect(box(page)).to_have_attribute("placeholder", "ほかの質問もできます")
    say(page, "手数料はいくらですか")
    expect(page.get_by_label("生年月日", exact=True)).to_be_visible()  # still to be answered
    say(page, "平成3年4月2日")
    expect(page.get_by_label("生年月日", exact=True)).to_have_count(0)
    expect(box(page)).to_be_focused()
    peer.application = None
    say(page, "申請をやめます")
    expect(log(page).get_by_role("group", name="外国籍ですか")).to_have_count(0)


def test_shows_how_far_the_application_is(page: Page, peer: Peer) -> None:
    progress = page.get_by_role("progressbar", name="転入届の申請")
    expect(progress).to_have_count(0)
    peer.application = IN_APPLICATION
    show(page, peer, YES_NO)
    expect(page.get_by_label("申請の進み具合")).to_contain_text("3／9")
    assert progress.evaluate("(bar) => [bar.value, bar.max]") == [3, 9]
    peer.application = None
    say(page, "やめます")
    expect(progress).to_have_count(0)


def test_markup_in_a_message_is_shown_as_text(page: Page, peer: Peer) -> None:
    evil = "javascript:alert(1)"
    show(
        page,
        peer,
        TextMessage(text=MARKUP, source=MessageSource(title=MARKUP, url=evil)),
        ChoicesMessage(text=MARKUP, choices=(Button(label=MARKUP, postback=MARKUP),)),
        CardMessage(text=MARKUP, title=MARKUP, rows=(CardRow(label=MARKUP, value=MARKUP),)),
        PlaceMessage(text=MARKUP, name=MARKUP, address=MARKUP, phone=MARKUP),
        LinkMessage(text=MARKUP, title=MARKUP, url=evil),
        SUMMARY.model_copy(update={"text": MARKUP, "title": MARKUP}),
        RECEIPT.model_copy(update={"receipt_number": MARKUP, "next_steps": MARKUP}),
        question(FieldKind.TEXT, MARKUP, help=MARKUP, error=MARKUP),
    )
    say(page, MARKUP)
    assert log(page).locator("img, b, script").count() == 0
    assert log(page).locator("[href^='javascript']").count() == 0
    assert log(page).get_by_text(MARKUP).count() > 15
    assert page.title() == "区のページ"
    page.reload()
    expect(page.locator(".from-resident")).to_have_count(2)
    assert log(page).locator("img, b, script").count() == 0


def test_choosing_a_ward_tells_the_conversation(visit: Callable[[str], Page], peer: Peer) -> None:
    page = visit("any-ward")
    settings = open_settings(page)
    settings.get_by_label("区", exact=True).select_option("shibuya")
    settings.get_by_role("button", name="変更").click()
    expect(page.locator(".ward-phone")).to_have_text("渋谷区役所 03-3463-1211")
    expect(page.locator(".from-resident")).to_contain_text("渋谷区")
    assert said(page, peer) == ["ward:shibuya"]


def test_another_language_is_spoken_at_once_and_remembered(page: Page, peer: Peer) -> None:
    box(page).fill("Xin chào")
    settings = open_settings(page)
    settings.get_by_role("button", name="Tiếng Việt").click()
    menu = page.get_by_role("group", name="Cài đặt")
    expect(menu.get_by_role("button", name="Tiếng Việt")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Tin nhắn", exact=True)).to_have_value("Xin chào")
    expect(page.locator(".from-resident")).to_contain_text("Tiếng Việt")
    assert said(page, peer) == ["language:vi"]
    greeting = page.locator(".from-assistant .body").first
    expect(greeting).to_have_attribute("lang", "ja")
    expect(page.get_by_role("dialog")).to_have_attribute("lang", "vi")
    page.reload()
    expect(page.get_by_label("Tin nhắn", exact=True)).to_be_visible()


def test_the_letters_can_be_made_larger_and_stay_so(page: Page) -> None:
    settings = open_settings(page)
    size = """() => parseFloat(getComputedStyle(document.querySelector("madoguchi-widget")
                .shadowRoot.querySelector(".panel")).fontSize)"""
    before = page.evaluate(size)
    for _ in range(9):
        settings.get_by_role("button", name="文字を大きく").click()
    expect(settings.get_by_text("200%")).to_be_visible()
    assert page.evaluate(size) == before * 2
    assert_accessible(page)
    page.reload()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    assert page.evaluate(size) == before * 2


def test_the_conversation_can_be_downloaded(page: Page, peer: Peer) -> None:
    say(page, "引っ越してきました")
    settings = open_settings(page)
    with page.expect_download() as download:
        settings.get_by_role("button", name="会話を保存する").click()
    assert download.value.suggested_filename == "まどぐちの会話.txt"
    assert "引っ越してきました" in download.value.path().read_text(encoding="utf-8")


def test_erasing_asks_first(page: Page, peer: Peer) -> None:
    say(page, "引っ越してきました")
    open_settings(page).get_by_role("button", name="会話を消す").click()
    dialog = page.get_by_role("dialog", name="会話を消しますか")
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="会話を消す")).to_be_focused()
    assert peer.alive == {"c1"}
    page.get_by_role("button", name="会話を消す").click()
    dialog.get_by_role("button", name="消す", exact=True).click()
    expect(page.locator(".from-resident")).to_have_count(0)
    expect(log(page).get_by_text("こんにちは。")).to_have_count(1)
    assert peer.alive == {"c2"}


@pytest.mark.parametrize("missing", ["events", "transcript", "feedback"])
def test_a_gateway_without_the_newer_calls_is_enough(
    page: Page, peer: Peer, missing: str, site: Any
) -> None:
    page.route(f"**/{missing}", lambda route: route.fulfill(status=404, body="{}"))
    page.reload()
    say(page, "引っ越してきました")
    message = page.locator(".from-assistant").last
    expect(message).to_contain_text("住み始めた日から14日以内")
    if missing == "feedback":
        message.get_by_role("button", name="はい").click()
        expect(message).to_contain_text("送れませんでした。")
    if missing == "transcript":
        with page.expect_download() as download:
            open_settings(page).get_by_role("button", name="会話を保存する").click()
        assert "あなた：引っ越してきました" in download.value.path().read_text(encoding="utf-8")
    expect(waiting(page)).to_be_empty()
