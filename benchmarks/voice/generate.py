"""What is heard: sentences that our voices speak, as they are, in noise, and over the telephone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import Resampler, mulaw_decode, mulaw_encode, read_wav, samples
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE
from madoguchi.voice.synthesis.speaking import speak

Sound = npt.NDArray[np.float64]

SENTENCES = Path(__file__).with_name("sentences")
CLEAN, TELEPHONE = "clean", "telephone"
NOISES = ("white", "pink", "babble")
LEVELS = (20, 10, 5)
CONDITIONS = (CLEAN, TELEPHONE, *(f"{noise}_{level}" for noise in NOISES for level in LEVELS))
"""Noise with its distance from the speech in dB; babble is eight of the other sentences at once."""

_TELEPHONE_RATE = 8_000
_BABBLERS = 8
_SEED = 20261127


@dataclass(frozen=True)
class Recording:
    """Speech as mono 16-bit PCM at ``rate`` Hz, and what is said in it."""

    text: str
    pcm: bytes
    rate: int = SAMPLE_RATE


def sentences(language: str) -> tuple[str, ...]:
    """Our own sentences of a language.

    Raises:
        MadoguchiError: where we have none.

    """
    path = SENTENCES / f"{language}.tsv"
    if not path.exists():
        known = sorted(each.stem for each in SENTENCES.glob("*.tsv"))
        raise MadoguchiError(
            "no-sentences", f"No sentences in {language!r}. There are: {', '.join(known)}."
        )
    return tuple(row["text"] for row in _rows(path, ("text",)))


def recordings(transcripts: Path) -> tuple[Recording, ...]:
    """Recordings that a file with the columns ``path`` and ``text`` names, paths relative to it."""
    rows = _rows(transcripts, ("path", "text"))
    return tuple(
        Recording(row["text"], *read_wav(transcripts.parent / row["path"])) for row in rows
    )


def spoken(texts: Sequence[str], language: str) -> tuple[Recording, ...]:
    """The texts as our voice speaks them, half a second of silence around each."""
    silence = bytes(SAMPLE_RATE)
    return tuple(
        Recording(text, silence + _spoken(text, language) + silence + silence) for text in texts
    )


def under(condition: str, clean: Sequence[Recording]) -> tuple[Recording, ...]:
    """The same recordings under one of the ``CONDITIONS``, alike in every run."""
    if condition == CLEAN:
        return tuple(clean)
    if condition == TELEPHONE:
        return tuple(Recording(each.text, over_telephone(each.pcm)) for each in clean)
    kind, level = condition.split("_")
    draw = np.random.default_rng(_SEED)
    voices = [_floating(each.pcm) for each in clean]
    noise: dict[str, Callable[[int], Sound]] = {
        "white": lambda length: draw.standard_normal(length),
        "pink": lambda length: _pink(draw, length),
        "babble": lambda length: _babble(draw, voices, length),
    }
    return tuple(
        Recording(each.text, _mixed(_floating(each.pcm), noise[kind], int(level))) for each in clean
    )


def over_telephone(pcm: bytes) -> bytes:
    """16 kHz sound after 8 kHz mu-law, at 16 kHz again."""
    line = mulaw_encode(_resampled(pcm, SAMPLE_RATE, _TELEPHONE_RATE))
    return _resampled(mulaw_decode(line), _TELEPHONE_RATE, SAMPLE_RATE)


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    lacking = [column for column in columns if not rows or rows[0].get(column) is None]
    if lacking:
        raise MadoguchiError(
            "bad-transcripts",
            f"{path} must be tab-separated, with a header that names {' and '.join(columns)}, "
            f"and a row at least; missing: {', '.join(lacking)}.",
        )
    return rows


def _spoken(text: str, language: str) -> bytes:
    return b"".join(_resampled(pcm, rate, SAMPLE_RATE) for pcm, rate in speak(text, language))


def _resampled(pcm: bytes, source: int, target: int) -> bytes:
    resampler = Resampler(source, target)
    return resampler.feed(pcm) + resampler.finish()


def _floating(pcm: bytes) -> Sound:
    return samples(pcm).astype(np.float64) / 32768


def _mixed(speech: Sound, noise: Callable[[int], Sound], level: int) -> bytes:
    """Speech and noise, their powers so many dB apart where somebody speaks."""
    active = speech[np.abs(speech) > 0.01]
    sound = noise(len(speech))
    wanted = np.sqrt(np.mean(active**2) / 10 ** (level / 10))
    mixed = speech + sound * (wanted / np.sqrt(np.mean(sound**2)))
    loud: npt.NDArray[np.int16] = (np.clip(mixed, -1, 1) * 32767).astype("<i2")
    return loud.tobytes()


def _pink(draw: np.random.Generator, length: int) -> Sound:
    """White noise whose power falls with the frequency, as in a street or a fan."""
    spectrum = np.fft.rfft(draw.standard_normal(length))
    frequencies = np.maximum(np.arange(len(spectrum)), 1)
    return np.fft.irfft(spectrum / np.sqrt(frequencies), length)


def _babble(draw: np.random.Generator, voices: Sequence[Sound], length: int) -> Sound:
    chosen = draw.choice(len(voices), _BABBLERS)
    babble: Sound = np.sum(
        [np.roll(np.resize(voices[one], length), draw.integers(length)) for one in chosen], axis=0
    )
    return babble
