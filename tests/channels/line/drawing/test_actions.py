from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from channels.line.drawing import actions
from madoguchi.messages import Button


def bounds(earliest: date | None, latest: date | None) -> tuple[str | None, str | None]:
    action: dict[str, Any] = actions.choose_date("born_on", earliest, latest).to_dict()
    assert (action["mode"], action["data"]) == ("date", "date:born_on")
    return action.get("min"), action.get("max")


def test_a_press_sends_its_data_and_says_its_label() -> None:
    action = actions.press("あ" * 21, "back")
    assert action.label == "あ" * 19 + "…"
    assert (action.data, action.display_text) == ("back", "あ" * 21)


@pytest.mark.parametrize(("size", "said"), [(300, "あ" * 300), (301, "あ" * 299 + "…")])
def test_three_hundred_characters_are_said(size: int, said: str) -> None:
    assert actions.press("あ" * size, "back").display_text == said


@pytest.mark.parametrize(
    ("data", "kind"), [("a" * 300, "postback"), ("a" * 301, "message"), ("", "message")]
)
def test_data_that_no_postback_holds_leave_the_label(data: str, kind: str) -> None:
    action = actions.press("はい", data).to_dict()
    assert action["type"] == kind
    assert action.get("data" if kind == "postback" else "text") == (
        data if kind == "postback" else "はい"
    )


@pytest.mark.parametrize(
    ("count", "label", "fits"),
    [
        (0, "", False),
        (13, "あ" * 20, True),
        (14, "あ", False),
        (1, "あ" * 21, False),
        (1, "😀" * 11, False),
    ],
)
def test_quick_replies_hold_thirteen_labels_of_twenty_characters(
    count: int, label: str, fits: bool
) -> None:
    replies = actions.quick_replies([Button(label=label, postback="back")] * count)
    assert (replies is not None) is fits


def test_where_the_resident_is_is_asked_by_a_quick_reply() -> None:
    replies = actions.quick_replies([Button(label="現在地の近くを探す", postback="locate")])
    assert replies is not None
    assert [item.action.to_dict() for item in replies.items] == [
        {"type": "location", "label": "現在地の近くを探す"}
    ]


def test_where_no_quick_reply_can_stand_a_button_opens_the_screen_for_it() -> None:
    assert actions.press("現在地の近くを探す", "locate").to_dict() == {
        "type": "uri", "label": "現在地の近くを探す", "uri": "https://line.me/R/nv/location/",
    }  # fmt: skip


def test_a_button_without_words_says_what_to_do() -> None:
    replies = actions.quick_replies([Button(label=" ", postback="back")])
    assert replies is not None
    assert replies.items[0].action.label == "選ぶ"


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("https://example.jp/a?b=c#d", "https://example.jp/a?b=c#d"),
        ("http://example.jp/住", "http://example.jp/%E4%BD%8F"),
        ("https://example.jp/a b|c[1]%", "https://example.jp/a%20b%7Cc%5B1%5D%25"),
        ("https://区役所.jp/", "https://xn--dkrw8z76b.jp/"),
        (f"https://e.jp/{'a' * 987}", f"https://e.jp/{'a' * 987}"),
        (f"https://e.jp/{'a' * 988}", None),
        ("javascript:alert(1)", None),
        ("ftp://example.jp/", None),
        ("区役所", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_opened(address: str | None, uri: str | None) -> None:
    action = actions.open_page("ページを開く", address)
    assert (None if action is None else action.uri) == uri


@pytest.mark.parametrize(
    ("number", "uri"),
    [
        ("03-3463-1211", "tel:0334631211"),
        ("０３（３４６３）１２１１", "tel:0334631211"),
        ("代表 03-3463-1211（内線 12）", "tel:0334631211"),
        ("+81 3-3463-1211", "tel:+81334631211"),
        ("119", "tel:119"),
        ("12", None),
        ("電話はありません", None),
    ],
)
def test_the_first_number_is_called(number: str, uri: str | None) -> None:
    action = actions.call(number)
    assert (None if action is None else action.uri) == uri


@pytest.mark.parametrize(
    ("earliest", "latest", "offered"),
    [
        (None, None, (None, None)),
        (date(2026, 1, 1), date(2026, 12, 31), ("2026-01-01", "2026-12-31")),
        (date(1900, 1, 1), date(2100, 12, 31), ("1900-01-01", "2100-12-31")),
        (date(1899, 12, 31), date(2101, 1, 1), (None, None)),
        (date(2026, 1, 1), date(2026, 1, 1), (None, None)),
        (date(2026, 1, 2), date(2026, 1, 1), (None, None)),
    ],
)
def test_a_calendar_is_bounded_as_far_as_line_can(
    earliest: date | None, latest: date | None, offered: tuple[str | None, str | None]
) -> None:
    assert bounds(earliest, latest) == offered


@pytest.mark.parametrize(("size", "copied"), [(0, False), (1000, True), (1001, False)])
def test_a_thousand_characters_are_copied(size: int, copied: bool) -> None:
    assert (actions.copy("番号をコピー", "1" * size) is not None) is copied
