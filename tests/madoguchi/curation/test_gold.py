"""The gold set is apart from what is learnt, covers every intent, and is read with clear errors."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.texts import catalogue_texts
from madoguchi.curation import gold
from madoguchi.curation.applying import learnt_utterances
from madoguchi.curation.gold import GoldError
from madoguchi.curation.review import domain
from madoguchi.settings import ROOT

ONLY_BY_BUTTON = {"ask_nearest_shelter"}
"""Intents that no words have."""


def test_every_intent_has_at_least_eight_utterances() -> None:
    counted = Counter(intent for _, intent in gold.load().utterances)
    assert set(counted) == set(domain().intents) - ONLY_BY_BUTTON
    assert not ONLY_BY_BUTTON & set(learnt_utterances(ROOT).values())
    assert {intent: count for intent, count in counted.items() if count < 8} == {}


def test_nothing_of_it_is_learnt(catalogue: Catalogue) -> None:
    learnt = {text.rstrip("。？！?!") for text in learnt_utterances(ROOT)}
    known = {text.text for text in catalogue_texts(catalogue)}
    loaded = gold.load()
    assert [text for text, _ in loaded.utterances if text.rstrip("。？！?!") in learnt] == []
    assert [one.text for one in loaded.questions if one.text in known] == []


def test_nothing_stands_in_it_twice() -> None:
    texts = [text for text, _ in gold.load().utterances]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_its_questions_name_procedures(catalogue: Catalogue) -> None:
    named = {id_ for question in gold.load().questions for id_ in question.right}
    assert named <= set(catalogue.procedures)


def test_a_table_of_other_questions_may_name_several_ids(tmp_path: Path) -> None:
    table = tmp_path / "f.tsv"
    table.write_text("id\tstyle\ttext\taspect\na|b\tplain\t引っ越し\t\n", encoding="utf-8")
    (question,) = gold.load(table).questions
    assert (question.text, question.right) == ("引っ越し", ("a", "b"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"kind\ttext\nx\ty\n", "f.tsv:2: needs the columns id and text"),
        (b"id\ttext\nmoving-in\t\n", "f.tsv:2: needs"),
        ("id\ttext\nmoving-in\t引っ越し\n".encode("cp932"), "f.tsv: not UTF-8"),
    ],
)
def test_a_broken_table_is_named_with_its_row(tmp_path: Path, content: bytes, problem: str) -> None:
    table = tmp_path / "f.tsv"
    table.write_bytes(content)
    with pytest.raises(GoldError, match=problem):
        gold.load(table)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.tsv: No such file"):
        gold.load(tmp_path / "none.tsv")
