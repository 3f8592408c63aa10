"""Real small packages, and a web server that can misbehave."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import pytest
import sentencepiece

from madoguchi.settings import settings
from tests.madoguchi.models.web import Web

PackArgos = Callable[..., Path]


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server on this machine."""
    with Web() as server:
        yield server


@pytest.fixture
def models_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty models folder, which the settings name; no proxy, and no index but a test's own."""
    folder = tmp_path / "models"
    monkeypatch.setenv("MADOGUCHI_LANGUAGE_MODELS_DIR", str(folder))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    settings.cache_clear()
    yield folder
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(scope="session")
def argos_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``model/`` and ``sentencepiece.model`` of the smallest Transformer: random, but it runs."""
    folder = tmp_path_factory.mktemp("argos")
    text = folder / "text"
    text.write_text("区役所で住民票を取る。\nI get a certificate at the ward office.\n" * 20)
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(folder / "sentencepiece"),
        vocab_size=60,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    tokenizer = sentencepiece.SentencePieceProcessor(str(folder / "sentencepiece.model"))
    vocabulary = [tokenizer.id_to_piece(number) for number in range(tokenizer.vocab_size())]
    model = folder / "model"
    model.mkdir()
    _transformer(vocabulary, width=8).save(str(model))
    return folder


@pytest.fixture
def pack_argos(argos_parts: Path, tmp_path: Path) -> PackArgos:
    """Makes an ``.argosmodel``: as Argos packs it, in a folder of its own."""

    def pack(
        source: str = "ja",
        target: str = "en",
        version: str = "1.1",
        name: str | None = None,
        without: str | None = None,
        readme: str = "",
        folder: Path | None = None,
    ) -> Path:
        metadata = {"from_code": source, "to_code": target, "package_version": version}
        code = f"{source}_{target}"
        path = (folder or tmp_path) / (
            name or f"translate-{code}-{version.replace('.', '_')}.argosmodel"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"{code}/metadata.json", json.dumps(metadata))
            archive.writestr(f"{code}/README.md", readme)
            for part in (
                argos_parts / "sentencepiece.model",
                *sorted((argos_parts / "model").iterdir()),
            ):
                inside = part.relative_to(argos_parts).as_posix()
                if inside != without:
                    archive.write(part, f"{code}/{inside}")
        return path

    return pack


@pytest.fixture
def unpacked_argos(argos_parts: Path) -> Callable[[Path, str, str], Path]:
    """Puts an unpacked package, as somebody who copied it by hand would."""

    def put(folder: Path, source: str, target: str) -> Path:
        shutil.copytree(argos_parts / "model", folder / "model")
        shutil.copy(argos_parts / "sentencepiece.model", folder)
        (folder / "metadata.json").write_text(
            json.dumps({"from_code": source, "to_code": target, "package_version": "1.0"})
        )
        return folder

    return put


def _transformer(vocabulary: list[str], width: int) -> Any:
    random = np.random.default_rng(0)
    spec = ctranslate2.specs.TransformerSpec.from_config(num_layers=1, num_heads=2)

    def weights(*shape: int) -> Any:
        return random.normal(size=shape).astype(np.float32)

    def linear(layer: Any, outputs: int, inputs: int) -> None:
        layer.weight, layer.bias = weights(outputs, inputs), weights(outputs)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    def attention(layer: Any, *outputs: int) -> None:
        norm(layer.layer_norm)
        for part, size in zip(layer.linear, outputs, strict=True):
            linear(part, size, width)

    def feed_forward(layer: Any) -> None:
        norm(layer.layer_norm)
        linear(layer.linear_0, 2 * width, width)
        linear(layer.linear_1, width, 2 * width)

    embedding = weights(len(vocabulary), width)
    spec.encoder.embeddings[0].weight = embedding
    spec.decoder.embeddings.weight = embedding
    linear(spec.decoder.projection, len(vocabulary), width)
    for side in (spec.encoder, spec.decoder):
        norm(side.layer_norm)
        for layer in side.layer:
            attention(layer.self_attention, 3 * width, width)
            feed_forward(layer.ffn)
    for layer in spec.decoder.layer:
        attention(layer.attention, width, 2 * width, width)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    return spec
