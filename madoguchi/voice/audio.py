"""Sound as the voice channels carry it: mono 16-bit little-endian PCM, and telephones' mu-law."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import soxr

from madoguchi.errors import MadoguchiError

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

Samples = npt.NDArray[np.int16]

_MULAW_BIAS = 132
_MULAW_CLIP = 32635


def read_wav(path: Path) -> tuple[bytes, int]:
    """The sound of a file as PCM, channels mixed to one, and its rate in Hz.

    WAV of any encoding, and whatever else FFmpeg's libraries read.

    Raises:
        MadoguchiError: ``no-sound-file`` where the file is missing, ``bad-sound-file`` where it
            holds no sound that can be read.

    """
    import av

    if not path.is_file():
        raise MadoguchiError("no-sound-file", f"There is no file {path}.")
    try:
        with av.open(str(path)) as container:
            stream = decodable(container)
            if stream is None:
                raise MadoguchiError("bad-sound-file", f"{path} holds no sound.")
            return _decoded(container, stream), stream.rate
    except av.FFmpegError as error:
        raise MadoguchiError(
            "bad-sound-file",
            f"{path} cannot be read as sound ({error.strerror}). A WAV file is accepted.",
        ) from None


def decodable(container: InputContainer) -> AudioStream | None:
    """The first sound in an open file, or None; one that is not known crashes PyAV if decoded."""
    streams = container.streams.audio
    return next((one for one in streams if one.codec_context is not None), None)


def _decoded(container: InputContainer, stream: AudioStream) -> bytes:
    """The sound up to the end, or to where a file that was cut short makes no sense any more."""
    import av

    mono = av.AudioResampler(format="s16", layout="mono", rate=stream.rate)
    pcm = bytearray()
    try:
        for frame in container.decode(stream):
            pcm += b"".join(each.to_ndarray().tobytes() for each in mono.resample(frame))
    except av.FFmpegError:
        if not pcm:
            raise
    pcm += b"".join(each.to_ndarray().tobytes() for each in mono.resample(None))
    return bytes(pcm)


def write_wav(path: Path, pcm: bytes, rate: int) -> None:
    """Write mono 16-bit PCM as a WAV file.

    Raises:
        MadoguchiError: ``sound-file-not-written`` where the path cannot be written.

    """
    try:
        with path.open("wb") as target, wave.open(target, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(pcm)
    except OSError as error:
        raise MadoguchiError(
            "sound-file-not-written", f"{path} cannot be written: {error.strerror}."
        ) from None


class Resampler:
    """PCM of one rate into PCM of another, as it comes; pieces may end inside a sample."""

    def __init__(self, source_rate: int, target_rate: int) -> None:
        """Rates in Hz.

        Raises:
            MadoguchiError: ``bad-sample-rate`` for a rate that no sound has.

        """
        for rate in (source_rate, target_rate):
            if not 4_000 <= rate <= 384_000:
                raise MadoguchiError(
                    "bad-sample-rate", f"{rate} Hz is no rate of sound: 4000 to 384000 is accepted."
                )
        self._stream = (
            None
            if source_rate == target_rate
            else soxr.ResampleStream(source_rate, target_rate, 1, dtype="int16")
        )
        self._odd = b""

    def feed(self, pcm: bytes) -> bytes:
        """What can be said by now; the filter holds back some milliseconds until ``finish``."""
        whole, self._odd = whole_samples(self._odd + pcm)
        return self._resampled(whole, last=False)

    def finish(self) -> bytes:
        """What was held back. Half a sample at the end is dropped. Nothing may be fed after."""
        return self._resampled(b"", last=True)

    def _resampled(self, pcm: bytes, *, last: bool) -> bytes:
        if self._stream is None:
            return pcm
        resampled: Samples = self._stream.resample_chunk(samples(pcm), last=last)
        return resampled.tobytes()


def whole_samples(pcm: bytes) -> tuple[bytes, bytes]:
    """The bytes of whole 16-bit samples, and the odd one that is left."""
    even = len(pcm) - len(pcm) % 2
    return pcm[:even], pcm[even:]


def samples(pcm: bytes) -> Samples:
    """Whole 16-bit samples as numbers, not copied."""
    return np.frombuffer(pcm, dtype="<i2")


def mulaw_encode(pcm: bytes) -> bytes:
    """ITU-T G.711 mu-law, one byte a sample. Half a sample at the end is dropped."""
    whole, _ = whole_samples(pcm)
    return _ENCODED[samples(whole).view(np.uint16)].tobytes()


def mulaw_decode(data: bytes) -> bytes:
    """PCM of ITU-T G.711 mu-law, two bytes for each."""
    return _DECODED[np.frombuffer(data, dtype=np.uint8)].tobytes()


def _decoding_table() -> Samples:
    """G.711 table 2b: sign, three bits of the segment, four of the step, all inverted."""
    code = ~np.arange(256, dtype=np.uint8)
    segment, step = (code >> 4) & 7, (code & 15).astype(np.int32)
    magnitude = (((step << 3) + _MULAW_BIAS) << segment) - _MULAW_BIAS
    return np.where(code & 128, -magnitude, magnitude).astype("<i2")


def _encoding_table() -> npt.NDArray[np.uint8]:
    """The code of each sample, the sample taken as an unsigned number."""
    sample = np.arange(65_536, dtype=np.uint16).view(np.int16).astype(np.int32)
    magnitude = np.minimum(np.abs(sample), _MULAW_CLIP) + _MULAW_BIAS
    segment = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    step = (magnitude >> (segment + 3)) & 15
    code = np.where(sample < 0, 128, 0) | (segment << 4) | step
    inverted: npt.NDArray[np.uint8] = (~code & 255).astype(np.uint8)
    return inverted


_DECODED = _decoding_table()
_ENCODED = _encoding_table()
