"""A recording that somebody sent, decoded in memory and no further than is wanted.

It is read as what its first bytes say, and FFmpeg does not guess: among its guesses are playlists,
which open other files and addresses. (Its ``format_whitelist`` would do as well, but PyAV 16 may
crash where it is given options and finds a stream late: PyAV issue 2010.)
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import decodable
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

_BEGINNINGS = (
    (re.compile(rb".{4}ftyp", re.DOTALL), "mov"),  # M4A, MP4 and 3GP
    (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), "aac"),
    (re.compile(rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]"), "mp3"),
)
"""How the files begin that telephones record, with FFmpeg's names of their formats."""


class NoSoundError(MadoguchiError):
    """It holds no sound that can be read."""


class TooLongError(MadoguchiError):
    """It lasts longer than was allowed."""


def decode(content: bytes, most_seconds: float) -> bytes:
    """Its sound as mono 16-bit PCM at ``SAMPLE_RATE``, channels mixed to one.

    Of a recording that is cut short the sound up to there.

    Raises:
        NoSoundError: ``no-sound`` where it holds none that can be read.
        TooLongError: ``sound-too-long``, as soon as that is known.

    """
    import av

    kind = next((name for beginning, name in _BEGINNINGS if beginning.match(content)), None)
    if kind is None:
        raise NoSoundError("no-sound", "It is no recording.")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    most_bytes = int(most_seconds * SAMPLE_RATE) * 2
    pcm = bytearray()

    def take(frame: AudioFrame | None) -> None:
        for part in resampler.resample(frame):
            pcm.extend(part.to_ndarray().tobytes())
        if len(pcm) > most_bytes:
            raise TooLongError("sound-too-long", f"It lasts longer than {most_seconds:g} seconds.")

    try:
        with av.open(BytesIO(content), "r", format=kind) as container:
            stream = decodable(container)
            for frame in () if stream is None else container.decode(stream):
                take(frame)
    except (av.FFmpegError, ValueError):
        pass  # what was decoded until then is what there is
    if not pcm:
        raise NoSoundError("no-sound", "It holds no sound that can be read.")
    take(None)
    return bytes(pcm)
