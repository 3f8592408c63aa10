from __future__ import annotations

from typing import Any

import pytest

from channels.line.outbound import draw
from madoguchi.messages import (
    Button,
    CardMessage,
    CardRow,
    ChoicesMessage,
    LinkMessage,
    Message,
    PlaceMessage,
    ReceiptMessage,
    SummaryMessage,
    SummaryRow,
    TextMessage,
)
from tests.channels.line.line_json import actions, check, nodes, postbacks, texts


def drawn(message: Message) -> list[dict[str, Any]]:
    return check(draw([message]))


def one(message: Message) -> dict[str, Any]:
    (only,) = drawn(message)
    return only


def place(**other: Any) -> PlaceMessage:
    known: dict[str, Any] = {"text": "渋谷区役所", "name": "渋谷区役所"}
    return PlaceMessage(**known | other)


WHERE = {"address": "東京都渋谷区宇田川町1-1", "latitude": 35.664, "longitude": 139.698}


def test_a_text_is_a_text() -> None:
    assert one(TextMessage(text="一行\n二行")) == {"type": "text", "text": "一行\n二行"}


def test_choices_are_quick_replies() -> None:
    wards = tuple(Button(label=f"{n}区", postback=f"answer:ward:{n}") for n in range(13))
    message = one(ChoicesMessage(text="どの区ですか。", choices=wards))
    assert (message["type"], message["text"]) == ("text", "どの区ですか。")
    assert postbacks(message["quickReply"]) == [ward.postback for ward in wards]
    assert actions(message)[0]["displayText"] == "0区"


def test_all_wards_are_a_list_to_tap() -> None:
    wards = tuple(Button(label=f"{n}区", postback=f"answer:ward:{n}") for n in range(23))
    message = one(ChoicesMessage(text="どの区ですか。", choices=wards))
    assert message["contents"]["type"] == "bubble"
    assert postbacks(message) == [ward.postback for ward in wards]
    assert texts(message) == ["どの区ですか。", *(ward.label for ward in wards)]


def test_a_choice_of_many_words_is_a_row_that_shows_them_all() -> None:
    label = "住民票の写しを本人以外の人が代わりに受け取る場合"
    message = one(
        ChoicesMessage(text="どれですか。", choices=(Button(label=label, postback="help"),))
    )
    assert texts(message) == ["どれですか。", label]
    assert actions(message)[0]["displayText"] == label
    assert actions(message)[0]["label"] == f"{label[:19]}…"


def test_choices_without_words_ask_to_choose() -> None:
    message = one(ChoicesMessage(text="", choices=(Button(label="はい", postback="keep"),)))
    assert message["text"] == "次の中から選んでください。"


def test_a_card_shows_rows_items_and_buttons_in_order() -> None:
    message = one(
        CardMessage(
            text="取り方の案内です。",
            title="住民票の写し",
            rows=(
                CardRow(label="手数料", value="300円", origin="ward"),
                CardRow(label="窓口", value="区民課", origin="common"),
            ),
            items=("申請書を書く", "窓口に出す"),
            choices=(Button(label="申請する", postback="apply:juminhyo"),),
        )
    )
    assert texts(message) == [
        "住民票の写し",
        "取り方の案内です。",
        "手数料",
        "区独自",
        "300円",
        "窓口",
        "区民課",
        "1. 申請書を書く",
        "2. 窓口に出す",
        "申請する",
    ]
    assert postbacks(message) == ["apply:juminhyo"]
    assert message["altText"] == "取り方の案内です。"


def test_a_card_beyond_one_bubble_goes_on_in_the_next() -> None:
    rows = tuple(CardRow(label=f"項目{n}", value="あ" * 50) for n in range(60))
    message = one(CardMessage(text="一覧", title="一覧", rows=rows))
    bubbles = message["contents"]["contents"]
    assert len(bubbles) == 2
    assert bubbles[1]["body"]["contents"][0]["text"] == "一覧（続き）"
    shown = texts(message)
    assert [text for text in shown if text.startswith("項目")] == [row.label for row in rows]


