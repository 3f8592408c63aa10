"""Messages in the resident's language: whole or not at all, and honest about what is not."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from madoguchi.answers import emergency, guidance, preferences
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import JST
from madoguchi.languages.answers import shown, without_readings
from madoguchi.languages.strings import text
from madoguchi.languages.translations import translations
from madoguchi.messages import (
    Button,
    CardMessage,
    CardRow,
    ChoicesMessage,
    Message,
    PlaceMessage,
    QuestionMessage,
    SummaryMessage,
    SummaryRow,
    TextMessage,
)

FREE = "ここだけの自由な文章です。"


def one(message: Message, language: str = "en") -> Message:
    (only,) = shown([message], language)
    return only


def test_a_translation_says_what_it_is_of(catalogue: Catalogue) -> None:
    japanese = guidance.greeting(catalogue.wards["nerima"], guidance.suggestions(catalogue))
    english = one(japanese)
    assert isinstance(english, ChoicesMessage)
    assert (english.language, english.translated_by) == ("en", "curated")
    assert english.original == japanese.text
    assert "Nerima City" in english.text
    assert english.choices[0] == Button(
        label="Moving-in notification", postback="procedure:moving-in"
    )


@pytest.mark.parametrize("language", ["ja", "xx"])
def test_languages_without_phrases_are_answered_in_japanese_as_before(language: str) -> None:
    said = TextMessage(text="最初の質問です。")
    assert shown([said], language) == (said,)


def test_one_unknown_part_leaves_the_message_japanese_but_for_its_buttons() -> None:
    card = CardMessage(
        title="必要なもの",
        text="最初の質問です。",
        rows=(CardRow(label="期限", value=FREE),),
        choices=(Button(label="はい", postback="yes"), Button(label=FREE, postback="no")),
    )
    said = one(card)
    assert isinstance(said, CardMessage)
    assert (said.language, said.translated_by) == ("ja", None)
    assert (said.title, said.rows) == (card.title, card.rows)
    assert [button.label for button in said.choices] == [
        translations("en")["はい"].text,
        FREE,
    ]


def test_what_stays_japanese_says_so_once_in_an_answer() -> None:
    notice = text("en", "languages.in_japanese")
    first, middle, last = shown(
        [TextMessage(text=FREE), TextMessage(text="最初の質問です。"), TextMessage(text=FREE)], "en"
    )
    assert first.text == f"{notice}\n{FREE}"
    assert (first.language, first.original) == ("ja", None), "it is no translation"
    assert middle.language == "en"
    assert last.text == FREE


def test_showing_again_changes_nothing() -> None:
    once = shown([TextMessage(text=FREE), TextMessage(text="最初の質問です。")], "en")
    assert shown(once, "en") == once


@pytest.mark.usefixtures("clean_database")
def test_what_a_member_of_staff_wrote_is_theirs() -> None:
    written = TextMessage(text="最初の質問です。", author="窓口係")
    said = one(written)
    assert said.text == f"{text('en', 'languages.in_japanese')}\n最初の質問です。"
    assert (said.language, said.translated_by) == ("ja", None), "our translation is of our words"


def test_what_is_already_in_the_language_stays() -> None:
    card = preferences.card(None, "vi", notices=True)
    assert one(card, "vi") == card


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl"])
def test_danger_is_answered_in_the_language_that_was_written_or_else_is_set(language: str) -> None:
    written = emergency.message("There is a fire!")
    assert one(written, language) == written
    japanese = one(emergency.message("火事です、煙がすごい"), language)
    assert japanese.language == language
    for number in ("119", "110", "#7119", "#9110"):
        assert number in japanese.text


def test_a_question_keeps_its_example_and_what_identifies_it() -> None:
    question = QuestionMessage(
        text="お名前には数字や記号を使えません。\nお名前を教えてください。",
        field="name",
        field_kind="name",
        label="お名前",
        required=True,
        example="山田 太郎",
        error="お名前には数字や記号を使えません。",
        earliest=date(2026, 1, 1),
    )
    said = one(question)
    assert isinstance(said, QuestionMessage)
    assert said.language == "en"
    assert said.error
    assert said.text.startswith(said.error)
    assert said.model_dump(
        exclude={"text", "label", "error", "language", "original", "translated_by"}
    ) == question.model_dump(
        exclude={"text", "label", "error", "language", "original", "translated_by"}
    )


def test_a_summary_keeps_what_the_resident_typed() -> None:
    rows = [("お名前", "山田 太郎"), ("生年月日", "1990年5月1日"), ("電話番号", "090-1234-5678")]
    summary = SummaryMessage(
        text="練馬区へ送る内容です。",
        title="転出届の申請内容",
        rows=tuple(
            SummaryRow(field=str(at), label=label, value=value, edit=f"edit:{at}")
            for at, (label, value) in enumerate(rows)
        ),
        choices=(Button(label="この内容で申請する", postback="submit:1"),),
    )
    said = one(summary)
    assert isinstance(said, SummaryMessage)
    assert [row.value for row in said.rows] == ["山田 太郎", "May 1, 1990", "090-1234-5678"]
    assert said.rows[0].label == "Name"
    assert said.choices[0].postback == "submit:1"


def test_a_place_is_found_by_its_japanese_name_where_it_has_no_other() -> None:
    said = one(
        PlaceMessage(
            text="ここからの直線距離は、約350mです。",
            name="練馬第一小学校",
            address="東京都練馬区練馬1丁目1番1号",
            latitude=35.7,
            longitude=139.6,
        )
    )
    assert isinstance(said, PlaceMessage)
    assert said.language == "en"
    assert "350m" in said.text
    assert (said.name, said.address) == ("練馬第一小学校", "東京都練馬区練馬1丁目1番1号")


def test_the_source_stays_a_source(catalogue: Catalogue) -> None:
    from madoguchi.answers import aspects

    question = aspects.AspectQuestion(
        catalogue.procedure("moving-in", "shibuya"), datetime(2026, 11, 26, 10, tzinfo=JST)
    )
    (japanese,) = aspects.answer("deadline", question)
    english = one(japanese)
    assert english.source is not None
    assert japanese.source is not None
    assert english.source.title == "Moving-in notification"
    assert english.source.url == japanese.source.url


def test_easy_japanese_is_plain_where_nothing_is_drawn_above_it() -> None:
    card = CardMessage(
        text="｜区《く》の ｜案内《あんない》", title="｜手続《てつづ》き", language="ja-easy",
        items=("｜写真《しゃしん》",), choices=(Button(label="｜次《つぎ》", postback="help"),),
    )  # fmt: skip
    plain = without_readings(card)
    assert isinstance(plain, CardMessage)
    assert (plain.text, plain.title, plain.items) == ("区の 案内", "手続き", ("写真",))
    assert plain.choices == (Button(label="次", postback="help"),)
    japanese = card.model_copy(update={"language": "ja"})
    assert without_readings(japanese) is japanese
