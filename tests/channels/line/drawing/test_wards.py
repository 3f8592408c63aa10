"""All 23 wards on a phone: quickly found, each one press away."""

from __future__ import annotations

from typing import Any

from channels.line.outbound import draw
from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.messages import Button, ChoicesMessage, Message, TextMessage
from madoguchi.postback import parse
from tests.channels.line.line_json import check, postbacks, texts


def drawn(*messages: Message) -> list[dict[str, Any]]:
    return check(draw(messages))


def test_every_ward_is_one_press_away_in_the_order_of_the_kana(catalogue: Catalogue) -> None:
    (message,) = drawn(guidance.ask_ward(catalogue.wards))
    assert message["altText"] == "どちらの区のことでしょうか。"
    bubbles = message["contents"]["contents"]
    pressed = [parse(data).entities["ward"] for data in postbacks(message["contents"])]
    assert sorted(pressed) == sorted(catalogue.wards)
    readings = [catalogue.wards[id_].names.kana for id_ in pressed]
    assert readings == sorted(readings)
    assert [texts(bubble)[1] for bubble in bubbles] == [
        "あ行", "か行", "さ行", "た・な行", "は・ま行",
    ]  # fmt: skip
    assert all(1 <= len(postbacks(bubble)) <= 6 for bubble in bubbles)
    assert all(texts(bubble)[0] == message["altText"] for bubble in bubbles)


def test_a_ward_says_its_reading_for_those_who_do_not_read_kanji(catalogue: Catalogue) -> None:
    (message,) = drawn(guidance.ask_ward(catalogue.wards))
    shown = texts(message["contents"])
    at = shown.index("渋谷区")
    assert shown[at + 1] == "しぶやく　Shibuya City"


def test_the_place_can_be_sent_instead(catalogue: Catalogue) -> None:
    (message,) = drawn(guidance.ask_ward(catalogue.wards))
    (item,) = message["quickReply"]["items"]
    assert item["action"]["type"] == "location"


def test_before_another_message_there_is_no_quick_reply(catalogue: Catalogue) -> None:
    first, _ = drawn(guidance.ask_ward(catalogue.wards), TextMessage(text="お待ちしています。"))
    assert first["contents"]["type"] == "carousel"
    assert "quickReply" not in first


def test_a_few_wards_stay_quick_replies() -> None:
    asked = ChoicesMessage(
        text="どちらですか。",
        choices=tuple(Button(label=id_, postback=f"ward:{id_}") for id_ in ("minato", "ota")),
    )
    (message,) = drawn(asked)
    assert postbacks(message["quickReply"]) == ["ward:minato", "ward:ota"]


def test_wards_among_other_choices_are_a_list(catalogue: Catalogue) -> None:
    wards = guidance.ask_ward(catalogue.wards)
    for other in ("help", "ward:osaka"):
        choices = (*wards.choices, Button(label="ほか", postback=other))
        (message,) = drawn(wards.model_copy(update={"choices": choices}))
        assert message["contents"]["type"] == "bubble"
        assert len(postbacks(message)) == 24
