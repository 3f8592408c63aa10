"""``./mado voice`` on real sound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from madoguchi.errors import MadoguchiError
from madoguchi.settings import settings
from madoguchi.voice.audio import write_wav
from madoguchi.voice.cli import app
from madoguchi.voice.recognition import recognisers, whisper_weights
from madoguchi.voice.synthesis.speaking import speak


@pytest.fixture
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MADOGUCHI_LANGUAGE_MODELS_DIR", str(tmp_path))
    monkeypatch.setattr(recognisers, "find_spec", lambda name: None)
    monkeypatch.setattr(whisper_weights, "find_spec", lambda name: None)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def sentence(tmp_path: Path) -> Path:
    """「アニヨ」 in Korean, as a telephone system would record it."""
    pcm, rate = next(iter(speak("아니요", "ko")))
    write_wav(tmp_path / "no.wav", bytes(rate) + pcm + bytes(rate), rate)
    return tmp_path / "no.wav"


def test_a_recording_is_written_down(sentence: Path) -> None:
    result = CliRunner().invoke(
        app, ["transcribe", str(sentence), "--language", "ko", "--json"], catch_exceptions=False
    )
    report = json.loads(result.stdout)
    assert set(report) == {
        "text", "confidence", "language", "engine", "segments", "seconds", "real_time_factor",
    }  # fmt: skip
    assert report["engine"] == "vosk"
    assert report["text"]
    assert 0 < report["confidence"] <= 1
    assert report["seconds"] == pytest.approx(sentence.stat().st_size / 2 / 22_050, abs=0.01)
    (segment,) = report["segments"]
    assert 0 < segment["start"] < segment["end"] < report["seconds"]
    assert segment["hypotheses"][0]["text"] == segment["text"] == report["text"]


def test_silence_is_an_empty_line(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", bytes(48_000), 8_000)
    result = CliRunner().invoke(app, ["transcribe", str(tmp_path / "a.wav"), "--language", "ko"])
    assert (result.exit_code, result.stdout) == (0, "\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere.wav", "--language", "ko"], "no-sound-file"),
        ([__file__, "--language", "ko"], "bad-sound-file"),
        (["nowhere.wav", "--language", "xx"], "unknown-language"),
    ],
)
def test_what_cannot_be_written_down(arguments: list[str], code: str) -> None:
    with pytest.raises(MadoguchiError) as caught:
        CliRunner().invoke(app, ["transcribe", *arguments], catch_exceptions=False)
    assert caught.value.code == code


@pytest.mark.usefixtures("no_models")
def test_without_a_model_it_says_what_to_do() -> None:
    with pytest.raises(MadoguchiError, match="models fetch vosk:ja") as caught:
        CliRunner().invoke(app, ["transcribe", "a.wav"], catch_exceptions=False)
    assert caught.value.code == "no-recogniser"
    assert "models fetch whisper-base" in CliRunner().invoke(app, ["engines"]).stdout