def test_a_summary_lets_every_answer_be_corrected() -> None:
    message = one(
        SummaryMessage(
            text="送る内容です。",
            title="申請内容",
            rows=(
                SummaryRow(field="name", label="氏名", value="窓口 花子", edit="edit:name"),
                SummaryRow(field="copies", label="枚数", value="", edit="edit:copies"),
            ),
            choices=(
                Button(label="この内容で申請する", postback="submit:0123abcd"),
                Button(label="やめる", postback="cancel"),
            ),
        )
    )
    assert postbacks(message) == ["edit:name", "edit:copies", "submit:0123abcd", "cancel"]
    assert actions(message)[0]["displayText"] == "氏名を直す"
    assert texts(message)[:8] == [
        *("申請内容", "送る内容です。", "氏名", "窓口 花子", "直す", "枚数", "－", "直す")
    ]


@pytest.mark.parametrize(
    ("submitted_at", "shown"),
    [
        ("2026-11-26T14:05:00+09:00", "2026年11月26日 14:05"),
        ("2026-11-26T20:05:00+00:00", "2026年11月27日 05:05"),
        ("2026-11-26T14:05:00", "2026年11月26日 14:05"),
        ("きのう", "きのう"),
    ],
)
def test_a_receipt_tells_number_time_and_what_follows(submitted_at: str, shown: str) -> None:
    message = one(
        ReceiptMessage(
            text="受け付けました。",
            receipt_number="SHBY-2611-AB",
            procedure="juminhyo",
            title="住民票の写し",
            submitted_at=submitted_at,
            next_steps="郵便でお送りします。",
        )
    )
    assert texts(message) == [
        "住民票の写し",
        "受け付けました。",
        "受付番号",
        "SHBY-2611-AB",
        "受付日時",
        shown,
        "これからのこと",
        "郵便でお送りします。",
        "番号をコピー",
    ]
    (number,) = [node for node in nodes(message) if node.get("text") == "SHBY-2611-AB"]
    assert number["size"] == "xxl"
    assert actions(message)[0]["clipboardText"] == "SHBY-2611-AB"


def test_a_place_that_is_fully_known_is_a_pin() -> None:
    assert one(place(**WHERE)) == {
        "type": "location",
        "title": "渋谷区役所",
        "address": "東京都渋谷区宇田川町1-1",
        "latitude": 35.664,
        "longitude": 139.698,
    }


def test_what_a_pin_cannot_tell_is_told_before_it() -> None:
    bubble, pin = drawn(place(**WHERE, phone="03-3463-1211", hours="8:30〜17:00"))
    assert pin["type"] == "location"
    assert "8:30〜17:00" in texts(bubble)
    assert {action["uri"] for action in actions(bubble)} == {"tel:0334631211"}


@pytest.mark.parametrize(
    ("other", "has_pin"),
    [
        ({}, True),
        ({"address": "あ" * 100}, True),
        ({"address": "あ" * 101}, False),
        ({"address": None}, False),
        ({"address": " "}, False),
        ({"text": "あ" * 101, "name": "あ" * 101}, False),
        ({"latitude": None}, False),
        ({"latitude": 90.1}, False),
        ({"longitude": float("nan")}, False),
    ],
)
def test_a_place_without_a_pin_is_a_bubble(other: dict[str, Any], has_pin: bool) -> None:
    messages = drawn(place(**WHERE | other))
    assert [message["type"] for message in messages] == ["location" if has_pin else "flex"]


def test_a_position_without_an_address_opens_a_map() -> None:
    message = one(place(latitude=35.664, longitude=139.698))
    (action,) = actions(message)
    assert action["uri"].startswith("https://maps.gsi.go.jp/#17/35.664/139.698/")


def test_a_link_opens_its_page() -> None:
    message = one(LinkMessage(text="こちらです。", title="渋谷区", url="https://example.jp/"))
    assert texts(message) == ["渋谷区", "こちらです。", "ページを開く"]
    assert [action["uri"] for action in actions(message)] == ["https://example.jp/"]


def test_a_link_that_cannot_be_opened_is_shown() -> None:
    message = one(LinkMessage(text="渋谷区", title="渋谷区", url="javascript:alert(1)"))
    assert texts(message) == ["渋谷区", "javascript:alert(1)"]
    assert actions(message) == []
