"""Which of several decodings of one utterance to believe: the one nearest to all of them.

Minimum Bayes risk (Goel and Byrne, Minimum Bayes-risk automatic speech recognition, 2000): not the
likeliest text wins, but the one of the least expected distance from what may have been said. The
distance is counted in sounds, so that two spellings of one word stand together. In Japanese the
office's own words count for a text: 要介護認定 before 妖怪5人定.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from madoguchi.voice.recognition.biasing import spoken_form
from madoguchi.voice.recognition.recogniser import Hypothesis
from madoguchi.voice.recognition.vocabulary import vocabulary

_OFFICE = 0.2
"""Sounds of distance that one sound of the office's words outweighs.

Chosen on residents' questions of ``benchmarks/routing/dev``, which the benchmark does not speak.
"""


def by_consensus(hypotheses: Sequence[Hypothesis], language: str) -> tuple[Hypothesis, ...]:
    """The hypotheses, that of the least risk first; what differs in signs only stands once.

    Confidences weigh the distances. A hypothesis behind another is given no more than its
    confidence, for the surest stands first everywhere.
    """
    forms = [spoken_form(one.text, language) for one in hypotheses]
    believed = sum(one.confidence for one in hypotheses) or 1.0

    def risk(place: int) -> float:
        distance = sum(
            other.confidence * Levenshtein.distance(forms[place], form)
            for other, form in zip(hypotheses, forms, strict=True)
        )
        return distance / believed - _explained(hypotheses[place].text, language)

    ordered = dict[str, Hypothesis]()
    most = 1.0
    for place in sorted(range(len(hypotheses)), key=risk):
        one = hypotheses[place]
        if without_signs(one.text) not in ordered:
            most = min(most, one.confidence)
            ordered[without_signs(one.text)] = replace(one, confidence=most)
    return tuple(ordered.values())


def _explained(text: str, language: str) -> float:
    return _OFFICE * vocabulary().explained(text) if language.split("-")[0] == "ja" else 0.0


def without_signs(text: str) -> str:
    """The letters and digits of a text: 「はい」, 「はい。」 and 「はい、」 are one hypothesis."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
