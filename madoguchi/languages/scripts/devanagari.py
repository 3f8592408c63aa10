"""Devanagari: Nepali, unless its words are Hindi.

Of Tokyo's residents who write it, most are Nepali.
"""

from __future__ import annotations

import re

_LETTER = r"[\u0900-\u0963\u0971-\u097f]"  # vowel signs are no letters to \\w
_HINDI = re.compile(
    rf"(?<!{_LETTER})(?:है|हैं|हूँ|हूं|में|मैं|मुझे|क्या|कहाँ|कहां|कैसे|चाहिए|के|की|का|से|नहीं|और|यह|करना|था|थी)"
    rf"(?!{_LETTER})"
)
_NEPALI = re.compile(
    rf"छ|हुन्|(?<!{_LETTER})(?:म|मलाई|मेरो|कसरी|कति|पर्छ|भयो|हो|र|पनि|लागि|गर्न|गर्ने|गर्नु|होला|तपाईं)"
    rf"(?!{_LETTER})|(?:लाई|मा|को|बाट|ले|हरू|नु|ने|होस्)(?!{_LETTER})"
)
_WORDS_OF_A_LINE = 3


def told(text: str) -> tuple[str, float] | None:
    """``ne`` or ``hi``; of one or two words not doubtless."""
    is_hindi = len(_HINDI.findall(text)) > len(_NEPALI.findall(text))
    sure = 0.95 if len(text.split()) >= _WORDS_OF_A_LINE else 0.6
    return ("hi" if is_hindi else "ne"), sure
