"""The model out of its two packages."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from madoguchi.errors import MadoguchiError
from madoguchi.voice.recognition import whisper_weights
from madoguchi.voice.recognition.whisper_weights import are_packaged, is_complete, join


def test_the_published_model_comes_of_the_packages(models: Path) -> None:
    assert are_packaged()
    folder = join(models / "whisper" / "base")
    assert is_complete(folder)
    weights = (folder / "model.bin").read_bytes()
    assert len(weights) == 145_217_607
    assert hashlib.sha256(weights).hexdigest().startswith("905e5bf8")
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == ["base"]


def test_a_folder_that_is_there_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whisper_weights, "find_spec", lambda name: None)
    for file in ("model.bin", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / file).touch()
    assert join(tmp_path) == tmp_path


def test_other_weights_are_refused_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whisper_weights, "_SHA256", "0" * 64)
    with pytest.raises(MadoguchiError, match="not the published one") as caught:
        join(tmp_path / "base")
    assert caught.value.code == "bad-whisper-weights"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_no_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whisper_weights, "find_spec", lambda name: None)
    with pytest.raises(MadoguchiError, match="models fetch whisper-base") as caught:
        join(tmp_path / "base")
    assert caught.value.code == "no-whisper-weights"
