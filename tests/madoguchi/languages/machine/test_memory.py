"""The translation memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from madoguchi.languages.machine import memory
from madoguchi.languages.machine.protection import protect


@pytest.fixture(autouse=True)
def _memory(clean_database: Path) -> None:
    memory._candidates.cache_clear()


def sentence(text: str) -> memory.Sentence:
    return memory.Sentence(text, protect(text, "ja", "en"))


def recalled(text: str) -> str | None:
    found = memory.recalled([sentence(text)], "ja", "en")[0]
    return None if found is None else found.text


def remember(text: str, translation: str) -> None:
    memory.remember([(sentence(text), translation)], "ja", "en")


def test_a_sentence_is_found_again_also_with_other_numbers() -> None:
    remember("14日以内に出してください。", "Submit it within X1 days.")
    assert recalled("14日以内に出してください。") == "Submit it within 14 days."
    assert recalled("３０日以内に出してください。") == "Submit it within ３０ days."
    assert recalled("14週以内に出してください。") is None
    assert memory.recalled([sentence("14日以内に出してください。")], "ja", "vi") == [None]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("この建物の中は土曜日も開いています", True),
        ("この建物の中は土曜日も開いていますよ。", True),
        ("この建物の中は日曜日も開いています。", False),
        ("この建物の中は土曜日も開いていません。", False),
        ("この建物の中は土曜日が開いています。", False),
        ("この建物の3は土曜日も開いています。", False),
    ],
)
def test_only_what_changes_no_meaning_may_differ(asked: str, found: bool) -> None:
    remember("この建物の中は土曜日も開いています。", "This counter is open on Saturdays too.")
    assert (recalled(asked) is not None) == found


def test_a_person_wins_over_the_machine_and_over_other_persons_before() -> None:
    remember("印鑑は不要です。", "A seal is needed.")
    memory.correct(sentence("印鑑は不要です。"), "No seal is needed.", "ja", "en")
    remember("印鑑は不要です。", "A seal is needed.")
    assert memory.recalled([sentence("印鑑は不要です。")], "ja", "en") == [
        memory.Remembered("No seal is needed.", by_person=True)
    ]
    memory.correct(sentence("印鑑は不要です。"), "You need no seal.", "ja", "en")
    assert recalled("印鑑は不要です。") == "You need no seal."


def test_a_correction_holds_for_other_numbers_only_where_it_has_the_number() -> None:
    memory.correct(sentence("3日かかります。"), "It takes 3 days.", "ja", "en")
    assert recalled("5日かかります。") == "It takes 5 days."
    memory.correct(sentence("3日かかります。"), "It takes three days.", "ja", "en")
    assert recalled("3日かかります。") == "It takes three days."
    assert recalled("5日かかります。") is None


def test_a_correction_is_seen_by_the_inexact_search_of_a_running_process() -> None:
    remember("この建物の中は土曜日も開いています。", "The counter is open.")
    asked = "この建物の中は土曜日も開いています"
    assert recalled(asked) == "The counter is open."
    memory.correct(
        sentence("この建物の中は土曜日も開いています。"), "Open on Saturdays too.", "ja", "en"
    )
    assert recalled(asked) == "Open on Saturdays too."


def test_no_word_is_readable_in_the_database(clean_database: Path) -> None:
    remember("鈴木さんの書類です。", "These are Suzuki's papers.")
    with sqlite3.connect(clean_database) as connection:
        dumped = "\n".join(connection.iterdump())
    assert "translation_memory" in dumped
    assert "Suzuki" not in dumped
    assert "鈴木" not in dumped
