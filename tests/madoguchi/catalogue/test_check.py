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


def test_a_tiny_catalogue_without_fault_has_no_error(tiny: Path) -> None:
    assert errors(tiny) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (
            "procedures/copy.yml",
            "summary: 見本",
            "related: [copy]\nsummary: 見本",
            "there is no other procedure 'copy'",
        ),
        (
            "life_events/moving.yml",
            "procedure: copy",
            "procedure: gone",
            "there is no procedure 'gone'",
        ),
        ("wards/nerima.yml", "[toshima]", "[osaka]", "there is no other ward 'osaka'"),
        ("wards/nerima.yml", "[toshima]", "[nerima]", "there is no other ward 'nerima'"),
        (
            "procedures/copy.yml",
            "verified_on: 2026-11-01",
            "verified_on: 2026-11-25",
            "lies in the future",
        ),
        ("procedures/report.yml", "official: 見本の届出", "official: 写しの請求", "copy has"),
        ("wards/overrides/toshima/copy.yml", "yen: 200", "yen: 300", "repeats the common value"),
        ("wards/overrides/toshima/copy.yml", "fee:", "id: x\n  fee:", "cannot be overridden"),
    ],
)
def test_each_error_names_file_and_line(
    tiny: Path, replace: Callable[[str, str, str], int], name: str, old: str, new: str, problem: str
) -> None:
    line = replace(name, old, new)
    (message,) = [entry for entry in errors(tiny) if name in entry]
    assert f"/{name}:{line}: " in message
    assert problem in message


def test_facts_that_nobody_verified_are_work_for_staff(
    tiny: Path, replace: Callable[[str, str, str], int]
) -> None:
    line = replace("procedures/copy.yml", "verified_on: 2026-11-01", "verified_on: null")
    (message,) = [entry for entry in warnings(tiny) if "verified_on" in entry]
    assert f"procedures/copy.yml:{line}: verified_on" in message


@pytest.mark.parametrize(("today", "count"), [(date(2027, 11, 1), 0), (date(2027, 11, 2), 4)])
def test_facts_expire_after_a_year(tiny: Path, today: date, count: int) -> None:
    expired = [entry for entry in warnings(tiny, today) if "expired" in entry]
    assert len(expired) == count, "two procedures and two wards; the override is younger"


def test_errors_stand_before_warnings(tiny: Path, replace: Callable[[str, str, str], int]) -> None:
    replace("wards/nerima.yml", "[toshima]", "[osaka]")
    severities = [entry.severity for entry in check(tiny, TODAY)]
    assert set(severities) == {"error", "warning"}
    assert severities == sorted(severities)
