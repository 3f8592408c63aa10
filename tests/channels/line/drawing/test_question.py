from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from channels.line.drawing import colours as palette
from channels.line.outbound import draw
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import Button, QuestionMessage, TextMessage
from tests.channels.line.line_json import actions, check, colours, postbacks, texts

BACK = Button(label="前の質問に戻る", postback="back")


def asked(kind: FieldKind = FieldKind.TEXT, **other: Any) -> QuestionMessage:
    fields: dict[str, Any] = {"text": "お名前は。", "label": "氏名", "required": True} | other
    return QuestionMessage(field="name", field_kind=kind, **fields)


def drawn(kind: FieldKind = FieldKind.TEXT, **other: Any) -> dict[str, Any]:
    (message,) = check(draw([asked(kind, **other)]))
    return message


def test_a_question_tells_all_that_helps_to_answer() -> None:
    message = drawn(help="戸籍のとおりに。", example="窓口 花子", step=2, steps=9, maximum=50)
    assert texts(message) == [
        "質問 2／9",
        "氏名",
        "お名前は。",
        "戸籍のとおりに。",
        "例：窓口 花子",
        "50文字まで",
    ]
    assert message["altText"] == "お名前は。"


def test_a_question_that_need_not_be_answered_says_so() -> None:
    assert texts(drawn(required=False))[0] == "氏名（任意）"


def test_an_error_is_said_once_in_words_and_colour() -> None:
    message = drawn(text="長すぎます。\nお名前は。", error="長すぎます。")
    assert texts(message) == ["氏名", "入力を確認してください", "長すぎます。", "お名前は。"]
    assert colours(message, "長すぎます。") == [palette.ERROR]
    assert colours(message, "お名前は。") == [palette.INK]
    assert message["altText"] == "長すぎます。\nお名前は。"


@pytest.mark.parametrize(
    ("kind", "minimum", "maximum", "said"),
    [
        (FieldKind.NUMBER, 1, 10, "1〜10"),
        (FieldKind.NUMBER, 0, None, "0以上"),
        (FieldKind.TEXT, 1, 50, "50文字まで"),
        (FieldKind.TEXT, 2, 50, "2〜50文字"),
        (FieldKind.ITEM_LIST, 1, 5, "5件まで"),
    ],
)
def test_limits_are_told(
    kind: FieldKind, minimum: int | None, maximum: int | None, said: str
) -> None:
    assert texts(drawn(kind, minimum=minimum, maximum=maximum))[-1] == said


def test_an_address_has_no_control_but_typing() -> None:
    assert actions(drawn(FieldKind.ADDRESS, label="住所")) == []


def test_a_date_is_chosen_from_a_calendar_or_typed() -> None:
    message = drawn(
        FieldKind.DATE, earliest=date(1890, 1, 1), latest=date(2026, 11, 26), choices=(BACK,)
    )
    (calendar,) = actions(message["contents"])
    assert calendar == {
        "type": "datetimepicker",
        "label": "日付を選ぶ",
        "data": "date:name",
        "mode": "date",
        "max": "2026-11-26",
    }
    assert "文字でも入力できます。和暦（令和・平成など）も使えます。" in texts(message)
    assert postbacks(message["quickReply"]) == ["back"]


def test_answers_and_the_way_out_are_quick_replies() -> None:
    yes = Button(label="はい", postback="answer:name:yes")
    message = drawn(FieldKind.YES_NO, choices=(yes, BACK))
    assert postbacks(message["quickReply"]) == ["answer:name:yes", "back"]
    assert postbacks(message["contents"]) == []


@pytest.mark.parametrize(("count", "are_quick"), [(13, True), (14, False)])
def test_more_answers_than_quick_replies_hold_are_buttons(count: int, are_quick: bool) -> None:
    answers = [f"answer:name:{n}" for n in range(count)]
    choices = tuple(Button(label=answer[-5:], postback=answer) for answer in answers)
    message = drawn(FieldKind.CHOICE, choices=choices)
    assert ("quickReply" in message) is are_quick
    assert postbacks(message) == answers


def test_a_question_before_another_message_keeps_its_buttons() -> None:
    question = asked(choices=(BACK,))
    first, _ = check(draw([question, TextMessage(text="お待ちしています。")]))
    assert postbacks(first["contents"]) == ["back"]


def test_several_answers_are_typed_together() -> None:
    choices = (Button(label="住民票", postback="answer:name:a"),)
    said = texts(drawn(FieldKind.MULTI_CHOICE, choices=choices))
    assert "2つ以上あるときは、「、」で区切って入力してください。" in said


def test_a_file_is_sent_into_the_talk_or_by_the_camera() -> None:
    message = drawn(FieldKind.FILE, choices=(Button(label="答えずに進む", postback="skip:name"),))
    assert "このトークに、そのまま送ってください。" in texts(message)
    kinds = [item["action"]["type"] for item in message["quickReply"]["items"]]
    assert kinds == ["cameraRoll", "camera", "postback"]
    assert actions(message["contents"]) == []


def test_a_file_that_must_be_sent_has_the_camera_too() -> None:
    items = drawn(FieldKind.FILE)["quickReply"]["items"]
    assert [item["action"]["label"] for item in items] == ["写真を選ぶ", "写真を撮る"]
