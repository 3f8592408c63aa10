"""Languages other than Japanese by eSpeak NG, whose library and voices are in a wheel.

The few calls of its C interface that are needed (``speak_lib.h`` of eSpeak NG 1.52). The library
holds its voice and its parameters in globals, so one caller at a time; see ADR 26.
"""

from __future__ import annotations

import ctypes
import threading
from functools import lru_cache

import numpy as np

from madoguchi.errors import MadoguchiError
from madoguchi.voice.synthesis.levelling import levelled

_RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: samples go to the callback
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT
_UTF8 = 1  # espeakCHARS_UTF8
_RATE = 1  # espeakRATE, in words a minute
_CHARACTERS = 1  # POS_CHARACTER
_WORDS_PER_MINUTE = 150  # slower than the engine's 175: facts are to be written down
_SLOWEST, _FASTEST = 80, 450  # limits of espeakRATE

_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class _Engine:
    """The library, initialised once a process."""

    def __init__(self) -> None:
        import espeakng_loader

        self.lock = threading.Lock()
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.sample_rate: int = self._library.espeak_Initialize(_RETRIEVAL, 0, data, _DONT_EXIT)
        if self.sample_rate <= 0:
            raise MadoguchiError("no-espeak", "eSpeak NG could not be started: its data is missing")
        self._samples = bytearray()
        self._callback = _CALLBACK(self._keep)  # kept: the library holds only a pointer to it
        self._library.espeak_SetSynthCallback(self._callback)

    def _keep(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _: int | None) -> int:
        if count > 0:
            self._samples += ctypes.string_at(samples, 2 * count)
        return 0

    def speak(self, text: str, voice: str, words_per_minute: int) -> bytes:
        """The text as mono 16-bit PCM in the machine's byte order."""
        data = text.encode() + b"\0"
        with self.lock:
            self._samples.clear()
            if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise MadoguchiError("no-voice", f"eSpeak NG has no voice {voice!r}.")
            self._library.espeak_SetParameter(_RATE, words_per_minute, 0)
            self._library.espeak_Synth(
                data, ctypes.c_size_t(len(data)), 0, _CHARACTERS, 0, _UTF8, None, None
            )
            self._library.espeak_Synchronize()
            return bytes(self._samples)


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    return _Engine()


class EspeakSynthesiser:
    """Speaks with one voice of eSpeak NG, such as ``cmn``.

    Raises:
        MadoguchiError: ``no-espeak`` when the library cannot start, and on speaking ``no-voice``.

    """

    def __init__(self, voice: str) -> None:
        self._voice = voice
        self._engine = _engine()

    @property
    def sample_rate(self) -> int:
        """22,050 Hz, which the library's voices have."""
        return self._engine.sample_rate

    def speak(self, sentence: str, speed: float = 1.0) -> bytes:
        """One sentence, prepared for the ear, as mono 16-bit little-endian PCM; b"" of no words."""
        pace = min(_FASTEST, max(_SLOWEST, round(_WORDS_PER_MINUTE * speed)))
        pcm = self._engine.speak(sentence.replace("\0", " "), self._voice, pace)
        samples = np.frombuffer(pcm, dtype=np.int16) / 32_768
        return levelled(samples, self.sample_rate)
