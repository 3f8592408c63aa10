"""Vosk (Kaldi): streams by nature, so a partial costs nothing; a pause is taken for the end."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from madoguchi.errors import MadoguchiError
from madoguchi.voice.recognition.listening import Listening
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Expected, Hypothesis

_ALTERNATIVES = 5
_TEMPERATURE = 4.0
_EARLY_BYTES = 6 * 2 * SAMPLE_RATE
"""Up to six seconds are finished in a pause, before it is known whether more follows; then they are
heard once more. Of longer utterances that would be too much work."""
_JOINED = ("ja", "zh")
"""Languages that are written without spaces, and that Vosk gives word by word."""
_MOST_IDLE = 8
"""Decoders that are kept for the next speakers: 150 MB each once they have worked."""


class VoskRecogniser:
    """One language's model in memory."""

    engine = "vosk"

    def __init__(self, folder: Path, language: str) -> None:
        """Load it (seconds). ``language`` is a tag of ours.

        Raises:
            MadoguchiError: ``bad-vosk-model`` where the folder cannot be read as one.

        """
        import vosk

        vosk.SetLogLevel(-2)
        try:
            self._model = vosk.Model(str(folder))
        except Exception as error:  # noqa: BLE001 - it raises nothing more specific
            raise MadoguchiError(
                "bad-vosk-model", f"{folder} is no Vosk model, or a damaged one: {error}."
            ) from None
        self._language = language
        self._decoders = _Decoders(self._model)

    def stream(self) -> Listening:
        """Begin to listen to a speaker."""
        return Listening(self._language, self._utterance)

    def _utterance(self, expected: Expected) -> _Utterance:
        words = expected.words
        grammar = self._known(words)
        return _Utterance(self._model, self._decoders, self._language, grammar, words)

    def _known(self, expected: Sequence[str]) -> list[str]:
        """The expected words that the model has sounds for; a grammar can hold no others."""
        return [
            word
            for word in expected
            if all(self._model.vosk_model_find_word(part) >= 0 for part in word.split())
        ]


class _Decoders:
    """What listens for anything, lent for an utterance at a time and used again.

    A small model joins sounds and words only where somebody's speech leads, and a decoder keeps
    what it has joined: a new one works four times as long. Of what was said it keeps the
    text of its last result and no sound.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._idle: deque[Any] = deque(maxlen=_MOST_IDLE)

    def borrow(self) -> Any:
        """One for an utterance; the one that worked last, which has joined the most."""
        import vosk

        try:
            return self._idle.pop()
        except IndexError:
            decoder = vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
            decoder.SetMaxAlternatives(_ALTERNATIVES)
            return decoder

    def give_back(self, decoder: Any) -> None:
        """Take it back, once it has given its final result: it then begins anew by itself."""
        self._idle.append(decoder)


class _Utterance:
    """Heard twice where words are expected: openly, and as nothing but those words.

    The grammar alone would turn everything into one of its words.
    """

    def __init__(
        self,
        model: Any,
        decoders: _Decoders,
        language: str,
        grammar: Sequence[str],
        expected: Sequence[str],
    ) -> None:
        import vosk

        self._language = language
        self._expected = expected
        self._decoders = decoders
        self._open = decoders.borrow()
        self._sound = bytearray()
        self._finished: tuple[Hypothesis, ...] | None = None
        self._closed = None
        if grammar:
            words = json.dumps(list(grammar), ensure_ascii=False)
            self._closed = vosk.KaldiRecognizer(model, SAMPLE_RATE, words)
            self._closed.SetMaxAlternatives(1)

    def feed(self, pcm: bytes) -> None:
        """Take its next sound; behind a pause all of it, since nothing follows a final result."""
        self._sound += pcm
        if self._finished is not None:
            self._finished = None
            self._open = self._decoders.borrow()
            pcm = bytes(self._sound)
        self._open.AcceptWaveform(pcm)
        if self._closed is not None:
            self._closed.AcceptWaveform(pcm)

    def partial(self) -> str:
        """What is understood so far."""
        if self._finished is not None:
            return self._finished[0].text if self._finished else ""
        return self._written(json.loads(self._open.PartialResult())["partial"])

    def pause(self) -> None:
        """Finish, so that it is done when the pause turns out to be the end."""
        if len(self._sound) <= _EARLY_BYTES:
            self._finished = self._result()

    def finish(self) -> tuple[Hypothesis, ...]:
        """What was said."""
        return self._result() if self._finished is None else self._finished

    def _result(self) -> tuple[Hypothesis, ...]:
        """The words of the grammar compete with what was heard openly."""
        scored = _alternatives(self._open)
        self._decoders.give_back(self._open)
        if self._closed is not None:
            for text, score in _alternatives(self._closed).items():
                if text in self._expected:
                    scored[text] = max(score, scored.get(text, score))
        return tuple(
            Hypothesis(self._written(text), confidence) for text, confidence in _weighed(scored)
        )

    def _written(self, text: str) -> str:
        return text.replace(" ", "") if self._language in _JOINED else text


def _alternatives(recogniser: Any) -> dict[str, float]:
    """What it has heard and the log likelihood of each; silence and ``[noise]`` are nothing."""
    found = json.loads(recogniser.FinalResult())["alternatives"]
    return {
        text: each["confidence"]
        for each in reversed(found)
        if (text := " ".join(word for word in each["text"].split() if not word.startswith("[")))
    }


def _weighed(scored: Mapping[str, float]) -> list[tuple[str, float]]:
    """Log likelihoods as shares of one, likeliest first.

    Frames of sound are not independent, as the likelihood takes them to be: the temperature makes
    up for it, or the first would nearly always have a share of one.
    """
    best = max(scored.values(), default=0.0)
    weights = {text: math.exp((score - best) / _TEMPERATURE) for text, score in scored.items()}
    whole = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda each: -each[1])
    return [(text, round(weight / whole, 4)) for text, weight in ranked]
