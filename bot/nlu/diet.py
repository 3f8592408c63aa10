"""DIET as Rasa trains it, predicting with NumPy.

TensorFlow takes 8 ms to run a network of 128 units over a dozen words: most of it goes into starting
some hundred operations and into batches of one. The same sums in NumPy take less than one. The
results are Rasa's to float precision (``tests/bot/nlu/test_diet.py``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Text

import numpy as np
from bot.nlu.diet_network import DietNetwork, Weights
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.tensorflow.constants import FEATURIZERS

_WEIGHTS = "weights.npz"


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER,
        DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
    ],
    is_trainable=True,
)
class LeanDIETClassifier(DIETClassifier):
    """Takes the same settings as DIETClassifier; those that it cannot compute fail the training."""

    def persist(self) -> None:
        """Store what Rasa stores, and the weights for NumPy beside it."""
        super().persist()
        if self.model is not None:
            weights = Weights.of(self.model, self.component_config)
            with self._model_storage.write_to(self._resource) as folder:
                weights.save(folder / _WEIGHTS)

    @classmethod
    def _load_model(
        cls,
        entity_tag_specs: Any,
        label_data: Any,
        config: Dict[Text, Any],
        data_example: Any,
        model_path: Path,
        finetune_mode: bool = False,
    ) -> Any:
        if finetune_mode:
            return super()._load_model(
                entity_tag_specs, label_data, config, data_example, model_path, finetune_mode
            )
        return DietNetwork(Weights.load(model_path / _WEIGHTS))

    def _predict(self, message: Message) -> Optional[Dict[Text, Any]]:
        if not isinstance(self.model, DietNetwork):
            return super()._predict(message)  # just trained, not yet loaded
        kinds = (FEATURE_TYPE_SEQUENCE, FEATURE_TYPE_SENTENCE)
        sparse: Dict[Text, List[Any]] = {kind: [] for kind in kinds}
        dense: Dict[Text, List[Any]] = {kind: [] for kind in kinds}
        wanted = self.component_config[FEATURIZERS]
        for each in message.features:
            if each.attribute == TEXT and (not wanted or each.origin in wanted):
                (sparse if each.is_sparse() else dense)[each.type].append(each.features)
        if not any(sparse[kind] or dense[kind] for kind in kinds):
            return None
        transformed = self.model.transformed(sparse, dense)
        found: Dict[Text, Any] = {}
        if self.model.has_intents():
            found["i_scores"] = self.model.intents(transformed)[np.newaxis]
        if self.model.has_entities():
            tags, scores = self.model.entities(transformed)
            found["e_entity_ids"], found["e_entity_scores"] = tags[np.newaxis], scores[np.newaxis]
        return found
