"""A small pipeline of real parts, and training data of a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Text

import pytest
from bot.nlu.ginza import Ginza
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.dense_featurizer.spacy_featurizer import SpacyFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

SAID = {
    "ask_fee": ["いくらですか", "手数料はかかりますか", "転入届は無料ですか", "料金を教えて", "何円"],
    "ask_where": ["どこに行けばいいですか", "場所はどこ", "窓口はどこですか", "区役所のどこ", "どの窓口"],
    "set_ward": ["渋谷区です", "練馬区に住んでいます", "新宿区", "港区の住民です", "大田区"],
}

Component = Callable[..., Any]


@pytest.fixture(scope="session")
def component(tmp_path_factory: pytest.TempPathFactory) -> Component:
    """Makes a component (or loads it, with ``how="load"``) with the settings given over its own."""
    storage = LocalModelStorage(Path(tmp_path_factory.mktemp("model")))

    def make(kind: Any, how: Text = "create", **settings: Any) -> Any:
        config = {**kind.get_default_config(), **settings}
        context = ExecutionContext(GraphSchema({}), node_name=kind.__name__)
        return getattr(kind, how)(config, storage, Resource(kind.__name__), context)

    return make


@pytest.fixture(scope="session")
def ginza(component: Component) -> Ginza:
    made: Ginza = component(Ginza, model="ja_ginza")
    return made


@pytest.fixture(scope="session")
def examples() -> TrainingData:
    """Fifteen utterances of three intents; those of ``set_ward`` name a ward."""
    messages: List[Message] = []
    for intent, texts in SAID.items():
        for text in texts:
            entities: List[Dict[Text, Any]] = []
            if intent == "set_ward":
                end = text.index("区") + 1
                entities = [{"entity": "ward", "start": 0, "end": end, "value": text[:end]}]
            messages.append(Message.build(text, intent=intent, entities=entities))
    return TrainingData(messages)


@pytest.fixture(scope="session")
def featurized(
    component: Component, ginza: Ginza, examples: TrainingData
) -> Callable[[Text], Message]:
    """Gives the training examples their features, once, and any text its own."""
    model = ginza.provide()
    tokenizer = component(SpacyTokenizer)
    featurizers = [component(SpacyFeaturizer), component(CountVectorsFeaturizer)]
    ginza.process_training_data(examples, model)
    tokenizer.process_training_data(examples)
    for each in featurizers:
        if hasattr(each, "train"):
            each.train(examples)
        each.process_training_data(examples)

    def process(text: Text) -> Message:
        messages = ginza.process([Message.build(text)], model)
        tokenizer.process(messages)
        for each in featurizers:
            each.process(messages)
        return messages[0]

    return process
