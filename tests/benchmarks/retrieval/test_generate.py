from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.retrieval.generate import NONSENSE, faq_data, leave_one_out
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.texts import Kind, SearchText, catalogue_texts

TEXTS = (
    SearchText("a", "名前", Kind.NAME),
    SearchText("a", "一"),
    SearchText("a", "二"),
    SearchText("b", "三"),
    SearchText("b", "一"),
)


def test_a_fold_lacks_the_texts_of_its_questions_wherever_they_stand() -> None:
    first, second = leave_one_out(TEXTS)
    assert first.queries == (("一", "a"), ("三", "b"))
    assert [text.text for text in first.texts] == ["名前", "二"]
    assert second.queries == (("二", "a"), ("一", "b"))
    assert [text.text for text in second.texts] == ["名前", "三"]


def test_every_question_of_the_catalogue_is_asked_once(catalogue: Catalogue) -> None:
    texts = catalogue_texts(catalogue)
    asked = [query for fold in leave_one_out(texts) for query in fold.queries]
    assert sorted(asked) == sorted((t.text, t.entry) for t in texts if t.kind is Kind.QUESTION)


def test_thinning_leaves_folds_out() -> None:
    assert len(list(leave_one_out(TEXTS, thin=2))) == 1
    with pytest.raises(ValueError, match="thin"):
        next(leave_one_out(TEXTS, thin=0))


def test_nonsense_is_no_question_of_the_catalogue(catalogue: Catalogue) -> None:
    assert set(NONSENSE).isdisjoint(text.text for text in catalogue_texts(catalogue))
    assert len(set(NONSENSE)) == len(NONSENSE) >= 40


def test_the_citys_queries_are_read_with_what_helps(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "localgovfaq"
    folder.mkdir(parents=True)
    pair = {"id": "7", "question": "いつ？", "answer": "明日です"}
    query = {"id": "1", "query": "日は", "relevant": {"7": 2, "8": 1}}
    (folder / "corpus.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    (folder / "queries_dev.jsonl").write_text(json.dumps(query) + "\n", encoding="utf-8")
    data = faq_data(tmp_path)
    assert data is not None
    assert data.queries == (("日は", frozenset({"7", "8"})),)
    assert [text.kind for text in data.texts] == [Kind.QUESTION, Kind.PASSAGE]


def test_without_the_citys_data_there_is_nothing_to_ask(tmp_path: Path) -> None:
    assert faq_data(tmp_path) is None
