from __future__ import annotations

from pathlib import Path

import pytest

from madoguchi.errors import CatalogueError
from madoguchi.languages.easy.checking import check
from madoguchi.languages.easy.easy_words import easy_words, read
from madoguchi.languages.easy.furigana import with_furigana


def test_there_are_many_of_them() -> None:
    assert len(easy_words().replaced) >= 150


@pytest.mark.parametrize(("hard", "easy"), easy_words().replaced.items())
def test_an_easier_wording_is_itself_easy(hard: str, easy: str) -> None:
    assert easy != hard
    assert [(one.rule, one.found) for one in check(with_furigana(easy))] == []


def test_a_verb_is_replaced_by_a_verb() -> None:
    verbs = {hard: easy for hard, easy in easy_words().replaced.items() if hard.endswith("する")}
    assert [
        hard for hard, easy in verbs.items() if not easy.endswith(tuple("うくすつぬむるぐぶ"))
    ] == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("replaced: {提出: 出すこと}\neveryday: [提出]\n", "also an everyday word"),
        ("replaced: {提出: 出すこと, 提出: 渡すこと}\neveryday: [紙]\n", "stands twice"),
        ("replaced: {}\neveryday: [紙]\n", "replaced"),
        ("replaced: {提出: ''}\neveryday: [紙]\n", "提出"),
        ("replaced: {提出: 出すこと}\n", "everyday"),
        ("[]", "expected a mapping"),
    ],
)
def test_a_broken_file_is_named_with_its_problem(
    tmp_path: Path, content: str, problem: str
) -> None:
    path = tmp_path / "easy_words.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        read(path)
    assert "easy_words.yml" in raised.value.message
    assert problem in raised.value.message
