"""Which engine hears which language: by the settings, and by what is installed."""

from __future__ import annotations

import re
import threading
from importlib.util import find_spec
from pathlib import Path

from madoguchi.languages.strings import LANGUAGES
from madoguchi.settings import settings
from madoguchi.voice.recognition import whisper_weights
from madoguchi.voice.recognition.recogniser import Recogniser
from madoguchi.voice.recognition.vocabulary import vocabulary
from madoguchi.voice.recognition.vosk import VoskRecogniser
from madoguchi.voice.recognition.whisper import WhisperModel, WhisperRecogniser

_VOSK_NAMES = {"en": ("en-us", "en-in"), "zh": ("cn",), "vi": ("vn",), "tl": ("tl-ph",)}
"""What Vosk's models call languages that it does not call as we do."""

_loading = threading.Lock()
_loaded: dict[tuple[str, Path, str], Recogniser] = {}
_whisper_models: dict[Path, WhisperModel] = {}


def recogniser(language: str) -> Recogniser | None:
    """The recogniser of a language, loaded at the first call and kept; None where no model is.

    Raises:
        MadoguchiError: where a model is there but damaged.

    """
    model = model_of(language)
    if model is None:
        return None
    engine, folder = model
    spoken = _spoken(language)
    key = (engine, folder, spoken)
    with _loading:
        if key not in _loaded:
            if spoken == "ja":
                vocabulary()  # or the first resident would wait for it
            _loaded[key] = (
                WhisperRecogniser(_whisper_model(folder), spoken)
                if engine == "whisper"
                else VoskRecogniser(folder, spoken)
            )
        return _loaded[key]


def model_of(language: str) -> tuple[str, Path] | None:
    """The engine that serves a language, and the folder of its model; None where there is none."""
    engine = _engine(language)
    folder = _whisper_folder() if engine == "whisper" else _vosk_folder(_spoken(language))
    return None if engine is None or folder is None else (engine, folder)


def available() -> dict[str, str]:
    """The languages that can be heard now, each with its engine. Loads nothing."""
    engines = ((language, _engine(language)) for language in LANGUAGES)
    return {language: engine for language, engine in engines if engine is not None}


def missing(language: str) -> str | None:
    """What whoever runs this must do before the language can be heard; None where it can."""
    if _engine(language) is not None:
        return None
    spoken = _spoken(language)
    models = {"vosk": f"vosk:{spoken}", "whisper": f"whisper-{settings().voice.whisper_model}"}
    chosen = _chosen(language)
    wanted = models if chosen is None else {chosen: models[chosen]}
    return (
        f"Speech in {language!r} cannot be recognised: there is no model for "
        f"{' or '.join(wanted)} in {settings().resolved_language_models_dir}. Fetch one with "
        f"{' or '.join(f'./mado models fetch {model}' for model in wanted.values())}."
    )


def forget() -> None:
    """Unload all models, as after other settings."""
    with _loading:
        _loaded.clear()
        _whisper_models.clear()


def _engine(language: str) -> str | None:
    """The engine that serves the language with a model that is there."""
    chosen = _chosen(language)
    if chosen in (None, "vosk") and _vosk_folder(_spoken(language)) is not None:
        return "vosk"
    if chosen in (None, "whisper") and _whisper_is_there():
        return "whisper"
    return None


def _chosen(language: str) -> str | None:
    by_language = settings().voice.recognisers
    return by_language.get(language) or by_language.get(_spoken(language))


def _spoken(language: str) -> str:
    """やさしい日本語 is spoken Japanese, and both scripts of Chinese are spoken alike."""
    return language.split("-")[0]


def _vosk_folder(spoken: str) -> Path | None:
    """The language's model: the largest of those in the folder, else one that is a package."""
    names = "|".join(map(re.escape, _VOSK_NAMES.get(spoken, (spoken,))))
    pattern = re.compile(rf"vosk-model-(small-)?({names})(-[\d.]+.*)?")
    folder = settings().resolved_language_models_dir / "vosk"
    fitting = sorted(
        (
            path
            for path in (folder.iterdir() if folder.is_dir() else ())
            if pattern.fullmatch(path.name) and (path / "am").is_dir()
        ),
        key=lambda path: ("-small-" not in path.name, path.name),
    )
    return fitting[-1] if fitting else _packaged_vosk(spoken)


def _packaged_vosk(spoken: str) -> Path | None:
    package = find_spec(f"vosk_model_{spoken}")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "model"


def _whisper_place() -> Path:
    voice = settings().voice
    return settings().resolved_language_models_dir / "whisper" / voice.whisper_model


def _whisper_is_there() -> bool:
    place = _whisper_place()
    packaged = place.name == whisper_weights.BASE and whisper_weights.are_packaged()
    return whisper_weights.is_complete(place) or packaged


def _whisper_folder() -> Path | None:
    return whisper_weights.join(_whisper_place()) if _whisper_is_there() else None


def _whisper_model(folder: Path) -> WhisperModel:
    if folder not in _whisper_models:
        _whisper_models[folder] = WhisperModel(folder, settings().voice.recognition_threads)
    return _whisper_models[folder]
