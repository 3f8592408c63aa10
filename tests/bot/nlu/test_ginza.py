"""GiNZA without its networks says of words what the whole of it says, from any number of threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, List, Text

import numpy as np
import pytest
from bot.nlu.ginza import Ginza
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

TEXTS = [
    "先週、練馬区から渋谷区に引っ越してきました。転入届に必要なものは何ですか？",
    "粗大ごみのソファはいくらですか",
    "  ひっこし　したんですけど  ",
    "What documents do I need?",
    "需要什么材料？",
    "필요한 서류가 뭐예요?",
    "2026年4月1日　０３－１２３４－５６７８",
    "👶が生まれた…",
]


def words(doc: Any) -> List[Any]:
    return [(token.text, token.idx, token.lemma_) for token in doc]


@pytest.fixture(scope="module")
def whole() -> Any:
    return SpacyNLP.load_model("ja_ginza").model


def document(ginza: Ginza, text: Text) -> Any:
    return ginza.process([Message.build(text)], ginza.provide())[0].get(SPACY_DOCS[TEXT])


@pytest.mark.parametrize("text", TEXTS)
def test_words_dictionary_forms_and_vectors_are_those_of_the_whole(
    ginza: Ginza, whole: Any, text: Text
) -> None:
    ours, theirs = document(ginza, text), whole(text.lower())
    assert words(ours) == words(theirs)
    assert all(np.array_equal(a.vector, b.vector) for a, b in zip(ours, theirs))
    assert ours.vocab.vectors_length == 300


def test_no_network_is_loaded(ginza: Ginza) -> None:
    assert ginza.provide().model.pipe_names == []


def test_threads_take_turns(ginza: Ginza) -> None:
    """Without the lock Sudachi panics at once ("Already borrowed")."""
    alone = {text: words(document(ginza, text)) for text in TEXTS}
    with ThreadPoolExecutor(8) as pool:
        asked = TEXTS * 60
        found = list(pool.map(lambda text: words(document(ginza, text)), asked))
    assert found == [alone[text] for text in asked]
