from __future__ import annotations

from channels.line.drawing import actions, colours
from channels.line.drawing.components import buttons, paragraph, pressable, receipt_number, row
from channels.line.drawing.pieces import size_of
from madoguchi.messages import Button
from tests.channels.line.line_json import nodes, postbacks, texts


def test_a_blank_paragraph_is_nothing() -> None:
    assert paragraph(None) == paragraph("") == paragraph(" \n") == []


def test_a_long_paragraph_is_several() -> None:
    assert [len(part.text) for part in paragraph("あ" * 2001)] == [1000, 1000, 1]


def test_a_web_address_in_a_text_opens() -> None:
    before, link, after = paragraph("詳しくは\nhttps://example.jp/a\nを見てください。")
    assert (before.text, after.text) == ("詳しくは", "を見てください。")
    assert (link.text, link.action.uri) == ("https://example.jp/a", "https://example.jp/a")
    assert link.color == colours.LINK


def test_a_telephone_number_in_a_text_can_be_called() -> None:
    text, link = paragraph("03-3463-1211へどうぞ。夜も03-3463-1211です。")
    assert text.action is None
    assert (link.text, link.action.uri) == ("電話をかける：03-3463-1211", "tel:0334631211")
    (alone,) = paragraph("03-3463-1211")
    assert (alone.text, alone.action.uri) == ("03-3463-1211", "tel:0334631211")


def test_a_row_has_its_label_above_its_value() -> None:
    (box,) = row("手数料", "300円")
    assert texts(box.to_dict()) == ["手数料", "300円"]
    assert texts(row("手数料", " ")[0].to_dict()) == ["手数料", "－"]


def test_what_is_the_wards_own_is_marked() -> None:
    (box,) = row("手数料", "300円", own=True)
    assert texts(box.to_dict()) == ["手数料", "区独自", "300円"]
    assert colours.BADGE in [node.get("backgroundColor") for node in nodes(box.to_dict())]


def test_a_long_row_is_marked_and_edited_too() -> None:
    edit = actions.press("直す", "edit:a")
    parts = [part.to_dict() for part in row("手数料", "あ" * 1500, own=True, edit=edit)]
    assert texts(parts) == ["手数料", "区独自", "あ" * 1000, "あ" * 500, "直す"]
    assert postbacks(parts) == ["edit:a"]


def test_a_row_of_many_numbers_is_several_parts() -> None:
    numbers = [f"03-3463-{n}" for n in range(1000, 1060)]
    drawn = row("電話", "、".join(numbers))
    assert max(size_of(part) for part in drawn) < 10_000
    assert len(drawn) == 2 + len(numbers)


def test_a_button_shows_all_of_its_label() -> None:
    (box,) = buttons([Button(label="あ" * 300, postback="back")])
    (words,) = box.contents
    assert (words.text, words.wrap) == ("あ" * 300, True)
    assert box.action.label == "あ" * 19 + "…"
    assert box.action.display_text == "あ" * 300


def test_words_that_no_button_holds_stand_above_it() -> None:
    above, box = pressable("あ" * 301, actions.press("あ" * 301, "back"))
    assert above.text == "あ" * 301
    assert box.contents[0].text == "あ" * 299 + "…"


def test_the_first_button_may_stand_out() -> None:
    choices = [Button(label="はい", postback="keep"), Button(label="いいえ", postback="no")]
    drawn = buttons(choices, first_is_primary=True)
    assert [box.background_color for box in drawn] == [colours.PRIMARY, colours.TINT]


def test_a_receipt_number_is_large() -> None:
    (number,) = receipt_number("SHBY-2611-AB")
    assert (number.text, number.size, number.weight) == ("SHBY-2611-AB", "xxl", "bold")
    assert receipt_number(" ") == []
