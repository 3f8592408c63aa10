from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from madoguchi.catalogue.search import dense

pytestmark = pytest.mark.skipif(not dense.is_installed(), reason="the models are not installed")


@pytest.fixture(params=[0, 1], ids=["e5", "use"])
def encoder(request: pytest.FixtureRequest) -> dense.Encoder:
    return dense.encoders()[int(request.param)]


class TestEncoder:
    def test_vectors_are_unit_rows(self, encoder: dense.Encoder) -> None:
        vectors = encoder.encode(["転入届", "a", "", "🙂", "a\0b", "あ" * 3000])
        assert vectors.shape == (6, encoder.dimension)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)

    def test_no_texts_have_no_rows(self, encoder: dense.Encoder) -> None:
        assert encoder.encode([]).shape == (0, encoder.dimension)

    def test_the_same_matter_is_nearer_across_languages(self, encoder: dense.Encoder) -> None:
        question = encoder.encode_query("I lost my seal")[0]
        seal, dog = encoder.encode(["はんこをなくした", "犬を登録したい"])
        assert question @ seal > question @ dog

    def test_threads_get_the_vectors_of_their_own_texts(self, encoder: dense.Encoder) -> None:
        texts = [f"質問{number}" for number in range(16)]
        alone = [encoder.encode_query(text)[0] for text in texts]
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda text: encoder.encode_query(text)[0], texts))
        assert np.allclose(alone, together, atol=1e-4)


def test_a_long_query_is_cut_to_its_words_of_meaning() -> None:
    e5 = dense.encoders()[0]
    short = e5.encode_query("主人が亡くなった。年金の手続き")[0]
    long = e5.encode_query(
        "お忙しいところ誠に申し訳ございませんが、先日主人が亡くなりまして、"
        "年金のことをどうすればよろしいのか教えていただけますでしょうか"
    )[0]
    other = e5.encode_query("粗大ごみを出したい")[0]
    assert short @ long > other @ long
