"""Questions in other languages: the committed ones, and what a wrong file is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from madoguchi.catalogue.catalogue import Catalogue, load
from madoguchi.catalogue.questions import Questions
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.errors import CatalogueError
from madoguchi.settings import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "catalogue"
    shutil.copytree(ROOT / "catalogue", copy)
    shutil.rmtree(copy / "questions", ignore_errors=True)
    (copy / "questions").mkdir()
    return copy


LANGUAGES = ("en", "zh-Hans", "ko", "vi", "ne", "tl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_procedure_is_asked_for_in_every_language(
    catalogue: Catalogue, language: str
) -> None:
    questions = YamlFile(ROOT / "catalogue" / "questions" / f"{language}.yml").validate(Questions)
    few = [id_ for id_ in catalogue.procedures if len(questions.root.get(id_, ())) < 2]
    assert few == []


def test_no_question_is_asked_of_two_procedures(catalogue: Catalogue) -> None:
    told = [question for asked in catalogue.foreign_questions.values() for question in asked]
    assert len(told) == len(set(told))


def test_the_languages_of_a_procedure_are_joined(folder: Path) -> None:
    (folder / "questions" / "en.yml").write_text("moving-in:\n  - I moved here\n", "utf-8")
    (folder / "questions" / "ko.yml").write_text("moving-in:\n  - 이사 왔어요\n", "utf-8")
    assert load(folder).foreign_questions == {"moving-in": ("I moved here", "이사 왔어요")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("moving-inn:\n  - I moved here\n", "en.yml:1: moving-inn: there is no procedure"),
        ("moving-in: I moved here\n", "en.yml:1: moving-in"),
        ("moving-in: []\n", "en.yml:1: moving-in"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(folder: Path, text: str, problem: str) -> None:
    (folder / "questions" / "en.yml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=problem):
        load(folder)
