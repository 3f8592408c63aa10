"""FAQ files as wards have them: CSV and JSON Lines, UTF-8 and Shift_JIS."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madoguchi.faq.reading import read
from madoguchi.faq.rows import FaqFileError, Row, RowProblem

TABLE = "質問,回答,分類\nごみの日は？,水曜日です。,ごみ\n"


def written(
    folder: Path, text: str | bytes, name: str = "faq.csv", encoding: str = "utf-8"
) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def cells(path: Path) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read(path).rows if isinstance(row, Row)]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp932", "Shift_JIS"),
        ("shift_jis", "Shift_JIS"),
    ],
)
def test_utf_8_and_shift_jis_are_read_and_said(tmp_path: Path, encoding: str, said: str) -> None:
    source = read(written(tmp_path, TABLE, encoding=encoding))
    assert said in source.remarks[0]
    assert [row.cells for row in source.rows if isinstance(row, Row)] == [
        {"question": "ごみの日は？", "answer": "水曜日です。", "category": "ごみ"}
    ]


def test_a_few_broken_bytes_do_not_turn_utf_8_into_shift_jis(tmp_path: Path) -> None:
    broken = (TABLE * 20).encode() + b"\xe3\x81,\xe7\n"
    with pytest.raises(FaqFileError, match="line 41"):
        read(written(tmp_path, broken))


def test_what_is_neither_is_named_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(FaqFileError, match="line 3"):
        read(written(tmp_path, TABLE.encode("cp932") + b"\x81\xff\xff,\xa0\n"))


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_columns_are_parted_by_comma_tab_or_semicolon(tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path, TABLE.replace(",", delimiter))
    assert cells(path)[0]["answer"] == "水曜日です。"


def test_headings_are_known_in_both_languages_and_others_are_named(tmp_path: Path) -> None:
    source = read(
        written(tmp_path, "Question , 回答,最終更新日,担当課,ＵＲＬ\n問,答,2026-04-01,総務,x\n")
    )
    assert "担当課" in source.remarks[1]
    (row,) = source.rows
    assert isinstance(row, Row)
    assert set(row.cells) == {"question", "answer", "updated", "url"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("質問,分類\nあ,い\n", "no column answer; it has: 質問, 分類"),
        ("ごみの日は？,水曜日です。\n", "no column question and no column answer"),
        ("質問,Question,回答\n", "Two columns"),
        ('質問,回答\n問,"答\n問,答\n', "quotation mark"),
        ("質問,回答\n問," + "長" * 200_000 + "\n", "Row 2"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(FaqFileError, match=complaint):
        list(read(written(tmp_path, text)).rows)


def test_a_row_with_too_many_cells_is_a_problem_and_the_next_is_read(tmp_path: Path) -> None:
    first, second = read(written(tmp_path, "質問,回答\n問,答,あまり\n\n問,答\n")).rows
    assert isinstance(first, RowProblem)
    assert (first.row, second) == (2, Row(4, {"question": "問", "answer": "答"}))


def test_json_lines_as_cities_publish_them(tmp_path: Path) -> None:
    lines = [{"id": 7, "question": "問", "answer": "答", "tags": ["x"], "url": None}]
    path = written(tmp_path, "\n".join(map(json.dumps, lines)), "faq.jsonl")
    assert cells(path) == [{"id": "7", "question": "問", "answer": "答"}]


@pytest.mark.parametrize(
    ("line", "field", "wrong"),
    [
        ('{"question": "問"', None, "no JSON"),
        ('["問", "答"]', None, "object"),
        ('{"question": ["問"], "answer": "答"}', "question", "no text"),
        ('{"question": "問", "質問": "問"}', "question", "twice"),
        ("[" * 100_000, None, "no JSON"),
        ('{"id": ' + "9" * 5000 + "}", None, "no JSON"),
    ],
)
def test_a_broken_line_is_a_problem(
    tmp_path: Path, line: str, field: str | None, wrong: str
) -> None:
    good = '{"question": "問", "answer": "答"}'
    _, problem, last = read(written(tmp_path, f"{good}\n{line}\n{good}\n", "faq.jsonl")).rows
    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.field) == (2, field)
    assert wrong in problem.wrong
    assert isinstance(last, Row)


def test_other_kinds_of_files_are_told_apart(tmp_path: Path) -> None:
    for content, complaint in (
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "xls"),
        (b"%PDF-1.7\0\0", "neither text"),
        (b"PK\x03\x04" + b"\0" * 600, "no workbook"),
        (b'[{"question": "a"}]', "array"),
    ):
        with pytest.raises(FaqFileError, match=complaint):
            list(read(written(tmp_path, content, "faq.jsonl")).rows)
    with pytest.raises(FaqFileError, match="cannot be read"):
        read(tmp_path / "missing.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(min_size=1, max_size=300), st.sampled_from(["faq.csv", "faq.jsonl", "faq.xlsx"]))
def test_any_bytes_are_rows_or_one_clear_error(tmp_path: Path, content: bytes, name: str) -> None:
    with contextlib.suppress(FaqFileError):
        for row in read(written(tmp_path, content, name)).rows:
            assert isinstance(row, Row | RowProblem)
