from __future__ import annotations

import wave
from pathlib import Path

import pytest
from typer.testing import CliRunner

from madoguchi.errors import MadoguchiError
from madoguchi.voice.cli import app


def test_say_writes_a_file_and_shows_what_is_said(tmp_path: Path) -> None:
    file = tmp_path / "out.wav"
    result = CliRunner().invoke(
        app, ["say", "Call 03-3463-1211.", "-o", str(file), "--language", "en"]
    )
    assert result.exit_code == 0, result.output
    assert result.output == "Call 0 3, 3 4 6 3, 1 2 1 1.\n"
    with wave.open(str(file)) as written:
        assert written.getnchannels() == 1
        assert 2 < written.getnframes() / written.getframerate() < 8


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["。。", "-o", "{}/out.wav"], "nothing-to-say"),
        (["Hi", "-o", "{}/out.wav", "--language", "tl"], "no-voice-for-language"),
        (["Hi", "-o", "{}/none/out.wav", "--language", "en"], "sound-file-not-written"),
    ],
)
def test_what_cannot_be_said_is_a_clear_error(
    arguments: list[str], code: str, tmp_path: Path
) -> None:
    given = [argument.format(tmp_path) for argument in arguments]
    result = CliRunner().invoke(app, ["say", *given])
    assert isinstance(result.exception, MadoguchiError)
    assert result.exception.code == code


def test_a_speed_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["say", "Hi", "-o", str(tmp_path / "x.wav"), "--language", "en", "--speed", "9"]
    )
    assert result.exit_code == 2
    assert "--speed" in result.output
