# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "ctranslate2==4.8.5",
#   "jax==0.10.2",
#   "numpy==2.4.6",
#   "optax==0.2.8",
#   "pyyaml==6.0.4",
#   "sentencepiece==0.2.3",
# ]
# ///
"""Builds the tiny Argos packages of the tests: ``uv run tools/test_packages/build.py [PAIR ...]``.

Each is trained on one core, on our own texts alone (``pairs.py``), with a fixed seed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

# One core: the machine has other work, and the order of sums stays the same.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["OMP_NUM_THREADS"] = "1"
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from sentencepiece import SentencePieceProcessor, SentencePieceTrainer  # noqa: E402
from test_packages.package import pieces_of, write_model, write_package  # noqa: E402
from test_packages.pairs import pairs  # noqa: E402
from test_packages.transformer import Shape, train  # noqa: E402

from madoguchi.languages.machine.placeholders import MOST, placeholder  # noqa: E402

FOLDER = ROOT / "tests/data/argos"
PAIRS = ("vi_en", "en_ja", "ja_en", "en_vi")
PIECES = 1500
SEED = 23


def build(pair: str, shape: Shape) -> Path:
    """Train the package of a pair and write it into the tests' data."""
    source, target = pair.split("_")
    sentences = pairs(source, target)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vocabulary = _vocabulary(folder, sentences)
        processor = SentencePieceProcessor(model_file=str(vocabulary))
        numbered = [
            (processor.encode(ours), processor.encode(theirs)) for ours, theirs in sentences
        ]
        parameters = train(shape, PIECES, numbered, SEED)
        write_model(folder / "model", shape, parameters, pieces_of(vocabulary))
        path = FOLDER / f"{pair}.argosmodel"
        write_package(path, source, target, folder / "model", vocabulary)
    return path


def _vocabulary(folder: Path, sentences: list[tuple[str, str]]) -> Path:
    """One SentencePiece for both languages; a placeholder is one piece."""
    SentencePieceTrainer.train(
        sentence_iterator=(text for pair in sentences for text in pair),
        model_prefix=str(folder / "sentencepiece"),
        vocab_size=PIECES,
        character_coverage=1.0,
        user_defined_symbols=[placeholder(number) for number in range(1, MOST + 1)],
        num_threads=1,
        minloglevel=2,
    )
    return folder / "sentencepiece.model"


def main() -> None:
    """Build the pairs that are named, or all."""
    shape = Shape()
    for pair in sys.argv[1:] or PAIRS:
        began = time.perf_counter()
        path = build(pair, shape)
        spent = time.perf_counter() - began
        print(
            f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.2f} MB, {spent:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
