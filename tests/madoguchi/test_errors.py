"""The errors of the domain."""

from __future__ import annotations

import pytest

from madoguchi.errors import (
    CatalogueError,
    ConflictError,
    InvalidValueError,
    MadoguchiError,
    NotFoundError,
)


@pytest.mark.parametrize("kind", [CatalogueError, ConflictError, InvalidValueError, NotFoundError])
def test_each_error_has_a_code_and_words_for_a_person(kind: type[MadoguchiError]) -> None:
    with pytest.raises(MadoguchiError, match="見つかりません") as caught:
        raise kind("unknown-ward", "区が見つかりません。")
    assert (caught.value.code, caught.value.message) == ("unknown-ward", "区が見つかりません。")
