"""Several processes give the vectors that one gives."""

from __future__ import annotations

import numpy as np

from madoguchi.catalogue.search import dense, parallel
from madoguchi.catalogue.search.parallel import in_parallel


def test_few_texts_need_no_other_processes() -> None:
    encoder = dense.encoders()[1]
    with in_parallel(encoder, parallel._WORTH_IT - 1) as same:
        assert same is encoder


def test_the_vectors_come_in_the_order_of_the_texts() -> None:
    encoder = dense.encoders()[1]
    texts = [f"{'長い' * (number % 7)}質問その{number}" for number in range(80)]
    with in_parallel(encoder, parallel._WORTH_IT) as quick:
        assert (quick.name, quick.dimension) == (encoder.name, encoder.dimension)
        assert quick.encode([]).shape == (0, encoder.dimension)
        few = quick.encode(texts[:2])
        assert np.allclose(quick.encode(texts), encoder.encode(texts), atol=1e-4)
        assert np.allclose(few, encoder.encode(texts[:2]), atol=1e-4)
        assert np.allclose(quick.encode_query(texts[0]), encoder.encode_query(texts[0]), atol=1e-4)
