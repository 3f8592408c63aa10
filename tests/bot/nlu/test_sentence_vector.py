"""A sentence's vector is near that of the same sentence in another language."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Callable, List, Text

import numpy as np
import pytest
from bot.nlu.sentence_vector import DIMENSION, LONGEST, vectors
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

ASKED = ["必要な書類は何ですか", "手数料はいくらですか", "電話番号は何番ですか"]


@pytest.mark.parametrize(
    "texts",
    [
        ["What documents do I need?", "How much is the fee?", "What is the phone number?"],
        ["需要什么材料？", "手续费多少钱？", "电话号码是多少？"],
        ["필요한 서류가 뭐예요?", "수수료는 얼마예요?", "전화번호가 뭐예요?"],
    ],
)
def test_the_same_question_is_nearest(texts: List[Text]) -> None:
    near = vectors(texts) @ vectors(ASKED).T
    assert near.argmax(axis=1).tolist() == [0, 1, 2]


def test_vectors_have_length_one() -> None:
    found = vectors(ASKED)
    assert found.shape == (3, DIMENSION)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)
    assert vectors([]).shape == (0, DIMENSION)


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    text = "転入届に必要なものを教えてください。" * 500
    assert np.array_equal(vectors([text]), vectors([text[:LONGEST]]))


def test_threads_get_what_one_gets() -> None:
    alone = vectors(ASKED)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: vectors([text])[0], ASKED * 40))
    assert np.allclose(found, np.tile(alone, (40, 1)), atol=1e-5)


def test_a_message_gets_one_dense_feature_for_the_whole(
    featurized: Callable[[Text], Message],
) -> None:
    words, whole = featurized("手数料はいくらですか").get_dense_features(TEXT, ["SentenceVectorFeaturizer"])
    assert words is None
    assert np.allclose(whole.features, vectors(["手数料はいくらですか"]), atol=1e-5)


def test_a_message_without_a_word_gets_none(featurized: Callable[[Text], Message]) -> None:
    assert featurized("").features == []
