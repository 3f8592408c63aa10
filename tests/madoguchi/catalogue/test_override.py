"""The merge of a ward's override, and its provenance: examples and properties."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.catalogue.override import MergeError, merge

KEYS = st.sampled_from(["fee", "places", "summary", "note", "yen"])
SCALARS = st.none() | st.booleans() | st.integers(0, 5) | st.sampled_from(["a", "b"])
VALUES = st.recursive(
    SCALARS | st.lists(st.sampled_from(["x", "y", "z"]), max_size=3, unique=True),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
MAPPINGS = st.dictionaries(KEYS, VALUES, max_size=4)


def at(tree: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def leaves(tree: dict[str, Any], path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for key, value in tree.items():
        here = (*path, key)
        found += leaves(value, here) if isinstance(value, dict) else [here]
    return found


@settings(deadline=None)
@given(MAPPINGS)
def test_an_empty_change_changes_nothing(common: dict[str, Any]) -> None:
    assert merge(common, {}) == (common, frozenset())


@settings(deadline=None)
@given(MAPPINGS, MAPPINGS)
def test_what_the_ward_says_holds_and_all_else_stays_common(
    common: dict[str, Any], change: dict[str, Any]
) -> None:
    before = copy.deepcopy((common, change))
    try:
        merged, changed = merge(common, change)
    except MergeError:
        return
    finally:
        assert (common, change) == before, "the arguments are never changed"
    for path in changed:
        assert at(merged, path) == at(change, path)
    for path in leaves(common):
        if not any(path[: len(other)] == other for other in changed):
            assert at(merged, path) == at(common, path)


@settings(deadline=None)
@given(MAPPINGS, MAPPINGS)
def test_the_same_change_a_second_time_is_refused_as_a_repetition(
    common: dict[str, Any], change: dict[str, Any]
) -> None:
    try:
        merged, changed = merge(common, change)
    except MergeError:
        return
    if changed:
        with pytest.raises(MergeError):
            merge(merged, change)


def test_a_mapping_merges_key_by_key() -> None:
    common = {"fee": {"yen": 300, "unit": "1通", "note": "窓口"}}
    merged, changed = merge(common, {"fee": {"yen": 200}})
    assert merged == {"fee": {"yen": 200, "unit": "1通", "note": "窓口"}}
    assert changed == {("fee", "yen")}


def test_null_says_that_it_is_unknown_in_this_ward() -> None:
    assert merge({"fee": {"yen": 300}}, {"fee": None})[0] == {"fee": None}


def test_a_list_is_replaced_as_a_whole() -> None:
    assert merge({"places": ["a", "b"]}, {"places": ["c"]})[0] == {"places": ["c"]}


def test_a_list_may_be_added_to_and_taken_from_by_id() -> None:
    common = {"documents": [{"id": "card", "name": "カード"}, {"id": "seal", "name": "印鑑"}]}
    change = {"documents": {"remove": ["seal"], "add": [{"id": "photo", "name": "写真"}]}}
    merged, changed = merge(common, change)
    assert [entry["id"] for entry in merged["documents"]] == ["card", "photo"]
    assert changed == {("documents",)}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": "other"}, ("id",)),
        ({"life_events": ["moving"]}, ("life_events",)),
        ({"documents": {"remove": ["no-such"]}}, ("documents", "remove")),
        ({"documents": {"add": [{"id": "card"}]}}, ("documents", "add")),
        ({"documents": {"add": []}}, ("documents",)),
        ({"fee": {"add": ["x"]}}, ("fee",)),
        ({"fee": {"yen": 300}}, ("fee", "yen")),
    ],
)
def test_a_contradiction_names_its_place(change: dict[str, Any], path: tuple[str, ...]) -> None:
    common = {
        "id": "copy",
        "life_events": ["birth"],
        "fee": {"yen": 300},
        "documents": [{"id": "card"}],
    }
    with pytest.raises(MergeError) as caught:
        merge(common, change)
    assert caught.value.path == path
