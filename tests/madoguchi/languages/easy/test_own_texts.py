from __future__ import annotations

from madoguchi.languages.easy.own_texts import own_texts
from madoguchi.settings import settings


def test_each_text_stands_on_the_line_that_is_named() -> None:
    root = settings().catalogue_dir.parent
    found = list(own_texts())
    files = {own.where.rpartition(":")[0] for own in found}
    lines = {name: (root / name).read_text(encoding="utf-8").splitlines() for name in files}
    for own in found:
        name, _, line = own.where.rpartition(":")
        assert own.text[:8] in lines[name][int(line) - 1], own.where


def test_all_kinds_of_text_are_there() -> None:
    folders = {own.where.split("/")[1] for own in own_texts()}
    assert {"translations", "ui", "procedures", "life_events"} <= folders
    assert any(own.where.startswith("catalogue/glossary.yml:") for own in own_texts())


def test_addresses_and_laws_are_names() -> None:
    names = {own.japanese for own in own_texts() if own.is_name}
    assert {"足立区役所", "戸籍法"} <= names
    assert "お名前" not in names
