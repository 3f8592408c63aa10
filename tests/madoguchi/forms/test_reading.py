"""What one sentence offers to a form."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.forms.reading import Reading, read_all, trimmed

TODAY = date(2026, 11, 24)


def reading(procedure: str, text: str, *, opening: bool = False) -> Reading:
    fields = catalogue().procedures[procedure].form.fields
    return read_all(fields, text, TODAY, "練馬区", opening=opening)


def test_several_answers_in_one_sentence_are_all_taken() -> None:
    said = "名前は佐藤美咲、平成3年4月2日生まれ、電話は０９０－１２３４－５６７８"
    assert reading("moving-out", said).values == {
        "name": "佐藤美咲",
        "birth_date": "1991-04-02",
        "phone": "090-1234-5678",
    }


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("佐藤美咲と申します", "name", "佐藤美咲"),
        ("メールはmisaki@example.jpです", "email", "misaki@example.jp"),
        ("misaki@example.jp に送ってください", "email", "misaki@example.jp"),
        ("12月1日に引っ越します", "moving_date", "2026-12-01"),
        ("誕生日は1991/4/2です", "birth_date", "1991-04-02"),
        ("今の住所は練馬区豊玉北6-12-1です", "address", "東京都練馬区豊玉北六丁目12-1"),
    ],
)
def test_a_value_finds_its_field(said: str, field: str, value: str) -> None:
    assert reading("moving-out", said).values == {field: value}


@pytest.mark.parametrize("said", ["転出届を出したい", "よろしくお願いします", "", "😀", "🙇‍♀️🙇‍♀️"])
def test_a_sentence_without_values_offers_none(said: str) -> None:
    assert reading("moving-out", said) == Reading()


def test_a_value_that_does_not_fit_is_a_problem_with_its_reason() -> None:
    offered = reading("moving-out", "名前は佐藤美咲、生年月日は2026年2月30日")
    assert offered.values == {"name": "佐藤美咲"}
    assert "2月" in offered.problems["birth_date"].message


def test_a_date_that_could_be_any_is_not_taken() -> None:
    assert reading("moving-out", "平成3年4月2日").values == {}


def test_two_telephone_numbers_are_not_guessed_between() -> None:
    assert reading("moving-out", "090-1234-5678か03-3993-1111").values == {}


@pytest.mark.parametrize(
    "said", ["名前を訂正", "名前の訂正", "名前を訂正したい", "名前が違います", "名前を間違えました"]
)
def test_a_wish_to_correct_is_no_value(said: str) -> None:
    assert reading("moving-out", said).values == {}


def test_a_correction_with_its_value_is_taken() -> None:
    assert reading("moving-out", "名前を佐藤美穂に訂正").values == {"name": "佐藤美穂"}


def test_what_is_to_be_taken_away_is_heard_in_the_opening_only() -> None:
    said = "ソファ1つと自転車2台を捨てたい"
    assert reading("bulky-waste", said, opening=True).values == {
        "items": [{"name": "ソファ", "count": 1}, {"name": "自転車", "count": 2}]
    }
    assert reading("bulky-waste", said).values == {}


@pytest.mark.parametrize("said", ["粗大ごみを出したい", "いらない物を捨てたい", "家具を処分したい"])
def test_a_word_for_anything_is_nothing_to_take_away(said: str) -> None:
    assert reading("bulky-waste", said, opening=True).values == {}


@pytest.mark.parametrize(
    ("said", "value"),
    [("佐藤美咲です。", "佐藤美咲"), ("佐藤美咲と申します", "佐藤美咲"), ("佐藤美咲", "佐藤美咲")],
)
def test_the_words_around_a_value_are_trimmed(said: str, value: str) -> None:
    assert trimmed(said) == value
