"""Whisper on CTranslate2: utterances, not streams; each is decoded as a whole, some of it early."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import samples
from madoguchi.voice.recognition import plausibility
from madoguchi.voice.recognition.biasing import is_echo, prompt
from madoguchi.voice.recognition.consensus import by_consensus, without_signs
from madoguchi.voice.recognition.listening import Listening
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Expected, Hypothesis

if TYPE_CHECKING:
    from ctranslate2 import StorageView

_BEAM = 5
_HYPOTHESES = 3
_UNSURE = 0.7
"""Below this confidence the prompt may have said more than the speaker: a second opinion is asked.

On 59 residents' questions that are not the benchmark's: of clean speech that is four in ten, over
the telephone half, in babble of 10 dB nearly all."""
_PARTIAL_SECONDS = 0.7
LONGEST_SECONDS = 30
_WINDOW_SECONDS = 10
"""The encoder is trained on 30 seconds, a sentence and silence behind it. Ten seconds lose nothing
and cost a fifth; at five it begins to repeat itself (docs/adr/0025)."""
_TOKENS_A_SECOND = 12
_SPOKEN = {"ja-easy": "ja", "zh-Hans": "zh", "zh-Hant": "zh"}


@dataclass(frozen=True)
class Encoded:
    """Sound as Whisper's decoder takes it, and how long it is."""

    features: StorageView
    seconds: float


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

    def encode(self, sound: npt.NDArray[np.float32]) -> Encoded:
        """Up to 30 seconds of sound (-1 to 1, 16 kHz), to be decoded once or more."""
        from ctranslate2 import StorageView

        features = StorageView.from_array(self._features(sound))
        return Encoded(self._whisper.model.encode(features), len(sound) / SAMPLE_RATE)

    def decode(
        self, encoded: Encoded, language: str, said: str, beam: int
    ) -> tuple[Hypothesis, ...]:
        """What is said, likeliest first, after the text ``said``. Empty where nobody speaks."""
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        seconds = encoded.seconds
        tokens = Tokenizer(
            self._whisper.hf_tokenizer, multilingual=True, task="transcribe", language=language
        )
        begin = self._whisper.get_prompt(
            tokens, tokens.encode(f" {said}") if said else [], without_timestamps=True
        )
        result = self._whisper.model.generate(
            encoded.features,
            [begin],
            beam_size=beam,
            num_hypotheses=beam,
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
                heard.setdefault(without_signs(text), Hypothesis(text, round(math.exp(score), 4)))
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
        self._prompt = prompt(language, expected.words, expected.example)
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
            hypotheses = self._model.decode(self._encoded(), self._language, self._prompt, beam=1)
            self._looked = self._now()
        else:
            hypotheses = self._decoded
        return hypotheses[0].text if hypotheses else ""

    def pause(self) -> None:
        """Decode thoroughly, so that it is done when the pause turns out to be the end."""
        self._decoded = self._thoroughly()

    def finish(self) -> tuple[Hypothesis, ...]:
        """What was said."""
        return self._thoroughly() if self._decoded is None else self._decoded

    def _thoroughly(self) -> tuple[Hypothesis, ...]:
        """What both agree on, with a prompt and without, unless the first is sure.

        Where words are expected they are what the prompt is for, and no second opinion is asked.
        """
        encoded = self._encoded()
        heard = self._model.decode(encoded, self._language, self._prompt, _BEAM)
        own = tuple(one for one in heard if not is_echo(one.text, self._language))
        is_open = self._prompt == prompt(self._language, ())
        is_unsure = bool(heard and self._prompt) and heard[0].confidence < _UNSURE
        if own == heard and not (is_open and is_unsure):
            return heard[:_HYPOTHESES]
        unprompted = self._model.decode(encoded, self._language, "", _BEAM)
        return by_consensus(own + unprompted, self._language)[:_HYPOTHESES]

    def _encoded(self) -> Encoded:
        sound = samples(bytes(self._sound)).astype(np.float32) / np.float32(32768)
        return self._model.encode(sound)
