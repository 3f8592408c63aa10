"""Examples go to a file and come back; a wrong line is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from madoguchi.curation import examples
from madoguchi.curation.examples import Entity, Example, ExampleError


def example(text: str = "渋谷区です", **more: object) -> Example:
    return Example.model_validate(
        {
            "text": text, "language": "ja", "intent": "set_ward", "source": "web 2026-11-24",
            "reviewed_by": "佐々木", "reviewed_at": datetime(2026, 11, 24, tzinfo=UTC), **more,
        }
    )  # fmt: skip


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    both = (example(entities=[Entity(entity="ward", start=0, end=3)]), example("練馬です"))
    examples.write(tmp_path / "e.jsonl", both)
    assert examples.read(tmp_path / "e.jsonl") == both
    assert "渋谷区" in (tmp_path / "e.jsonl").read_text("utf-8"), "readable, not escaped"


def test_every_wrong_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    examples.write(path, (example(),))
    path.write_text(path.read_text("utf-8") + '\n{"text": "a"}\nnot json\n', encoding="utf-8")
    with pytest.raises(ExampleError) as caught:
        examples.read(path)
    assert "e.jsonl:3: language: Field required" in caught.value.message
    assert "e.jsonl:4: line: Invalid JSON" in caught.value.message


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "e.jsonl").write_bytes("引っ越し".encode("cp932"))
    with pytest.raises(ExampleError, match="not UTF-8"):
        examples.read(tmp_path / "e.jsonl")
    with pytest.raises(ExampleError, match="No such file"):
        examples.read(tmp_path / "none.jsonl")


@pytest.mark.parametrize(("start", "end"), [(3, 9), (2, 2), (4, 3)])
def test_an_entity_lies_in_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="entity"):
        example(entities=[{"entity": "ward", "start": start, "end": end}])


def test_entities_do_not_overlap() -> None:
    overlapping = [
        {"entity": "ward", "start": 0, "end": 3},
        {"entity": "place", "start": 2, "end": 4},
    ]
    with pytest.raises(ValueError, match="overlaps"):
        example(entities=overlapping)
