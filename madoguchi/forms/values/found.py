"""A value that was found inside a longer text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Found(Generic[T_co]):
    """One value and where it stands: ``text == source[start:end]`` of the text as it was given."""

    start: int
    end: int
    text: str
    value: T_co
