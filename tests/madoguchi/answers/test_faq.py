"""Answers from a ward's FAQ: when, and in which words."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.answers import faq
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.result import Hit, SearchResult
from madoguchi.faq.entry import FaqEntry
from madoguchi.messages import ChoicesMessage, TextMessage
from madoguchi.postback import parse

ENTRY = FaqEntry(
    "faq-1", "公園で花火はできますか", "手持ち花火はできます。打ち上げ花火はできません。",
    "公園", "https://example.jp/park", date(2026, 4, 1),
)  # fmt: skip
LONG = FaqEntry("faq-2", "花火の注意は？", "水を用意してください。" * 40)


class Finds:
    """An index that finds the same for any words."""

    def __init__(self, *hits: tuple[str, float]) -> None:
        self._hits = tuple(Hit(entry, score) for entry, score in hits)

    def search(self, query: str, limit: int = 10) -> SearchResult:
        return SearchResult(self._hits)


def test_a_short_answer_is_whole_and_names_its_source(catalogue: Catalogue) -> None:
    message = faq.answer(ENTRY, catalogue.ward("shibuya"))
    assert isinstance(message, TextMessage)
    assert ENTRY.question in message.text
    assert ENTRY.answer in message.text
    assert message.source is not None
    assert message.source.model_dump(exclude_none=True) == {
        "ward": "shibuya", "origin": "ward", "title": "渋谷区のよくある質問（公園）",
        "url": "https://example.jp/park", "updated_on": date(2026, 4, 1),
    }  # fmt: skip


def test_a_long_answer_begins_with_a_lead_and_a_button_for_the_rest(catalogue: Catalogue) -> None:
    ward = catalogue.ward("shibuya")
    message = faq.answer(LONG, ward)
    assert isinstance(message, ChoicesMessage)
    assert message.text.endswith("水を用意してください。")
    assert LONG.answer not in message.text
    (button,) = message.choices
    assert button.label == "続きを読む"
    assert parse(button.postback).entities == {"faq_ward": "shibuya", "faq": "faq-2:more"}
    assert LONG.answer in faq.whole_answer(LONG, ward).text


def test_a_long_question_is_shortened_on_its_button(catalogue: Catalogue) -> None:
    ward = catalogue.ward("shibuya")
    assert faq.button(ENTRY, ward).label == ENTRY.question
    label = faq.button(FaqEntry("x", "長い" * 50, "答"), ward).label
    assert len(label) == 60
    assert label.endswith("…")


@pytest.mark.parametrize(
    ("hits", "contested", "found", "certain"),
    [
        ([("a", 0.8), ("b", 0.1)], False, ["a"], True),
        ([("a", 0.8), ("b", 0.1)], True, [], False),
        ([("a", 0.95)], True, ["a"], True),
        ([("a", 0.4), ("b", 0.3), ("c", 0.2)], False, ["a", "b"], False),
        ([("a", 0.05)], False, [], False),
        ([], False, [], False),
    ],
)
def test_how_sure_the_search_must_be(
    hits: list[tuple[str, float]], contested: bool, found: list[str], certain: bool
) -> None:
    looked_up = faq.look_up(Finds(*hits), ("公園の花火",), contested=contested)
    assert [hit.entry for hit in looked_up.hits] == found
    assert looked_up.is_certain is certain


def test_words_that_fit_every_entry_leave_the_procedure_in_focus_alone() -> None:
    index = Finds(("a", 0.99))
    assert not faq.look_up(index, ("手数料はいくらですか",), contested=True).is_certain
    assert faq.look_up(index, ("区民プールの利用料金",), contested=True).is_certain
