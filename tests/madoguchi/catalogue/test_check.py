"""The check of the content: each finding names file and line, in a copy of the real catalogue."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from madoguchi.catalogue.check import check
from madoguchi.settings import ROOT

TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue that may be broken."""
    return shutil.copytree(ROOT / "catalogue", tmp_path / "catalogue")


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], int]:
    """Replaces the first match in a file; the line of the change."""

    def replace(name: str, pattern: str, new: str) -> int:
        path = folder / name
        text = path.read_text("utf-8")
        found = re.search(pattern, text, re.MULTILINE)
        assert found is not None
        path.write_text(text[: found.start()] + new + text[found.end() :], "utf-8")
        return text.count("\n", 0, found.start()) + 1

    return replace


def errors(folder: Path, today: date = TODAY) -> list[str]:
    return [entry.message for entry in check(folder, today) if entry.severity == "error"]


def warnings(folder: Path, today: date = TODAY) -> list[str]:
    return [entry.message for entry in check(folder, today) if entry.severity == "warning"]


def test_the_committed_catalogue_has_no_error() -> None:
    assert errors(ROOT / "catalogue") == []


def test_a_reference_to_nothing(folder: Path, edit: Callable[[str, str, str], int]) -> None:
    name = "procedures/moving-in.yml"
    line = edit(name, r"^related: \[", "related: [no-such, ")
    (message,) = errors(folder)
    assert f"{name}:{line}" in message
    assert "no-such" in message


def test_a_misspelt_field(folder: Path, edit: Callable[[str, str, str], int]) -> None:
    name = "procedures/moving-in.yml"
    line = edit(name, r"^summary:", "sumary:")
    messages = errors(folder)
    assert any(f"{name}:{line}" in message and "sumary" in message for message in messages)


def test_broken_yaml(folder: Path, edit: Callable[[str, str, str], int]) -> None:
    edit("procedures/moving-in.yml", r"^names:", "names: [")
    assert any("procedures/moving-in.yml" in message for message in errors(folder))


def test_a_key_that_stands_twice(folder: Path, edit: Callable[[str, str, str], int]) -> None:
    edit("procedures/moving-in.yml", r"^summary:", "fee: {yen: 1}\nsummary:")
    assert any("twice" in message for message in errors(folder))


def test_an_override_that_repeats_the_common_value(
    folder: Path, edit: Callable[[str, str, str], int]
) -> None:
    edit(
        "wards/overrides/toshima/resident-record-copy.yml", r"^    note:", "    yen: 300\n    note:"
    )
    (message,) = errors(folder)
    assert "toshima/resident-record-copy.yml" in message
    assert "repeats" in message


def test_an_override_of_nothing(folder: Path) -> None:
    path = folder / "wards/overrides/toshima/moving-in.yml"
    path.rename(path.with_name("no-such.yml"))
    assert any("no-such" in message for message in errors(folder))


def test_a_neighbour_that_does_not_know_of_it(
    folder: Path, edit: Callable[[str, str, str], int]
) -> None:
    edit("wards/nerima.yml", r"^neighbours: \[", "neighbours: [edogawa, ")
    assert any("wards/nerima.yml" in message and "edogawa" in message for message in errors(folder))


def test_facts_that_nobody_compared_for_a_year(folder: Path) -> None:
    fresh = warnings(folder)
    stale = warnings(folder, TODAY.replace(year=2028))
    assert len(stale) > len(fresh)
    assert any(re.search(r"procedures/moving-in\.yml:\d+: verified_on", entry) for entry in stale)


def test_a_missing_translation(folder: Path, edit: Callable[[str, str, str], int]) -> None:
    edit("procedures/moving-in.yml", r"^ +ko: .*\n", "")
    assert any(
        "procedures/moving-in.yml" in message and "ko" in message for message in warnings(folder)
    )
