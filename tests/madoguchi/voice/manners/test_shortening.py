"""Messages, shortened for the ear."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.answers import emergency
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.forms import questions
from madoguchi.forms.draft import Draft
from madoguchi.messages import (
    Button,
    CardMessage,
    CardRow,
    ChoicesMessage,
    LinkMessage,
    PlaceMessage,
    QuestionMessage,
    ReceiptMessage,
    TextMessage,
)
from madoguchi.voice.manners.shortening import AT_ONCE, Spoken, options, shortened


def short(message: object, *, has_screen: bool = False) -> Spoken:
    return shortened(message, "ja", has_screen=has_screen)  # type: ignore[arg-type]


def test_a_long_text_leads_with_its_first_sentence() -> None:
    text = "転出届は引っ越す前に出します。" * 2 + "引っ越したあとは14日以内です。" * 6
    spoken = short(TextMessage(text=text))
    assert "".join((*spoken.lead, *spoken.rest)).replace("\n", "") == text
    assert len(spoken.lead[0]) < 70
    assert len(spoken.rest) > 1


def test_a_list_stays_with_what_announces_it() -> None:
    text = "次の内容をうかがいました。\n・お名前：山田\n・電話番号：03-1234-5678"
    assert short(TextMessage(text=text)).lead == (text,)


def test_the_numbers_of_an_emergency_are_said_at_once() -> None:
    message = emergency.message("火事です")
    assert short(message).lead == (message.text,)
    assert short(message).rest == ()


def test_an_address_of_a_page_is_never_spoken() -> None:
    spoken = short(TextMessage(text="くわしくは https://example.jp/a?b=1 をご覧ください。"))
    assert spoken.lead == ("くわしくは お送りできるページ をご覧ください。",)
    assert spoken.unspoken == ("https://example.jp/a?b=1",)
    link = LinkMessage(text="ページ", title="転出届", url="https://example.jp/b")
    assert short(link).unspoken == ("転出届\nhttps://example.jp/b",)


def test_a_card_leads_with_what_answers() -> None:
    rows = (CardRow(label="手数料", value="300円"), CardRow(label="場所", value="区役所"))
    card = CardMessage(title="住民票の写し", text="住民票の写しの手数料です。", rows=rows)
    assert short(card).lead == ("住民票の写しの手数料です。", "手数料：300円")
    assert short(card).rest == ("場所：区役所",)
    assert short(CardMessage(title="職員への相談", text="電話へどうぞ。")).lead == (
        "職員への相談",
        "電話へどうぞ。",
    )


def test_four_choices_at_once() -> None:
    buttons = [Button(label=f"選択肢{n}", postback="x") for n in range(1, 11)]
    assert [part.count("番、") for part in options(buttons, "ja")] == [4, 4, 2]
    asked = ChoicesMessage(text="どれですか。", choices=tuple(buttons[:6]))
    assert "ほかにもあります" in short(asked).lead[-1]
    many = short(ChoicesMessage(text="どちらの区ですか。", choices=tuple(buttons)))
    assert many.lead == ("どちらの区ですか。",)
    assert len(many.rest) == 3


def test_a_question_keeps_its_help_for_when_it_is_needed() -> None:
    message = QuestionMessage(
        text="電話番号を教えてください。",
        field="phone",
        field_kind=FieldKind.PHONE,
        label="電話番号",
        required=False,
        help="日中の番号です。",
        example="090-1234-5678",
    )
    assert short(message).lead == (
        "電話番号を教えてください。",
        "答えずに進むときは、「とばす」とおっしゃってください。",
    )


@pytest.mark.parametrize(("has_screen", "where"), [(True, "画面から"), (False, "LINEかウェブ")])
def test_a_photo_cannot_be_spoken(has_screen: bool, where: str) -> None:
    message = QuestionMessage(
        text="写真を送ってください。",
        field="p",
        field_kind=FieldKind.FILE,
        label="写真",
        required=True,
    )
    assert where in short(message, has_screen=has_screen).lead[1]


def test_a_summary_is_read_in_portions_of_every_row() -> None:
    procedure = catalogue().procedure("moving-out", "nerima")
    draft = Draft(procedure="moving-out", ward="nerima")
    message = questions.summary(procedure, draft, date(2026, 11, 24))
    spoken = short(message)
    assert spoken.lead == ("転出届の申請内容を読み上げます。",)
    read = [line for part in spoken.rest for line in part.splitlines()]
    assert read == [f"{row.label}：{row.value}" for row in message.rows]
    assert max(len(part.splitlines()) for part in spoken.rest) == AT_ONCE


def test_a_receipt_number_is_read_twice() -> None:
    message = ReceiptMessage(
        text="受付番号は 7K4M-92QX-BR32 です。",
        receipt_number="7K4M-92QX-BR32",
        procedure="moving-out",
        title="転出届",
        submitted_at="2026-11-24T10:00:00+09:00",
        next_steps="区が確認します。",
    )
    spoken = short(message)
    assert [part.count("7K4M-92QX-BR32") for part in spoken.lead] == [1, 1]
    assert spoken.rest == ("区が確認します。",)
    assert "7K4M-92QX-BR32" in spoken.unspoken[0]


def test_a_place_is_told_without_its_position() -> None:
    place = PlaceMessage(
        text="近い避難場所です。",
        name="桜小学校",
        address="練馬区桜1-1",
        latitude=35.7,
        longitude=139.6,
    )
    assert short(place) == Spoken(("桜小学校",), ("練馬区桜1-1",), ("桜小学校\n練馬区桜1-1",))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_nothing_of_a_text_is_lost(text: str) -> None:
    spoken = short(TextMessage(text=text))
    said = "".join((*spoken.lead, *spoken.rest))
    if "http" not in text and "www." not in text:
        assert sorted("".join(said.split())) == sorted("".join(text.split()))
