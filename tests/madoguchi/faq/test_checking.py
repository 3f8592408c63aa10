"""Every row is checked, and told by its number where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from madoguchi.faq import checking
from madoguchi.faq.checking import Checked, check
from madoguchi.faq.entry import FaqEntry
from madoguchi.faq.rows import FaqFileError, Row, RowProblem, RowSource

TODAY = date(2026, 11, 24)
GOOD = {"question": "ごみの日は？", "answer": "水曜日です。"}


def checked(*rows: dict[str, str]) -> Checked:
    numbered = (Row(number, row) for number, row in enumerate(rows, 2))
    return check(RowSource(numbered), today=TODAY)


def entries(*rows: dict[str, str]) -> list[FaqEntry]:
    with closing(checked(*rows)) as found:
        assert found.problems == []
        return list(found.entries())


def test_a_row_becomes_an_entry() -> None:
    row = {
        "id": "ＦＡＱ-1", "question": "ごみの\n日は？", "answer": "<b>水曜</b>です。",
        "category": "ごみ", "url": "https://example.jp/", "updated": "令和8年4月1日",
    }  # fmt: skip
    assert entries(row) == [
        FaqEntry(
            "FAQ-1", "ごみの 日は？", "水曜です。", "ごみ", "https://example.jp/", date(2026, 4, 1)
        )
    ]


@pytest.mark.parametrize(
    "written",
               ["2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", "２０２６年４月１日",
                "R8.4.1", "令和8年4月1日", "2026-04-01T10:00:00"],
)  # fmt: skip
def test_dates_are_read_as_wards_write_them(written: str) -> None:
    assert entries({**GOOD, "updated": written})[0].updated == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("field", "cell", "wrong"),
    [
        ("question", "", "is empty"),
        ("answer", " <p></p> ", "is empty"),
        ("question", "？？？", "no words"),
        ("question", "長" * 501, "501 characters"),
        ("answer", "長" * 20_001, "20,001 characters"),
        ("answer", "=1+1", "formula"),
        ("category", "@SUM(A1)", "formula"),
        ("url", "javascript:alert(1)", "cannot be used"),
        ("url", "www.example.jp", "cannot be used"),
        ("url", "https://", "cannot be used"),
        ("url", "https://[x/", "cannot be used"),
        ("id", "a:b", "cannot be used"),
        ("id", "a b", "cannot be used"),
        ("updated", "2026-02-30", "is no date"),
        ("updated", "2026-11-25", "is no date"),
        ("updated", "昨日", "is no date"),
        ("updated", "令和99年1月1日", "is no date"),
    ],
)
def test_a_wrong_cell_is_told_by_row_and_field(field: str, cell: str, wrong: str) -> None:
    with closing(checked(GOOD, {**GOOD, "question": "別の質問", field: cell})) as found:
        (problem,) = found.problems
        assert (problem.row, problem.field) == (3, field)
        assert wrong in problem.wrong
        assert str(problem).startswith(f"row 3, {field}: ")
        assert [entry.question for entry in found.entries()] == [GOOD["question"]]


def test_everything_wrong_in_a_row_is_told_at_once() -> None:
    with closing(checked({"question": "=1", "url": "x", "updated": "y"})) as found:
        assert {problem.field for problem in found.problems} == {
            "question", "answer", "url", "updated",
        }  # fmt: skip


def test_rows_that_say_the_same_are_taken_once() -> None:
    same = {"question": "ゴミの日は？", "answer": "水曜日 です。"}
    with closing(checked(same, {**same, "question": "ｺﾞﾐの日は？"}, {**same, "id": "x"})) as found:
        assert found.repeated == [(3, 2), (4, 2)]
        assert found.count == 1


def test_an_id_stands_once() -> None:
    rows = ({**GOOD, "id": "1"}, {"id": "１", "question": "別の質問", "answer": "別の回答"})
    with closing(checked(*rows)) as found:
        (problem,) = found.problems
        assert (problem.row, problem.field) == (3, "id")
        assert "row 2" in problem.wrong


def test_a_question_without_id_has_one_answer_in_a_category() -> None:
    other = {**GOOD, "answer": "木曜日です。"}
    assert len(entries(GOOD, {**other, "category": "粗大ごみ"})) == 2
    with closing(checked(GOOD, other)) as found:
        assert "row 2" in found.problems[0].wrong


def test_the_id_of_an_entry_without_one_stays_while_its_question_does() -> None:
    before, after = entries(GOOD)[0], entries({**GOOD, "answer": "金曜日です。"})[0]
    assert before.id == after.id
    assert before.id != entries({**GOOD, "question": "資源の日は？"})[0].id


def test_no_rows_are_an_error() -> None:
    with pytest.raises(FaqFileError, match="no rows"):
        checked()


def test_100_000_rows_are_refused_before_they_are_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MAX_ENTRIES", 50)
    read = []

    def rows() -> Iterator[Row]:
        for number in range(2, 100_002):
            read.append(number)
            yield Row(number, {"question": f"質問{number}", "answer": "答"})

    with pytest.raises(FaqFileError, match="over 50 entries"):
        check(RowSource(rows()), today=TODAY)
    assert len(read) == 51


def test_many_problems_are_counted_and_the_first_are_kept() -> None:
    broken = (RowProblem(number, None, "x", "y") for number in range(2, 3002))
    told: list[int] = []
    with closing(check(RowSource(broken), today=TODAY, progress=told.append)) as found:
        assert found.problem_count == 3000
        assert len(found.problems) == checking.KEPT_PROBLEMS
    assert told == [500, 1000, 1500, 2000, 2500, 3000]
