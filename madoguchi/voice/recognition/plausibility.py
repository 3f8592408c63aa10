"""What Whisper says when nobody spoke: found out and dropped.

Trained on subtitles, it hears the end of a video in silence and music, and repeats itself in noise.
"""

from __future__ import annotations

import re
import unicodedata
import zlib

_FASTEST = 18.0
"""Characters a second: Japanese is spoken at up to 10, English at up to 20 with its spaces."""
_REPETITIVE = 2.4
"""Compression ratio above which OpenAI's own decoder rejects a text (whisper/transcribe.py)."""
_NO_SPEECH, _UNSURE = 0.6, -1.0
"""OpenAI's thresholds of silence: probability of no speech, mean log probability of a token."""

_CREDITS = re.compile(
    r"ご視聴|ご清聴ありがとう|チャンネル登録|高評価|字幕|おやすみなさい。*$"
    r"|thanks?(?: you)?(?: so much)? for watching|subscribe|subtitles|amara\.org"
    r"|시청해 ?주셔서|구독|자막"
    r"|谢谢(?:观看|收看|大家)|字幕|订阅|請不吝"
    r"|cảm ơn các bạn đã (?:theo dõi|xem)|đăng ký kênh|subtitle",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W_]")


def is_silence(no_speech: float, mean_log_probability: float) -> bool:
    """Whether the model itself doubts that somebody spoke."""
    return no_speech > _NO_SPEECH and mean_log_probability < _UNSURE


def is_plausible(text: str, seconds: float) -> bool:
    """Whether somebody may have said the text to a ward office in that time."""
    plain = unicodedata.normalize("NFKC", text)
    if not _LETTER.search(plain) or _CREDITS.search(plain):
        return False
    if len(plain) > _FASTEST * max(seconds, 0.5):
        return False
    raw = plain.encode()
    return len(raw) / len(zlib.compress(raw)) <= _REPETITIVE
