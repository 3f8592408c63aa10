"""The messages that every channel can draw."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import (
    MESSAGE,
    Button,
    CardMessage,
    CardRow,
    ChoicesMessage,
    LinkMessage,
    Message,
    MessageSource,
    PlaceMessage,
    QuestionMessage,
    ReceiptMessage,
    SummaryMessage,
    SummaryRow,
    TextMessage,
)

BUTTON = Button(label="はい", postback="yes")
EACH: tuple[Message, ...] = (
    TextMessage(text="こんにちは", source=MessageSource(procedure="moving-in", origin="ward")),
    ChoicesMessage(text="どれですか", choices=(BUTTON,)),
    CardMessage(text="転入届です", title="転入届", rows=(CardRow(label="手数料", value="無料"),)),
    QuestionMessage(
        text="お名前は", field="name", field_kind=FieldKind.NAME, label="お名前", required=True
    ),
    SummaryMessage(
        text="送る内容です",
        title="転入届",
        rows=(SummaryRow(field="name", label="お名前", value="佐藤", edit="edit:name"),),
        choices=(BUTTON,),
    ),
    ReceiptMessage(
        text="受け付けました",
        receipt_number="AB12-CD34",
        procedure="moving-in",
        title="転入届",
        submitted_at="2026-11-24T10:00:00+09:00",
    ),
    PlaceMessage(text="練馬区役所です", name="練馬区役所"),
    LinkMessage(text="こちらです", title="公式ページ", url="https://www.example.jp/"),
)


@pytest.mark.parametrize("message", EACH, ids=lambda message: str(message.kind))
def test_a_message_survives_json(message: Message) -> None:
    assert MESSAGE.validate_json(MESSAGE.dump_json(message)) == message


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "shout", "text": "！"},
        {"text": "こんにちは"},
        {"kind": "text"},
        {"kind": "text", "text": "a", "colour": "red"},
        {"kind": "choices", "text": "どれですか"},
    ],
)
def test_what_no_channel_can_draw_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        MESSAGE.validate_python(wrong)


def test_a_message_never_changes() -> None:
    message = TextMessage(text="こんにちは")
    with pytest.raises(ValidationError):
        message.text = "さようなら"  # type: ignore[misc]
