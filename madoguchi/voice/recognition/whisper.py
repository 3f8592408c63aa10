"""Whisper on CTranslate2: utterances, not streams; each is decoded as a whole, some of it early."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import samples
from madoguchi.voice.recognition import plausibility
from madoguchi.voice.recognition.biasing import prompt
from madoguchi.voice.recognition.listening import Listening
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Expected, Hypothesis

_BEAM = 5
_HYPOTHESES = 3
_PARTIAL_SECONDS = 0.7
LONGEST_SECONDS = 30
_WINDOW_SECONDS = 10
"""The encoder is trained on 30 seconds, a sentence and silence behind it. Ten seconds lose nothing
and cost a fifth; at five it begins to repeat itself (docs/adr/0025)."""
_TOKENS_A_SECOND = 12
_SPOKEN = {"ja-easy": "ja", "zh-Hans": "zh", "zh-Hant": "zh"}


class WhisperModel:
    """A model in memory, shared by all languages and streams.

    CTranslate2 takes one decoding at a time, in the order in which they come, so that callers are
    served in turn.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        """Load it (a second); ``threads`` work on one decoding.

        Raises:
            MadoguchiError: ``bad-whisper-model`` where the folder cannot be read as one.

        """
        from faster_whisper import WhisperModel as FasterWhisper

        try:
            self._whisper = FasterWhisper(
                str(folder), device="cpu", compute_type="int8", cpu_threads=threads, num_workers=1
            )
        except (RuntimeError, ValueError) as error:
            raise MadoguchiError(
                "bad-whisper-model", f"{folder} is no Whisper model, or a damaged one: {error}"
            ) from None

    @property
    def is_busy(self) -> bool:
        """Whether somebody's utterance is being decoded."""
        return bool(
            self._whisper.model.num_active_batches or self._whisper.model.num_queued_batches
        )

    def decode(
        self, sound: npt.NDArray[np.float32], language: str, said: str, beam: int
    ) -> tuple[Hypothesis, ...]:
        """What is said in up to 30 seconds (-1 to 1, 16 kHz), after the text ``said``.

        Empty where nobody speaks.
        """
        from ctranslate2 import StorageView
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        seconds = len(sound) / SAMPLE_RATE
        tokens = Tokenizer(
            self._whisper.hf_tokenizer, multilingual=True, task="transcribe", language=language
        )
        begin = self._whisper.get_prompt(
            tokens, tokens.encode(f" {said}") if said else [], without_timestamps=True
        )
        result = self._whisper.model.generate(
            StorageView.from_array(self._features(sound)),
            [begin],
            beam_size=beam,
            num_hypotheses=min(beam, _HYPOTHESES),
            max_length=min(448, len(begin) + 8 + math.ceil(_TOKENS_A_SECOND * seconds)),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=list(get_suppressed_tokens(tokens, [-1])),
        )[0]
        if plausibility.is_silence(result.no_speech_prob, result.scores[0]):
            return ()
        heard = dict[str, Hypothesis]()
        for ids, score in zip(result.sequences_ids, result.scores, strict=True):
            text = tokens.decode(ids).strip()
            if plausibility.is_plausible(text, seconds):
                heard.setdefault(text, Hypothesis(text, round(math.exp(score), 4)))
        return tuple(heard.values())

    def _features(self, sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The log mel spectrogram of the sound and of silence up to a whole window."""
        seconds = max(_WINDOW_SECONDS, math.ceil(len(sound) / SAMPLE_RATE) + 1)
        seconds = min(seconds, LONGEST_SECONDS)
        padded = np.zeros(seconds * SAMPLE_RATE, dtype=np.float32)
        padded[: len(sound)] = sound[: len(padded)]
        spectrogram: Any = self._whisper.feature_extractor(padded)
        return np.ascontiguousarray(spectrogram[np.newaxis, :, : 100 * seconds], dtype=np.float32)


class WhisperRecogniser:
    """One language of a model."""

    engine = "whisper"

    def __init__(self, model: WhisperModel, language: str) -> None:
        """``language`` is a tag of ours."""
        self._model = model
        self._language = _SPOKEN.get(language, language)

    def stream(self) -> Listening:
        """Begin to listen to a speaker."""
        return Listening(self._language, self._utterance)

    def _utterance(self, expected: Expected) -> _Utterance:
        return _Utterance(self._model, self._language, expected)


class _Utterance:
    """Sound that grows, decoded quickly now and then, and thoroughly in its last pause."""

    def __init__(
        self,
        model: WhisperModel,
        language: str,
        expected: Expected,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._language = language
        self._expected = expected
        self._now = now
        self._looked = now()
        self._sound = bytearray()
        self._decoded: tuple[Hypothesis, ...] | None = None

    def feed(self, pcm: bytes) -> None:
        """Take its next sound."""
        self._sound += pcm
        self._decoded = None

    def partial(self) -> str:
        """A quick decoding, unless the last was a moment ago or another speaker is waiting.

        Sound that comes faster than it was spoken (from a file, or after falling behind) so gets
        none, and what is late catches up.
        """
        if self._decoded is None:
            if self._now() - self._looked < _PARTIAL_SECONDS or self._model.is_busy:
                return ""
            hypotheses = self._decode(beam=1)
            self._looked = self._now()
        else:
            hypotheses = self._decoded
        return hypotheses[0].text if hypotheses else ""

    def pause(self) -> None:
        """Decode thoroughly, so that it is done when the pause turns out to be the end."""
        self._decoded = self._decode(_BEAM)

    def finish(self) -> tuple[Hypothesis, ...]:
        """What was said."""
        return self._decode(_BEAM) if self._decoded is None else self._decoded

    def _decode(self, beam: int) -> tuple[Hypothesis, ...]:
        sound = samples(bytes(self._sound)).astype(np.float32) / np.float32(32768)
        said = prompt(self._language, self._expected.words, self._expected.example)
        return self._model.decode(sound, self._language, said, beam)
