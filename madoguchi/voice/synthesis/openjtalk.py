"""Japanese by OpenJTalk and its bundled voice, Mei (Nagoya Institute of Technology, CC BY 3.0).

The voice is made of 48 kHz samples; 24 kHz keep all that a telephone or a loudspeaker of a
computer lets hear, at half the bytes.
"""

from __future__ import annotations

from madoguchi.voice.spoken import pronunciation
from madoguchi.voice.synthesis.levelling import levelled


class OpenJTalkSynthesiser:
    """Speaks Japanese; one sentence at a time, since the engine has one voice and locks itself."""

    @property
    def sample_rate(self) -> int:
        """24 kHz."""
        return 24_000

    def speak(self, sentence: str, speed: float = 1.0) -> bytes:
        """One sentence, prepared for the ear, as mono 16-bit little-endian PCM; b"" of no words."""
        import pyopenjtalk
        import soxr

        spoken = pronunciation.labels(sentence)
        if not spoken:
            return b""
        samples, rate = pyopenjtalk.synthesize(spoken, speed=speed)
        return levelled(soxr.resample(samples / 32_768, rate, self.sample_rate), self.sample_rate)
