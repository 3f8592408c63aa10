"""A small Transformer in JAX, trained on one core: pre-norm, one embedding for all that has one.

Its parameters are named and shaped as CTranslate2's ``TransformerSpec`` has them (a linear layer's
weight is outputs by inputs; queries, keys and values of self-attention are one layer).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

UNKNOWN, BEGIN, END = 0, 1, 2
"""The pieces' numbers in SentencePiece; padding is 0 too, and masked."""

LENGTHS = (16, 32)
"""Pairs are padded to one of these numbers of pieces; longer ones are left out."""


@dataclass(frozen=True)
class Shape:
    """The size of a model and of its training."""

    width: int = 96
    heads: int = 4
    hidden: int = 256
    layers: int = 2
    epochs: int = 26
    batch_pieces: int = 768
    peak_rate: float = 3e-3
    warmup_steps: int = 100
    smoothing: float = 0.05


_OPTIMISER = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam(b2=0.98))

Parameters = dict[str, Any]
Pair = tuple[list[int], list[int]]


def positions(length: int, width: int) -> np.ndarray:
    """Sinusoids, sines in the first half (Vaswani et al. 2017, section 3.5): length by width."""
    angles = np.arange(length)[:, None] / 10_000 ** (np.arange(width // 2)[None] * 2 / width)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)


def initial(shape: Shape, pieces: int, seed: int) -> Parameters:
    """Parameters before training."""
    generator = np.random.default_rng(seed)
    width = shape.width

    def linear(outputs: int, inputs: int) -> Parameters:
        bound = (6 / (inputs + width)) ** 0.5
        weight = generator.uniform(-bound, bound, (outputs, inputs)).astype(np.float32)
        return {"weight": weight, "bias": np.zeros(outputs, np.float32)}

    def norm() -> Parameters:
        return {"gamma": np.ones(width, np.float32), "beta": np.zeros(width, np.float32)}

    def attention(own: bool) -> Parameters:
        inner = [(3 * width, width)] if own else [(width, width), (2 * width, width)]
        return {"layer_norm": norm(), "linear": [linear(*one) for one in (*inner, (width, width))]}

    def feed_forward() -> Parameters:
        return {
            "layer_norm": norm(),
            "linear_0": linear(shape.hidden, width),
            "linear_1": linear(width, shape.hidden),
        }

    def layer(decoder: bool) -> Parameters:
        parts = {"self_attention": attention(own=True), "ffn": feed_forward()}
        return parts | ({"attention": attention(own=False)} if decoder else {})

    return {
        "embeddings": generator.normal(0, width**-0.5, (pieces, width)).astype(np.float32),
        "projection_bias": np.zeros(pieces, np.float32),
        "encoder": {"layer": [layer(False) for _ in range(shape.layers)], "layer_norm": norm()},
        "decoder": {"layer": [layer(True) for _ in range(shape.layers)], "layer_norm": norm()},
    }


def train(shape: Shape, pieces: int, pairs: list[Pair], seed: int) -> Parameters:
    """The trained parameters; prints the loss of each epoch."""
    steps = shape.epochs * sum(1 for _ in _batches(shape, pairs, np.random.default_rng(0)))
    rate = optax.warmup_cosine_decay_schedule(0, shape.peak_rate, shape.warmup_steps, steps)
    parameters = jax.tree.map(jnp.asarray, initial(shape, pieces, seed))
    state = _OPTIMISER.init(parameters)
    generator = np.random.default_rng(seed)
    began, done = time.perf_counter(), 0
    for epoch in range(shape.epochs):
        losses = []
        for batch in _batches(shape, pairs, generator):
            parameters, state, loss = _step(parameters, state, shape, batch, rate(done))
            losses.append(loss)
            done += 1
        spent = time.perf_counter() - began
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {spent:.0f} s", flush=True)
    return jax.tree.map(np.array, parameters)  # copies, which may be written to


@partial(jax.jit, static_argnums=2, donate_argnums=(0, 1))
def _step(
    parameters: Parameters, state: Any, shape: Shape, batch: Any, rate: Any
) -> tuple[Parameters, Any, Any]:
    """One step of training; compiled once for each length, for all packages."""
    loss, gradient = jax.value_and_grad(_loss)(parameters, shape, *batch)
    updates, state = _OPTIMISER.update(gradient, state, parameters)
    parameters = jax.tree.map(lambda one, update: one - rate * update, parameters, updates)
    return parameters, state, loss


def _batches(
    shape: Shape, pairs: list[Pair], generator: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Source and target pieces, padded; each batch of one length, in random order."""
    by_length: dict[int, list[Pair]] = {length: [] for length in LENGTHS}
    for pair in pairs:
        longest = max(len(pair[0]), len(pair[1]) + 2)
        length = next((one for one in LENGTHS if longest <= one), None)
        if length is not None:
            by_length[length].append(pair)
    batches = []
    for length, members in by_length.items():
        order = generator.permutation(len(members))
        size = max(1, shape.batch_pieces // length)
        for begin in range(0, len(order), size):
            source = np.zeros((size, length), np.int32)
            target = np.zeros((size, length), np.int32)
            for row, at in enumerate(order[begin : begin + size]):
                ours, theirs = members[at]
                source[row, : len(ours)] = ours
                target[row, : len(theirs) + 2] = [BEGIN, *theirs, END]
            batches.append((source, target))
    for at in generator.permutation(len(batches)):
        yield batches[at]


def _loss(parameters: Parameters, shape: Shape, source: Any, target: Any) -> Any:
    given, wanted = target[:, :-1], target[:, 1:]
    # Unknown pieces have padding's number: they are neither read nor learnt.
    logits = _logits(parameters, shape, source, given)
    log_probabilities = jax.nn.log_softmax(logits)
    right = jnp.take_along_axis(log_probabilities, wanted[..., None], -1)[..., 0]
    even = log_probabilities.mean(-1)
    each = -(1 - shape.smoothing) * right - shape.smoothing * even
    counts = wanted != 0
    return (each * counts).sum() / jnp.maximum(counts.sum(), 1)


def _logits(parameters: Parameters, shape: Shape, source: Any, target: Any) -> Any:
    def embedded(ids: Any) -> Any:
        vectors = parameters["embeddings"][ids] * shape.width**0.5
        return vectors + positions(ids.shape[1], shape.width)

    readable = (source != 0)[:, None, None, :]
    memory = embedded(source)
    for layer in parameters["encoder"]["layer"]:
        memory += _self_attention(layer["self_attention"], shape, memory, readable)
        memory += _feed_forward(layer["ffn"], memory)
    memory = _norm(parameters["encoder"]["layer_norm"], memory)
    past = jnp.tril(jnp.ones((target.shape[1], target.shape[1]), bool))[None, None]
    state = embedded(target)
    for layer in parameters["decoder"]["layer"]:
        state += _self_attention(layer["self_attention"], shape, state, past)
        state += _attention(layer["attention"], shape, state, memory, readable)
        state += _feed_forward(layer["ffn"], state)
    state = _norm(parameters["decoder"]["layer_norm"], state)
    return state @ parameters["embeddings"].T + parameters["projection_bias"]


def _self_attention(layer: Parameters, shape: Shape, state: Any, mask: Any) -> Any:
    joined = _linear(layer["linear"][0], _norm(layer["layer_norm"], state))
    return _attend(layer["linear"][1], shape, *jnp.split(joined, 3, -1), mask)


def _attention(layer: Parameters, shape: Shape, state: Any, memory: Any, mask: Any) -> Any:
    queries = _linear(layer["linear"][0], _norm(layer["layer_norm"], state))
    keys, values = jnp.split(_linear(layer["linear"][1], memory), 2, -1)
    return _attend(layer["linear"][2], shape, queries, keys, values, mask)


def _attend(out: Parameters, shape: Shape, queries: Any, keys: Any, values: Any, mask: Any) -> Any:
    queries, keys, values = (
        one.reshape(*one.shape[:2], shape.heads, -1).swapaxes(1, 2)
        for one in (queries, keys, values)
    )
    scores = queries @ keys.swapaxes(2, 3) * (shape.width // shape.heads) ** -0.5
    weights = jax.nn.softmax(jnp.where(mask, scores, -1e9))
    mixed = (weights @ values).swapaxes(1, 2)
    return _linear(out, mixed.reshape(*mixed.shape[:2], shape.width))


def _feed_forward(layer: Parameters, state: Any) -> Any:
    inner = jax.nn.relu(_linear(layer["linear_0"], _norm(layer["layer_norm"], state)))
    return _linear(layer["linear_1"], inner)


def _linear(layer: Parameters, values: Any) -> Any:
    return values @ layer["weight"].T + layer["bias"]


def _norm(layer: Parameters, values: Any) -> Any:
    centred = values - values.mean(-1, keepdims=True)
    spread = jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
    return centred * spread * layer["gamma"] + layer["beta"]
