"""Whether what was said is a whole sentence, by the form of its last word.

Japanese and Korean have polite endings that close a sentence: less silence is an end behind
「教えてください」 than behind 「引っ越したいのですが」. Yes and no are none, since what is right
often follows them; the other languages have no such form.
"""

from __future__ import annotations

import re

_ENDINGS = {
    "ja": re.compile(
        r"(?:(?:です|ます|でしょう|ました|でした|ません)(?:か|よね|ね|よ)?|(?:くだ|下)さい|お願いします)$"
    ),
    "ko": re.compile(r"(?:니다|니까|죠|(?<!아니)(?<![필중주])요)$"),
}
_SIGNS = re.compile(r"[\s。.!?!?、,]+$")


def is_whole(text: str, language: str) -> bool:
    """Whether nothing has to follow; False for a language of which that cannot be told."""
    endings = _ENDINGS.get(language.split("-")[0])
    return endings is not None and endings.search(_SIGNS.sub("", text)) is not None
