from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from benchmarks.search.generate import (
    NOTHING,
    Query,
    cross_validated,
    first_messages,
    gibberish,
    halves,
    kana_only,
    turns_about_nothing,
    with_slips,
)
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.dense import Vectors
from madoguchi.catalogue.search.fusion import (
    ENTRY_FEATURES,
    QUERY_FEATURES,
    Example,
    Fusion,
    Script,
    fit,
)
from madoguchi.catalogue.search.signals import Channels
from madoguchi.catalogue.search.texts import OTHER, Kind, SearchText, catalogue_texts


def test_a_text_as_it_sounds() -> None:
    assert kana_only("住民票がほしい") == "じゅうみんひょうがほしい"


def test_slips_change_a_text_a_little_and_the_same_way_every_time() -> None:
    text = "じゅうみんひょうがほしい"
    slipped = with_slips(text, random.Random(1))
    assert slipped == with_slips(text, random.Random(1)) != text
    assert abs(len(slipped) - len(text)) <= 1


OTHERS = ("other:emergency", "other:passport")


def test_first_messages_name_what_the_index_has_and_are_never_indexed(
    catalogue: Catalogue,
) -> None:
    texts = catalogue_texts(catalogue)
    entries = {text.entry for text in texts}
    asked = first_messages(tuple(entry for entry in entries if entry.startswith(OTHER)))
    assert {entry for query in asked for entry in query.entries} <= entries | {NOTHING}
    indexed = {text.text for text in texts}
    assert indexed.isdisjoint(query.text for query in asked)


def test_what_is_no_procedure_may_be_any_other_matter_but_danger() -> None:
    asked = {query.style: query for query in first_messages(OTHERS)}
    assert asked["smalltalk"].entries == ("other:passport", NOTHING)
    assert asked["emergency"].entries == ("other:emergency",)


def test_queries_about_the_same_have_one_subject() -> None:
    assert Query("plain", "犬", ("dog", "pet"), None).subject == "dog"
    assert Query("no_entry", "犬", (NOTHING,), 0, hidden="dog").subject == "dog"
    assert Query("smalltalk", "やあ", ("other:passport", NOTHING), None).subject == "やあ"


def test_turns_about_nothing_mean_no_entry() -> None:
    asked = turns_about_nothing()
    assert {query.style for query in asked} == {"conversation", "bare_aspect"}
    assert {query.entries for query in asked} == {(NOTHING,)}
    assert not any("[" in query.text for query in asked), "entities are written out"


def test_gibberish_has_three_to_24_characters() -> None:
    asked = gibberish(random.Random(1), 50)
    assert all(3 <= len(query.text) <= 24 for query in asked)
    assert len(asked) == 50


def test_weights_are_tried_on_entries_that_they_have_not_seen() -> None:
    asked = [Query("plain", f"{n}", (entry,), 0) for n, entry in enumerate("aabbccdd")]
    examples = [
        Example(
            Script.MIXED,
            np.zeros((4, len(ENTRY_FEATURES))),
            np.zeros(len(QUERY_FEATURES)),
            ("abcd".index(query.entries[0]),),
        )
        for query in asked
    ]
    fitted_to: list[set[tuple[int, ...]]] = []

    def fitting(seen: Sequence[Example]) -> Fusion:
        fitted_to.append({each.meant for each in seen})
        return fit(seen, steps=1)

    found = cross_validated(asked, examples, folds=4, fitting=fitting)
    assert sorted(map(len, fitted_to)) == [3] * 4
    assert len(found) == len(asked)


class LengthEncoder:
    """A small real encoder: the length of a text as an angle."""

    name = "length"
    dimension = 2

    def encode(self, texts: Sequence[str]) -> Vectors:
        angles = np.array([len(text) / 10 for text in texts], np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)

    def encode_query(self, query: str) -> Vectors:
        return self.encode([query])


def test_halves_part_every_entrys_questions() -> None:
    texts = [SearchText(entry, f"{entry}{n}番目") for entry in ("a", "b") for n in range(5)]
    texts += [SearchText(entry, f"{entry}の名前", Kind.NAME) for entry in ("a", "b")]
    channels = Channels(texts, (LengthEncoder(), LengthEncoder()))
    first, second = halves(channels)
    for entry in channels.entries:
        rows = [n for n, text in enumerate(channels.texts) if text.entry == entry]
        questions = [n for n in rows if channels.texts[n].kind is Kind.QUESTION]
        assert all(first[n] != second[n] for n in questions)
        assert abs(sum(first[n] for n in questions) - sum(second[n] for n in questions)) <= 1
        names = [n for n in rows if n not in questions]
        assert not any(first[n] or second[n] for n in names), "names stay"
