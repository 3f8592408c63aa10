"""Reviewed examples as files: JSON Lines, one example a line."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from madoguchi.errors import MadoguchiError

Text = Annotated[str, Field(min_length=1)]


class ExampleError(MadoguchiError):
    """An example cannot be used; the message names file, line and what is wrong."""


class Entity(BaseModel):
    """The characters ``start`` to ``end`` (exclusive) of a text, and what they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entity: Text
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]


class Example(BaseModel):
    """What a text means, as a reviewer says. ``procedure`` None: none, or it does not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    language: Text
    intent: Text
    entities: tuple[Entity, ...] = ()
    procedure: str | None = None
    ward: str | None = None
    source: Text
    reviewed_by: Text
    reviewed_at: datetime

    @model_validator(mode="after")
    def _entities_lie_in_the_text(self) -> Example:
        end = 0
        for entity in sorted(self.entities, key=lambda one: one.start):
            if not end <= entity.start < entity.end <= len(self.text):
                raise ValueError(f"the entity {entity.entity!r} overlaps or lies outside the text")
            end = entity.end
        return self

    def annotated(self) -> str:
        """The text in Rasa's notation: ``[渋谷区](ward)です``."""
        parts: list[str] = []
        end = 0
        for entity in sorted(self.entities, key=lambda one: one.start):
            parts.append(self.text[end : entity.start])
            parts.append(f"[{self.text[entity.start : entity.end]}]({entity.entity})")
            end = entity.end
        return "".join([*parts, self.text[end:]])


def write(path: Path, examples: Sequence[Example]) -> None:
    """Write all examples, or leave the file as it was."""
    lines = [json.dumps(one.model_dump(mode="json"), ensure_ascii=False) for one in examples]
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    os.replace(fresh, path)


def read(path: Path) -> tuple[Example, ...]:
    """The examples of a file.

    Raises:
        ExampleError: naming every line that is none, or why the file cannot be read.

    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise ExampleError("unreadable-file", f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ExampleError("not-utf-8", f"{path}: not UTF-8 at byte {error.start}") from None
    examples: list[Example] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            examples.append(Example.model_validate_json(line))
        except ValidationError as error:
            problems += [
                f"{path}:{number}: {'.'.join(map(str, one['loc'])) or 'line'}: {one['msg']}"
                for one in error.errors()
            ]
    if problems:
        raise ExampleError("invalid-examples", "\n".join(problems))
    return tuple(examples)
