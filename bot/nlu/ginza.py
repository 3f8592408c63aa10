"""GiNZA with what the pipeline uses of it: its words, their dictionary forms and their vectors.

Rasa's SpacyTokenizer and SpacyFeaturizer read nothing else of a document, and the count vectors read
the tokens' dictionary forms; all three come from GiNZA's tokenizer (Sudachi) and its vector table.
The network that finds names, the morphologizer and the rest, which take twelve of a stock parse's
24 milliseconds, are not loaded.
"""

from __future__ import annotations

import threading
from typing import Any, Dict, Text

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.tokens import Doc


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.MODEL_LOADER,
        DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
    ],
    is_trainable=False,
    model_from="Ginza",
)
class Ginza(SpacyNLP):
    """Stands in for SpacyNLP: the same documents, without what nobody reads of them.

    Safe to call from several threads: Sudachi's tokenizer panics when two use it at once (spaCy
    issue 10649), so that they take turns.
    """

    def __init__(self, model: SpacyModel, config: Dict[Text, Any]) -> None:
        super().__init__(model, config)
        self._lock = threading.Lock()

    @staticmethod
    def load_model(spacy_model_name: Text) -> SpacyModel:
        """The tokenizer and the vectors of an installed spaCy model.

        Raises:
            OSError: if it is not installed.

        """
        parts = spacy.info(spacy_model_name)["pipeline"]
        language = spacy.load(spacy_model_name, exclude=parts)
        # The name goes into the fingerprint of a trained graph.
        return SpacyModel(model=language, model_name=f"{spacy_model_name}-words")

    def process_training_data(
        self, training_data: TrainingData, model: SpacyModel
    ) -> TrainingData:
        """See ``SpacyNLP``."""
        with self._lock:
            return super().process_training_data(training_data, model)

    def _doc_for_text(self, model: Any, text: Text) -> Doc:
        with self._lock:
            return super()._doc_for_text(model, text)
