"""The lean DIET predicts what Rasa's own predicts of the same trained network."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Text, Tuple

import numpy as np
import pytest
from bot.nlu.diet import LeanDIETClassifier
from bot.nlu.diet_network import DietNetwork, UnsupportedNetwork, Weights
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

SETTINGS = {
    "epochs": 12, "learning_rate": 0.01, "number_of_transformer_layers": 2, "transformer_size": 32,
    "number_of_attention_heads": 2, "hidden_layers_sizes": {"text": [24], "label": []},
    "constrain_similarities": True, "random_seed": 1, "run_eagerly": True,
}  # fmt: skip
TEXTS = [
    "手数料はいくらですか",
    "港区",
    "渋谷区に住んでいます。窓口はどこですか",
    "あ",
    "What is the fee?",
    "品川区と大田区",
    "転入届" * 60,
]
Featurized = Callable[[Text], Message]


@pytest.fixture(scope="module")
def both(
    component: Callable[..., Any], examples: TrainingData, featurized: Featurized
) -> Tuple[DIETClassifier, LeanDIETClassifier]:
    """The network as TensorFlow has just trained it, and as it is loaded from the model."""
    trained = component(LeanDIETClassifier, **SETTINGS)
    trained.train(examples)
    return trained, component(LeanDIETClassifier, how="load", **SETTINGS)


@pytest.mark.parametrize("text", TEXTS)
def test_numbers_are_rasas_to_float_precision(
    both: Tuple[DIETClassifier, LeanDIETClassifier], featurized: Featurized, text: Text
) -> None:
    trained, lean = both
    assert isinstance(lean.model, DietNetwork)
    theirs, ours = trained._predict(featurized(text)), lean._predict(featurized(text))
    assert theirs is not None and ours is not None
    assert np.allclose(ours["i_scores"], theirs["i_scores"], atol=1e-5)
    assert np.array_equal(ours["e_entity_ids"], theirs["e_entity_ids"])
    assert np.allclose(ours["e_entity_scores"], theirs["e_entity_scores"], atol=1e-4)


@pytest.mark.parametrize("text", TEXTS)
def test_messages_get_the_same_intents_and_entities(
    both: Tuple[DIETClassifier, LeanDIETClassifier], featurized: Featurized, text: Text
) -> None:
    theirs, ours = (each.process([featurized(text)])[0] for each in both)
    assert ours.get(INTENT)["name"] == theirs.get(INTENT)["name"]
    assert ours.get(INTENT)["confidence"] == pytest.approx(theirs.get(INTENT)["confidence"], abs=1e-5)
    assert [e["value"] for e in ours.get(ENTITIES)] == [e["value"] for e in theirs.get(ENTITIES)]


def test_it_has_learnt_something(
    both: Tuple[DIETClassifier, LeanDIETClassifier], featurized: Featurized
) -> None:
    message = both[1].process([featurized("新宿区")])[0]
    assert message.get(INTENT)["name"] == "set_ward"
    assert [each["value"] for each in message.get(ENTITIES)] == ["新宿区"]


def test_a_message_without_a_word_has_no_intent(
    both: Tuple[DIETClassifier, LeanDIETClassifier], featurized: Featurized
) -> None:
    assert both[1].process([featurized("")])[0].get(INTENT) == {"name": None, "confidence": 0.0}


def test_threads_do_not_disturb_each_other(
    both: Tuple[DIETClassifier, LeanDIETClassifier], featurized: Featurized
) -> None:
    messages = [featurized(text) for text in TEXTS]
    alone = [both[1]._predict(message)["i_scores"] for message in messages]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda message: both[1]._predict(message)["i_scores"], messages * 20))
    assert all(np.array_equal(a, b) for a, b in zip(found, alone * 20))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("use_key_relative_attention", True),
        ("unidirectional_encoder", True),
        ("similarity_type", "cosine"),
        ("number_of_transformer_layers", 0),
    ],
)
def test_a_network_that_it_cannot_compute_is_named(
    both: Tuple[DIETClassifier, LeanDIETClassifier], setting: Text, value: Any
) -> None:
    trained = both[0]
    with pytest.raises(UnsupportedNetwork, match=setting):
        Weights.of(trained.model, {**trained.component_config, setting: value})
