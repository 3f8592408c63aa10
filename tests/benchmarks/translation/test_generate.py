"""What the translation benchmark translates."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.translation.generate import Row, rows, sentences_to_protect
from madoguchi.errors import MadoguchiError
from madoguchi.languages.glossary import glossary


@pytest.fixture
def parallel(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text(
        'ja\ten\nはい。\tYes.\n「"はい」\t"Yes\n\tnothing\nいいえ。\tNo.\n', encoding="utf-8"
    )
    return path


def test_rows_have_both_languages_in_either_direction(parallel: Path) -> None:
    assert rows(parallel, "ja", "en") == [
        Row("はい。", "Yes."),
        Row('「"はい」', '"Yes'),
        Row("いいえ。", "No."),
    ]
    assert rows(parallel, "en", "ja", most=1) == [Row("Yes.", "はい。")]


def test_a_file_without_the_language_says_which_it_has(parallel: Path) -> None:
    with pytest.raises(MadoguchiError, match=r"no column vi.*It has: ja, en"):
        rows(parallel, "ja", "vi")


def test_files_that_hold_nothing_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.tsv"
    empty.write_text("ja\ten\n", encoding="utf-8")
    with pytest.raises(MadoguchiError, match="no row"):
        rows(empty, "ja", "en")
    with pytest.raises(MadoguchiError, match=r"none\.tsv"):
        rows(tmp_path / "none.tsv", "ja", "en")
    binary = tmp_path / "binary.tsv"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MadoguchiError, match=r"binary\.tsv"):
        rows(binary, "ja", "en")


def test_every_term_of_the_glossary_is_in_a_sentence() -> None:
    made = "\n".join(sentences_to_protect())
    assert all(term.ja in made for term in glossary())
