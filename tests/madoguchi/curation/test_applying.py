"""Reviewed examples are added once, or not at all where they contradict what is there."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.curation.applying import Applied, apply
from madoguchi.curation.examples import Entity, Example, ExampleError
from tests.madoguchi.curation.test_examples import example

INTENTS = ("ask_overview", "ask_fee", "set_ward", "greet")
NLU = """\
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - こんにちは
  - intent: set_ward
    examples: |
      - [渋谷区](ward)です
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small checkout."""
    for folder in ("nlu", "gold"):
        (tmp_path / "nlu_data" / folder).mkdir(parents=True)
    (tmp_path / "nlu_data/nlu/greet.yml").write_text(NLU, encoding="utf-8")
    (tmp_path / "nlu_data/gold/utterances.yml").write_text("greet: [やあ]\n", encoding="utf-8")
    return tmp_path


def added(root: Path, catalogue: Catalogue, *found: Example) -> Applied:
    return apply(found, catalogue, INTENTS, root)


def test_utterances_and_questions_are_added_once(root: Path, catalogue: Catalogue) -> None:
    asked = example("新居の届けってどうするんだっけ", intent="ask_overview", procedure="moving-in")
    ward = example("練馬区でした", entities=[Entity(entity="ward", start=0, end=3)])
    english = example("my new flat papers", language="en", intent="ask_fee", procedure="moving-in")
    assert added(root, catalogue, asked, ward, english) == Applied(3, 2, 0)
    nlu = root / "nlu_data" / "nlu" / "reviewed.yml"
    written = nlu.read_text("utf-8")
    read = {entry["intent"]: entry["examples"] for entry in yaml.safe_load(written)["nlu"]}
    assert read["set_ward"] == "- [練馬区](ward)でした\n"
    assert read["ask_overview"] == "- 新居の届けってどうするんだっけ\n"
    folder = root / "catalogue" / "questions" / "reviewed"
    assert yaml.safe_load((folder / "ja.yml").read_text("utf-8")) == {"moving-in": [asked.text]}
    assert yaml.safe_load((folder / "en.yml").read_text("utf-8")) == {"moving-in": [english.text]}
    more = example("こないだ越してきた者です", intent="ask_overview", procedure="moving-in")
    added(root, catalogue, asked, ward, more)
    assert nlu.read_text("utf-8").count("新居の届けって") == 1
    assert "こないだ越してきた者です" in nlu.read_text("utf-8")
    once = nlu.read_bytes()
    assert added(root, catalogue, ward) == Applied(0, 0, 1)
    assert nlu.read_bytes() == once


def test_what_stands_elsewhere_already_is_known(root: Path, catalogue: Catalogue) -> None:
    assert added(root, catalogue, example("渋谷区です")) == Applied(0, 0, 1)
    assert not (root / "nlu_data/nlu/reviewed.yml").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (example("<氏名>です"), "masks are left"),
        (example("こんにちは"), "already stands under greet, not set_ward"),
        (example("やあ", intent="greet"), "in the gold set"),
        (example("渋谷", intent="fly"), "no intent 'fly'"),
        (example("渋谷", procedure="flying"), "no procedure 'flying'"),
        (example("[渋谷](ward)"), "brackets"),
        (example("/affirm"), "leading"),
        (
            example("住民票こっちに移したい", intent="ask_overview", procedure="bulky-waste"),
            "already belongs to moving-in, not bulky-waste",
        ),
    ],
)
def test_one_that_contradicts_keeps_all_out(
    root: Path, catalogue: Catalogue, wrong: Example, said: str
) -> None:
    with pytest.raises(ExampleError, match=said) as caught:
        added(root, catalogue, example("練馬区です"), wrong)
    assert caught.value.message.startswith("Nothing was added.")
    assert not (root / "nlu_data/nlu/reviewed.yml").exists()


def test_two_of_a_file_that_contradict_each_other_keep_all_out(
    root: Path, catalogue: Catalogue
) -> None:
    with pytest.raises(ExampleError, match="already stands under set_ward, not greet"):
        added(root, catalogue, example("練馬です"), example("練馬です", intent="greet"))
