"""Whether a model works: it is loaded and used once, in a process of its own.

A damaged Kaldi or CTranslate2 file can end the process that loads it, which must not be ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import assert_never

from madoguchi.models.catalog import KINDS, Kind
from madoguchi.models.errors import ModelError
from madoguchi.settings import ROOT

_SECONDS = 600
_LONGEST = 300
_SECOND_OF_SILENCE = bytes(2 * 16_000)


def run(kind: Kind, folder: Path) -> None:
    """Load the model in a folder and use it once.

    Raises:
        ModelError: with what the library says of it.

    """
    try:
        result = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "madoguchi.models.trial", kind, str(folder.resolve())],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ModelError(
            "does-not-load", f"The model does not load within {_SECONDS} seconds."
        ) from None
    if result.returncode == 0:
        return
    lines = [line.strip() for line in result.stderr.splitlines() if line.strip()]
    if result.returncode == 1 and lines:
        why = lines[-1]
    else:  # a signal: the last lines are a trace of the library's own
        errors = [line for line in lines if line.startswith("ERROR")]
        why = errors[0] if errors else f"loading it ends with code {result.returncode}"
    raise ModelError("does-not-load", f"The model does not load: {why[:_LONGEST].rstrip('.')}.")


def use(kind: Kind, folder: Path) -> None:
    """Load the model here and use it once; whatever its library raises comes through."""
    match kind:
        case "argos":
            _translate(folder)
        case "vosk":
            _listen(folder)
        case "whisper":
            _transcribe(folder)
        case _:
            assert_never(kind)


def _translate(folder: Path) -> None:
    import ctranslate2
    import sentencepiece

    pieces = ["▁a"]
    if (folder / "sentencepiece.model").exists():
        tokenizer = sentencepiece.SentencePieceProcessor(str(folder / "sentencepiece.model"))
        pieces = tokenizer.encode("1", out_type=str)
    elif not (folder / "bpe.model").read_text(encoding="utf-8").startswith("#version"):
        raise ValueError("bpe.model holds no byte pair codes")
    translator = ctranslate2.Translator(str(folder / "model"), device="cpu", intra_threads=1)
    translator.translate_batch([pieces], beam_size=1, max_decoding_length=4)


def _listen(folder: Path) -> None:
    import vosk

    recogniser = vosk.KaldiRecognizer(vosk.Model(str(folder)), 16_000)
    recogniser.AcceptWaveform(_SECOND_OF_SILENCE)
    recogniser.FinalResult()


def _transcribe(folder: Path) -> None:
    import faster_whisper
    import numpy as np

    model = faster_whisper.WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
    )
    silence = np.frombuffer(_SECOND_OF_SILENCE, np.int16).astype(np.float32)
    segments, _ = model.transcribe(silence, language="ja", beam_size=1, max_new_tokens=4)
    list(segments)


if __name__ == "__main__":
    wanted = next(kind for kind in KINDS if kind == sys.argv[1])
    try:
        use(wanted, Path(sys.argv[2]))
    except Exception as error:  # noqa: BLE001 - said to the parent, in one line
        sys.stderr.write(f"\n{type(error).__name__}: {' '.join(str(error).split())}\n")
        sys.exit(1)
