"""The NLU data is dealt into folds, and nothing is asked that was learnt."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.intents.generate import (
    Span,
    folds,
    foreign_utterances,
    has_kana,
    nlu_data,
    rasa_file,
    read_marked,
)

LOOKUP = {"lookup": "ward", "examples": "- 渋谷区\n"}


def test_a_marked_line_is_its_text_and_where_its_entities_stand() -> None:
    found = read_marked("ask_fee", '[ソファ](item)を[来週]{"entity": "date", "value": "x"}出す')
    assert found.text == "ソファを来週出す"
    assert found.spans == {Span("item", 0, 3), Span("date", 4, 6)}
    assert read_marked("inform", "[昨日](date:yesterday)").spans == {Span("date", 0, 2)}


def test_a_file_is_read_by_section(tmp_path: Path) -> None:
    (tmp_path / "fee.yml").write_text(
        "nlu:\n- intent: ask_fee\n  examples: |\n    - いくら\n    - 何円\n"
        "- lookup: ward\n  examples: |\n    - 渋谷区\n",
        encoding="utf-8",
    )
    examples, others = nlu_data(tmp_path)
    assert [(each.intent, each.text) for each in examples] == [
        ("ask_fee", "いくら"), ("ask_fee", "何円")
    ]  # fmt: skip
    assert others == [LOOKUP]


def test_each_example_is_asked_once_and_never_of_a_model_that_learnt_it() -> None:
    examples, others = nlu_data()
    dealt = folds(examples, others, 3, seed=1)
    asked = Counter(each.marked for fold in dealt for each in fold.asked)
    assert asked == Counter(each.marked for each in examples)
    for fold in dealt:
        learnt = {
            line.removeprefix("- ")
            for section in fold.training["nlu"] if "intent" in section
            for line in section["examples"].splitlines()
        }  # fmt: skip
        assert not learnt & {each.marked for each in fold.asked}
        assert len(learnt) + len(fold.asked) == len(examples)
        assert all(other in fold.training["nlu"] for other in others)


def test_each_fold_has_each_intents_share() -> None:
    examples, others = nlu_data()
    all_ = Counter(each.intent for each in examples)
    for fold in folds(examples, others, 3, seed=1):
        for intent, number in Counter(each.intent for each in fold.asked).items():
            assert abs(number - all_[intent] / 3) < 1


def test_the_same_seed_deals_the_same() -> None:
    examples, others = nlu_data()
    assert folds(examples, others, 2, 7) == folds(examples, others, 2, 7)
    assert folds(examples, others, 2, 7) != folds(examples, others, 2, 8)


@pytest.mark.parametrize(("count", "said"), [(1, "at least two"), (3, "ask_fee has 2")])
def test_what_cannot_be_dealt_is_refused(count: int, said: str) -> None:
    examples = [read_marked("ask_fee", "いくら"), read_marked("ask_fee", "何円")]
    with pytest.raises(ValueError, match=said):
        folds(examples, [], count, 1)


def test_what_is_written_is_what_was_read(tmp_path: Path) -> None:
    examples, others = nlu_data()
    content = rasa_file(examples, others)
    lines = [
        line for each in content["nlu"] if "intent" in each for line in each["examples"].split("\n")
    ]
    assert sorted(line for line in lines if line) == sorted(f"- {each.marked}" for each in examples)


def test_only_kana_are_surely_japanese() -> None:
    assert has_kana("手数料は？")
    assert has_kana("カード")
    assert not has_kana("手数料 handling charge 手续费")


def test_no_foreign_sentence_is_learnt_or_stands_twice() -> None:
    foreign = foreign_utterances()
    learnt = {each.text.casefold() for each in nlu_data()[0]}
    assert [each.text for each in foreign if each.text.casefold() in learnt] == []
    assert len({each.text for each in foreign}) == len(foreign)


def test_the_foreign_sentences_ask_for_the_same_intents_in_each_language() -> None:
    known = {each.intent for each in nlu_data()[0]}
    by_language: dict[str, set[str]] = {}
    for each in foreign_utterances():
        by_language.setdefault(each.language, set()).add(each.intent)
    assert set(by_language) >= {"en", "zh", "ko"}
    for language in ("en", "zh", "ko"):
        assert by_language[language] == by_language["en"]
        assert by_language[language] <= known
