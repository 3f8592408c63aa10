from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from madoguchi.catalogue.search.cache import VectorCache

Letters = Callable[[str], Any]


def test_only_new_texts_are_embedded(tmp_path: Path, letters: Letters) -> None:
    encoder, cache = letters("a"), VectorCache(tmp_path)
    cache.vectors("faq", encoder, ["転入", "転出", "転入"])
    assert encoder.embedded == ["転入", "転出"]
    encoder.embedded.clear()
    vectors = cache.vectors("faq", encoder, ["出生", "転出"])
    assert encoder.embedded == ["出生"]
    assert np.allclose(vectors, letters("a").encode(["出生", "転出"]))


def test_an_unchanged_index_is_read_from_disk(tmp_path: Path, letters: Letters) -> None:
    VectorCache(tmp_path).vectors("faq", letters("a"), ["転入", "転出"])
    again = letters("a")
    vectors = VectorCache(tmp_path).vectors("faq", again, ["転入", "転出"])
    assert again.embedded == []
    assert isinstance(vectors.base, np.memmap) or isinstance(vectors, np.memmap)


def test_another_model_version_does_not_share_vectors(tmp_path: Path, letters: Letters) -> None:
    cache, newer = VectorCache(tmp_path), letters("b")
    cache.vectors("faq", letters("a"), ["転入"])
    cache.vectors("faq", newer, ["転入"])
    assert newer.embedded == ["転入"]


@pytest.mark.parametrize("damage", ["cut", "zeroed", "text", "empty"])
def test_a_broken_file_is_made_anew_and_said_so(
    tmp_path: Path, letters: Letters, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    encoder, cache = letters("a"), VectorCache(tmp_path)
    whole = np.array(cache.vectors("faq", encoder, ["転入", "転出"]))
    path = cache.path("faq", encoder)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(
        {
            "cut": content[:-100],
            "zeroed": content[:-200] + bytes(200),
            "text": b"not an array",
            "empty": b"",
        }[damage]
    )
    assert np.allclose(cache.vectors("faq", encoder, ["転入", "転出"]), whole)
    assert "is broken" in caplog.text
    caplog.clear()
    cache.vectors("faq", encoder, ["転入", "転出"])
    assert not caplog.text


def test_a_seed_is_read_and_never_written(tmp_path: Path, letters: Letters) -> None:
    seed, encoder = tmp_path / "seed", letters("a")
    VectorCache(seed).vectors("faq", encoder, ["転入"])
    before = sorted(path.stat().st_mtime_ns for path in seed.iterdir())
    encoder.embedded.clear()
    VectorCache(tmp_path / "own", seed).vectors("faq", encoder, ["転入", "転出"])
    assert encoder.embedded == ["転出"]
    assert sorted(path.stat().st_mtime_ns for path in seed.iterdir()) == before


def test_no_texts_have_no_rows_and_leave_no_file(tmp_path: Path, letters: Letters) -> None:
    assert VectorCache(tmp_path).vectors("faq", letters("a"), []).shape == (0, 64)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_new_texts(tmp_path: Path, letters: Letters) -> None:
    told: list[tuple[int, int]] = []
    texts = [f"質問{number}" for number in range(1100)]
    VectorCache(tmp_path).vectors("faq", letters("a"), texts, lambda *done: told.append(done))
    assert told == [(1024, 1100), (1100, 1100)]
