from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.retrieval.generate import (
    NONSENSE,
    FaqDataError,
    leave_one_out,
    read_faq,
    shared_faq,
)
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


PAIRS = [
    {"id": "7", "question": "いつ？", "answer": "明日です"},
    {"id": "8", "question": "どこ？", "answer": ""},
]
QUERIES = [{"id": "1", "query": "日は", "relevant": {"7": 2, "8": 1}}]


def written(folder: Path, pairs: Sequence[object], queries: Sequence[object]) -> tuple[Path, Path]:
    """Both as JSON Lines; a text is written as it stands."""
    files = folder / "corpus.jsonl", folder / "queries_dev.jsonl"
    for file, rows in zip(files, (pairs, queries), strict=True):
        lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return files


def test_a_faq_is_read_with_the_grades_of_its_queries(tmp_path: Path) -> None:
    data = read_faq(*written(tmp_path, [PAIRS[0], "", PAIRS[1]], QUERIES))
    assert [(q.id, q.text, q.grades) for q in data.queries] == [("1", "日は", {"7": 2, "8": 1})]
    assert [(t.entry, t.kind) for t in data.texts] == [
        ("7", Kind.QUESTION),
        ("7", Kind.PASSAGE),
        ("8", Kind.QUESTION),
    ], "an empty answer is no text"


@pytest.mark.parametrize(
    ("pairs", "queries", "named"),
    [
        ([PAIRS[0], "{"], QUERIES, "corpus.jsonl, line 2: not JSON"),
        (["[1]"], QUERIES, "corpus.jsonl, line 1: not a JSON object"),
        ([{"id": "7", "question": "いつ？"}], QUERIES, "line 1: answer must be a text"),
        ([{**PAIRS[0], "question": " "}], QUERIES, "line 1: question is empty"),
        ([PAIRS[0], PAIRS[0]], QUERIES, "line 2: the id '7' stands twice"),
        (PAIRS, [{**QUERIES[0], "relevant": {"9": 1}}], "relevant names '9', which is not in"),
        (PAIRS, [{**QUERIES[0], "relevant": {"7": "2"}}], "relevant must be an object of ids and"),
        (PAIRS, [{**QUERIES[0], "relevant": ["7"]}], "relevant must be an object of ids and"),
        (PAIRS, QUERIES * 2, "queries_dev.jsonl, line 2: the id '1' stands twice"),
        (PAIRS, [], "queries_dev.jsonl is empty"),
    ],
)
def test_a_broken_line_is_named(
    tmp_path: Path, pairs: list[object], queries: list[object], named: str
) -> None:
    with pytest.raises(FaqDataError) as raised:
        read_faq(*written(tmp_path, pairs, queries))
    assert named in raised.value.message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    corpus, queries = written(tmp_path, PAIRS, QUERIES)
    with pytest.raises(FaqDataError, match="nowhere"):
        read_faq(tmp_path / "nowhere", queries)
    corpus.write_bytes("いつ".encode("shift_jis"))
    with pytest.raises(FaqDataError, match="UTF-8"):
        read_faq(corpus, queries)


def test_the_citys_faq_is_where_shared_data_is(tmp_path: Path) -> None:
    assert shared_faq(tmp_path) is None
    folder = tmp_path / "data" / "localgovfaq"
    folder.mkdir(parents=True)
    assert shared_faq(tmp_path) is None
    files = written(folder, PAIRS, QUERIES)
    assert shared_faq(tmp_path) == files
