"""The network of Rasa's DIET classifier in NumPy, for one message at a time.

Bunk et al., "DIET: Lightweight Language Understanding for Dialogue Systems", 2020 (arXiv 2004.09936).
Every step follows Rasa 3.6.21 (rasa.utils.tensorflow: rasa_layers, transformer, layers, crf), without
what only training needs: dropout, masks of padded batches, losses.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Mapping, Sequence, Text, Tuple

import numpy as np
import scipy.sparse
from rasa.utils.tensorflow.constants import (
    INNER,
    INTENT_CLASSIFICATION,
    KEY_RELATIVE_ATTENTION,
    MODEL_CONFIDENCE,
    NUM_TRANSFORMER_LAYERS,
    SIMILARITY_TYPE,
    SOFTMAX,
    UNIDIRECTIONAL_ENCODER,
    VALUE_RELATIVE_ATTENTION,
)
from scipy.special import erf

Array = np.ndarray

_EPSILON = 1e-6  # of Rasa's layer normalisation
_KINDS = ("sequence", "sentence")


class UnsupportedNetwork(ValueError):
    """The trained network has a part that is not computed here; the message names the setting."""


@dataclass(frozen=True)
class Weights:
    """A trained network: its arrays by name (see ``DietNetwork``), all float32."""

    arrays: Mapping[Text, Array]

    @classmethod
    def of(cls, model: Any, config: Mapping[Text, Any]) -> Weights:
        """The weights of a model that Rasa's DIETClassifier has trained.

        Raises:
            UnsupportedNetwork: if its configuration asks for what is not computed here.

        """
        wanted = {
            KEY_RELATIVE_ATTENTION: False,
            VALUE_RELATIVE_ATTENTION: False,
            UNIDIRECTIONAL_ENCODER: False,
            SIMILARITY_TYPE: INNER,
            MODEL_CONFIDENCE: SOFTMAX,
        }
        for setting, value in wanted.items():
            if config[setting] != value:
                raise UnsupportedNetwork(f"{setting} must be {value!r} for the lean DIET")
        if config[NUM_TRANSFORMER_LAYERS] < 1:
            raise UnsupportedNetwork(f"{NUM_TRANSFORMER_LAYERS} must be at least 1")
        found: Dict[Text, Array] = {}
        top = model._tf_layers
        text = top["sequence_layer.text"]._tf_layers
        combining = text["feature_combining"]._tf_layers
        for kind in _KINDS:
            both = combining[f"sparse_dense.{kind}"]._tf_layers
            if "sparse_to_dense" in both:
                _dense(found, f"{kind}.sparse", both["sparse_to_dense"])
            if f"unify_dims_before_seq_sent_concat.{kind}" in combining:
                raise UnsupportedNetwork(
                    "the featurizers must give the words and the whole equally many numbers"
                )
        for number, layer in enumerate(text["ffnn"]._ffn_layers[::2]):  # between them: dropout
            _dense(found, f"hidden.{number}", layer)
        encoder = text["transformer"]
        _dense(found, "embedding", encoder._embedding)
        for number, layer in enumerate(encoder._enc_layers):
            attention, feed = layer._mha, layer._ffn_layers
            _norm(found, f"layer.{number}.norm", layer._layer_norm)
            for name in ("query", "key", "value", "output"):
                part = getattr(attention, f"_{name}_dense_layer")
                _dense(found, f"layer.{number}.{name}", part)
            _norm(found, f"layer.{number}.feed_norm", feed[0])
            _dense(found, f"layer.{number}.widen", feed[1])
            _dense(found, f"layer.{number}.narrow", feed[3])
        found["heads"] = np.int32(encoder._enc_layers[0]._mha.num_heads)
        _norm(found, "norm", encoder._layer_norm)
        if config[INTENT_CLASSIFICATION]:
            _dense(found, "intent", top["embed.text"]._dense)
            found["intent.labels"] = _all_labels(model)
        if "embed.entity.logits" in top:
            _dense(found, "entity", top["embed.entity.logits"]._dense)
            found["entity.transitions"] = top["crf.entity"].transition_params.numpy()
        return cls({name: np.ascontiguousarray(array) for name, array in found.items()})

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as file:
            return cls({name: file[name] for name in file.files})

    def save(self, path: Path) -> None:
        """Write them to a ``.npz`` file."""
        np.savez(path, **self.arrays)


def _dense(found: Dict[Text, Array], name: Text, layer: Any) -> None:
    kernel = layer.kernel.numpy()
    mask = getattr(layer, "kernel_mask", None)
    found[f"{name}.kernel"] = kernel if mask is None else kernel * mask.numpy()
    found[f"{name}.bias"] = layer.bias.numpy() if layer.use_bias else np.zeros(1, np.float32)


def _norm(found: Dict[Text, Array], name: Text, layer: Any) -> None:
    found[f"{name}.scale"], found[f"{name}.shift"] = layer.gamma.numpy(), layer.beta.numpy()


def _all_labels(model: Any) -> Array:
    model._training = False  # as before Rasa's own predictions: no dropout
    model.prepare_for_predict()
    return np.asarray(model.all_labels_embed)


class DietNetwork:
    """The network of one set of weights. It keeps no state: safe to call from several threads."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights.arrays
        self._heads = int(self._weights["heads"])
        self._layers = sum(name.endswith(".widen.kernel") for name in self._weights)
        self._hidden = sum(name.startswith("hidden.") for name in self._weights) // 2
        self._positions = np.zeros((0, 0), np.float32)

    def transformed(
        self,
        sparse: Mapping[Text, Sequence[scipy.sparse.spmatrix]],
        dense: Mapping[Text, Sequence[Array]],
    ) -> Array:
        """What the transformer makes of a message's features: words + 1 rows, the last for the whole.

        ``sparse`` and ``dense`` hold under "sequence" the features of the words (a row each) and
        under "sentence" those of the whole (one row), in the order of the featurizers.
        """
        x = np.concatenate([self._combined(kind, sparse[kind], dense[kind]) for kind in _KINDS])
        for number in range(self._hidden):
            x = _gelu(self._apply(f"hidden.{number}", x))
        x = self._apply("embedding", x)
        x *= np.sqrt(np.float32(x.shape[1]))
        x += self._position(*x.shape)
        for number in range(self._layers):
            name = f"layer.{number}"
            x = x + self._attention(name, self._normed(f"{name}.norm", x))
            wide = _gelu(self._apply(f"{name}.widen", self._normed(f"{name}.feed_norm", x)))
            x = x + self._apply(f"{name}.narrow", wide)
        return _gelu(self._normed("norm", x))

    def intents(self, transformed: Array) -> Array:
        """The probability of each intent, by its index."""
        embedded = self._apply("intent", transformed[-1:])
        return _softmax(embedded @ self._weights["intent.labels"].T)[0]

    def entities(self, transformed: Array) -> Tuple[Array, Array]:
        """The likeliest tag of each row and its score; 0 for the last row, which is no word.

        The scores are computed as Rasa 3.6.21 computes them: but for the last two words,
        ``crf_decode_backward`` looks a score up at the whole part of the score after it, not at the
        tag. Nothing of ours reads them.
        """
        words = len(transformed) - 1
        tags, scores = np.zeros(words + 1, np.int32), np.zeros(words + 1, np.float32)
        if words == 0:
            return tags, scores
        logits = self._apply("entity", transformed)
        transitions = self._weights["entity.transitions"]
        state = logits[0]
        back, sure = np.zeros((2, words, len(state)), np.float32)
        for word in range(1, words):
            reached = state[:, np.newaxis] + transitions
            back[word] = reached.argmax(axis=0)
            sure[word] = _softmax(reached.T).max(axis=1)
            state = logits[word] + reached.max(axis=0)
        tags[words - 1] = state.argmax()
        scores[words - 1] = _softmax(state[np.newaxis]).max()
        looked_up = int(tags[words - 1])
        for word in range(words - 1, 0, -1):
            tags[word - 1] = back[word][tags[word]]
            scores[word - 1] = sure[word][looked_up]
            looked_up = int(scores[word - 1])
        return tags, scores

    def has_intents(self) -> bool:
        """Whether it was trained to tell intents."""
        return "intent.labels" in self._weights

    def has_entities(self) -> bool:
        """Whether it was trained to find entities."""
        return "entity.transitions" in self._weights

    def _combined(
        self, kind: Text, sparse: Sequence[scipy.sparse.spmatrix], dense: Sequence[Array]
    ) -> Array:
        parts = []
        if sparse:
            kernel, bias = self._weights[f"{kind}.sparse.kernel"], self._weights[f"{kind}.sparse.bias"]
            parts.append(_product(sparse, kernel) + bias)
        parts.extend(np.asarray(features, np.float32) for features in dense)
        return np.concatenate(parts, axis=1)

    def _attention(self, name: Text, x: Array) -> Array:
        heads = []
        for part in ("query", "key", "value"):
            y = self._apply(f"{name}.{part}", x)
            heads.append(y.reshape(len(x), self._heads, -1).transpose(1, 0, 2))
        query, key, value = heads
        weights = _softmax(query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(query.shape[2])))
        together = (weights @ value).transpose(1, 0, 2).reshape(len(x), -1)
        return self._apply(f"{name}.output", together)

    def _apply(self, name: Text, x: Array) -> Array:
        return x @ self._weights[f"{name}.kernel"] + self._weights[f"{name}.bias"]

    def _normed(self, name: Text, x: Array) -> Array:
        centred = x - x.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(_EPSILON))
        return centred / spread * self._weights[f"{name}.scale"] + self._weights[f"{name}.shift"]

    def _position(self, length: int, units: int) -> Array:
        if len(self._positions) < length:
            even = 2 * (np.arange(units) // 2)
            angles = np.arange(max(length, 64))[:, np.newaxis] / np.power(1e4, even / units)
            angles[:, 0::2] = np.sin(angles[:, 0::2])
            angles[:, 1::2] = np.cos(angles[:, 1::2])
            self._positions = angles.astype(np.float32)
        return self._positions[:length]


def _product(blocks: Sequence[scipy.sparse.spmatrix], kernel: Array) -> Array:
    # The blocks side by side times the kernel. scipy.sparse would take most of a millisecond to build
    # what is used once; so the kernel's rows are added up directly.
    parts = [block.tocoo() for block in blocks]
    starts = np.cumsum([0, *(part.shape[1] for part in parts)])
    rows = np.concatenate([part.row for part in parts])
    columns = np.concatenate([part.col + start for part, start in zip(parts, starts)])
    numbers = np.concatenate([part.data for part in parts]).astype(np.float32)
    product = np.zeros((parts[0].shape[0], kernel.shape[1]), np.float32)
    if len(rows):
        order = np.argsort(rows, kind="stable")
        present, firsts = np.unique(rows[order], return_index=True)
        weighted = kernel[columns[order]] * numbers[order, np.newaxis]
        product[present] = np.add.reduceat(weighted, firsts)
    return product


def _gelu(x: Array) -> Array:
    return np.float32(0.5) * x * (1 + erf(x * np.float32(0.5**0.5)))


def _softmax(x: Array) -> Array:
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
