"""Names that a sentence writes out."""

from __future__ import annotations

import pytest

from madoguchi.catalogue.search.names import Names

NAMES = Names(
    [
        ("moving-out", "転出届"),
        ("moving-in", "転入届"),
        ("copy", "住民票の写し（コピー）"),
        ("copy", "住民票"),
        ("code", "住民票コード"),
        ("short", "年金"),
    ]
)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("転出届を出したい", {"moving-out"}),
        ("「転出届」と転入届", {"moving-out", "moving-in"}),
        ("住民票の写しを2通", {"copy"}),
        ("住民票コードを知りたい", {"code"}),
        ("年金のこと", set()),
        ("", set()),
    ],
)
def test_the_entries_whose_names_stand_in_the_text(text: str, entries: set[str]) -> None:
    assert NAMES.in_text(text) == entries


def test_no_names_find_nothing() -> None:
    assert Names([]).in_text("転出届") == frozenset()
