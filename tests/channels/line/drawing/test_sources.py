from __future__ import annotations

from datetime import date

import pytest

from channels.line.outbound import draw
from madoguchi.messages import CardMessage, MessageSource, TextMessage
from tests.channels.line.line_json import actions, check, texts

PAGE = "https://example.jp/juminhyo"
CHECKED = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            MessageSource(title="住民票", url=PAGE, verified_on=CHECKED),
            f"出典: 住民票（2026年11月1日 確認）\n{PAGE}",
        ),
        (MessageSource(title="質問集", updated_on=CHECKED), "出典: 質問集（2026年11月1日 更新）"),
        (MessageSource(url=PAGE), f"出典: example.jp\n{PAGE}"),
        (MessageSource(verified_on=CHECKED), "2026年11月1日 確認"),
        (MessageSource(title="住民票", origin="common"), "出典: 住民票　23区共通の案内です。"),
        (MessageSource(origin="common"), "23区共通の案内です。"),
    ],
)  # fmt: skip
def test_a_text_ends_with_its_source(source: MessageSource, said: str) -> None:
    (message,) = check(draw([TextMessage(text="300円です。", source=source)]))
    assert message["text"] == f"300円です。\n\n{said}"


def test_a_source_of_which_nothing_is_known_is_not_named() -> None:
    (message,) = check(draw([TextMessage(text="300円です。", source=MessageSource())]))
    assert message["text"] == "300円です。"


def test_a_card_ends_with_its_source_and_the_page() -> None:
    source = MessageSource(title="住民票", url=PAGE, verified_on=CHECKED)
    (message,) = check(draw([CardMessage(text="手数料", title="手数料", source=source)]))
    assert texts(message) == [
        "手数料",
        "出典: 住民票（2026年11月1日 確認）",
        "出典のページを開く",
    ]
    assert [action["uri"] for action in actions(message)] == [PAGE]


def test_a_page_that_cannot_be_opened_is_shown() -> None:
    source = MessageSource(title="住民票", url="file:///etc")
    (message,) = check(draw([CardMessage(text="手数料", title="手数料", source=source)]))
    assert texts(message)[-1] == "file:///etc"
    assert actions(message) == []


def test_the_japanese_stands_under_a_machines_translation() -> None:
    said = TextMessage(
        text="It costs 300 yen.", language="en", original="300円です。", translated_by="machine"
    )
    (message,) = check(draw([said]))
    expected = "It costs 300 yen.\n\n機械翻訳 / Machine translation\n300円です。"
    assert message["text"] == expected
    card = CardMessage(title="Fee", **said.model_dump(exclude={"kind"}))
    (message,) = check(draw([card]))
    assert texts(message)[-1] == "機械翻訳 / Machine translation\n300円です。"


def test_a_curated_translation_stands_alone() -> None:
    said = TextMessage(text="Hello.", original="こんにちは。", translated_by="curated")
    (message,) = check(draw([said]))
    assert message["text"] == "Hello."
