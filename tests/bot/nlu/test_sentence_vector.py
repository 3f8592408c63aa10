"""A sentence is near the same sentence in another language, and so is what it means."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, List, Text

import numpy as np
import pytest
from bot.nlu.sentence_vector import DIMENSION, LONGEST, SentenceVectorClassifier, vectors
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

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


@pytest.fixture(scope="module")
def classifier(component: Callable[..., Any], examples: TrainingData) -> SentenceVectorClassifier:
    """Trained on fifteen Japanese utterances, and loaded from where it was stored."""
    component(SentenceVectorClassifier).train(examples)
    loaded: SentenceVectorClassifier = component(SentenceVectorClassifier, how="load")
    return loaded


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("How much does it cost?", "ask_fee"),
        ("Where should I go?", "ask_where"),
        ("I live in Shibuya ward", "set_ward"),
        ("要多少钱？", "ask_fee"),
        ("应该去哪里？", "ask_where"),
        ("수수료가 얼마예요?", "ask_fee"),
        ("어디로 가면 되나요?", "ask_where"),
    ],
)
def test_what_was_learnt_in_japanese_is_known_in_other_languages(
    classifier: SentenceVectorClassifier, text: Text, intent: Text
) -> None:
    message = classifier.process([Message.build(text)])[0]
    ranking = message.get(INTENT_RANKING_KEY)
    assert message.get(INTENT) == ranking[0]
    assert ranking[0]["name"] == intent
    assert sum(each["confidence"] for each in ranking) == pytest.approx(1)


@pytest.mark.parametrize("text", ["手数料はいくらですか", "手数料", "Giá bao nhiêu?", "कति हो?", ""])
def test_what_diet_said_of_other_messages_stays(
    classifier: SentenceVectorClassifier, text: Text
) -> None:
    message = Message.build(text)
    message.set(INTENT, {"name": "greet", "confidence": 0.3})
    assert classifier.process([message])[0].get(INTENT) == {"name": "greet", "confidence": 0.3}


def test_entities_stay(classifier: SentenceVectorClassifier) -> None:
    message = Message.build("I live in Shibuya ward")
    message.set(ENTITIES, [{"entity": "ward", "value": "Shibuya"}])
    assert classifier.process([message])[0].get(ENTITIES) == [{"entity": "ward", "value": "Shibuya"}]
