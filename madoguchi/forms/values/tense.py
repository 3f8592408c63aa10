"""Whether a Japanese sentence tells what has happened, so that a day in it lies behind."""

from __future__ import annotations

import re

_PAST = re.compile(r"(?:た|[住死産生]んだ)(?=$|[がけのんよねし、。．.,?？!！\s])")
"""The plain and polite past (〜た, 〜ました); not 〜たい, 〜たら, nor 〜んだ that explains."""


def tells_past(text: str) -> bool:
    """「3月10日に引っ越しました」 and 「越してきたんですけど」, but not 「引っ越したい」."""
    return _PAST.search(text) is not None
