from __future__ import annotations

import json

import pytest
from linebot.v3 import messaging as line

from channels.line.drawing import limits
from channels.line.drawing.characters import length
from channels.line.drawing.wording import speaking, words, written
from channels.line.outbound import draw
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages import ruby, strings
from madoguchi.messages import PlaceMessage, QuestionMessage

ON_BUTTONS = ("choose_photo", "take_photo", "call", "choose_date", "choose_by_place", "open_page")


def drawn(message: PlaceMessage | QuestionMessage) -> str:
    batches = draw([message])
    return json.dumps([one.to_dict() for batch in batches for one in batch], ensure_ascii=False)


@pytest.mark.parametrize(
    ("language", "address", "call"),
    [
        ("ja", "住所", "電話をかける"),
        ("ja-easy", "住所", "電話を かける"),
        ("en", "Address", "Call"),
        ("zh-Hans", "地址", "拨打电话"),
        ("ko", "주소", "전화 걸기"),
        ("vi", "Địa chỉ", "Gọi điện"),
    ],
)
def test_a_place_is_labelled_in_the_language_of_its_message(
    language: str, address: str, call: str
) -> None:
    place = PlaceMessage(
        text="練馬区役所", name="練馬区役所", address="豊玉北6-12-1", phone="03-3993-1111",
        language=language,
    )  # fmt: skip
    shown = drawn(place)
    assert f'"{address}"' in shown
    assert f'"{call}"' in shown


def test_a_question_says_nothing_of_its_own_in_japanese() -> None:
    question = QuestionMessage(
        text="When?", field="moved_on", field_kind=FieldKind.DATE, label="Date", step=1, steps=3,
        required=False, error="Not a date.", language="en",
    )  # fmt: skip
    shown = drawn(question)
    assert "Date (optional)" in shown
    assert "Choose a date" in shown
    assert not any("\u3041" <= character <= "\u9fff" for character in shown)


@pytest.mark.parametrize("key", ON_BUTTONS)
@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_words_on_line_s_own_buttons_are_not_cut(language: str, key: str) -> None:
    said = ruby.plain(strings.text(language, f"line.{key}"))
    assert length(said) <= limits.LABEL


def test_outside_of_a_message_and_in_unknown_languages_it_is_japanese() -> None:
    assert words("line.call") == "電話をかける"
    with speaking("xx"):
        assert words("line.call") == "電話をかける"
    with speaking("en"):
        assert words("line.call") == "Call"
        assert written("2026年11月26日 14:05") != "2026年11月26日 14:05"
    assert written("2026年11月26日 14:05") == "2026年11月26日 14:05"


def test_the_language_is_left_though_drawing_fails() -> None:
    with pytest.raises(ZeroDivisionError), speaking("en"):
        raise ZeroDivisionError
    assert words("line.call") == "電話をかける"


def test_a_camera_is_offered_in_the_language() -> None:
    question = QuestionMessage(
        text="Photo?",
        field="photo",
        field_kind=FieldKind.FILE,
        label="Photo",
        required=True,
        language="en",
    )
    (batch,) = draw([question])
    assert isinstance(batch[-1].quick_reply, line.QuickReply)
    labels = [item.action.label for item in batch[-1].quick_reply.items or [] if item.action]
    assert labels == ["Choose a photo", "Take a photo"]
