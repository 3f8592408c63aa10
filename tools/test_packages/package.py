"""Trained parameters written as an Argos package: a CTranslate2 model in 8 bits, zipped."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
from ctranslate2.specs import LayerSpec, TransformerSpec
from sentencepiece import SentencePieceProcessor
from test_packages.transformer import Parameters, Shape, positions

NAMES = {"ja": "Japanese", "en": "English", "vi": "Vietnamese"}
_LONGEST = 256
"""Positions that the model knows; longer outputs end there."""
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def write_model(folder: Path, shape: Shape, parameters: Parameters, pieces: list[str]) -> None:
    """Write CTranslate2's model of the parameters into a new folder."""
    spec = TransformerSpec.from_config(shape.layers, shape.heads)
    for part in ("encoder", "decoder"):
        side = getattr(spec, part)
        _fill(side, parameters[part])
        side.position_encodings.encodings = positions(_LONGEST, shape.width)
    embeddings = np.array(parameters["embeddings"])
    spec.encoder.embeddings[0].weight = embeddings
    spec.decoder.embeddings.weight = embeddings
    spec.decoder.projection.weight = embeddings
    spec.decoder.projection.bias = parameters["projection_bias"]
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True)
    spec.save(str(folder))


def write_package(path: Path, source: str, target: str, model: Path, vocabulary: Path) -> None:
    """Zip the model and its SentencePiece as an ``.argosmodel``; the same bytes every time."""
    metadata = {
        "package_version": "1.0",
        "argos_version": "1.0",
        "from_code": source,
        "from_name": NAMES[source],
        "to_code": target,
        "to_name": NAMES[target],
        "type": "translate",
    }
    root = f"{source}_{target}"
    readme = "Made for Madoguchi's tests, of its own texts. Not for residents.\n"
    contents = {
        "metadata.json": json.dumps(metadata, indent=1).encode(),
        "README.md": readme.encode(),
        "sentencepiece.model": vocabulary.read_bytes(),
        **{f"model/{one.name}": one.read_bytes() for one in sorted(model.iterdir())},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(f"{root}/{name}", _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


def pieces_of(vocabulary: Path) -> list[str]:
    """The pieces by their numbers."""
    processor = SentencePieceProcessor(model_file=str(vocabulary))
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def _fill(spec: LayerSpec, parameters: Parameters) -> None:
    for name, value in parameters.items():
        if isinstance(value, dict):
            _fill(getattr(spec, name), value)
        elif isinstance(value, list):
            for part, inner in zip(getattr(spec, name), value, strict=True):
                _fill(part, inner)
        else:
            setattr(spec, name, np.array(value))  # a copy: it is quantised where it lies
