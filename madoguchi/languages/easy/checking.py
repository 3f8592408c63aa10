"""Whether a text is やさしい日本語: every rule over every sentence."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.languages.easy.finding import Finding, Rule
from madoguchi.languages.easy.rules import grammar, notation, structure, wording
from madoguchi.languages.easy.sentence import sentences

RULES: tuple[Rule, ...] = (*structure.RULES, *grammar.RULES, *wording.RULES, *notation.RULES)
"""All rules, in the order in which findings are listed for a sentence."""

NAME_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.id == "kanji-reading")
"""The rules for an address, or the name of an office or a law: its words are nobody's choice."""


def check(text: str, rules: Sequence[Rule] = RULES) -> tuple[Finding, ...]:
    """What the rules find in a text, sentence by sentence; nothing in an empty one.

    The text may hold furigana (``ruby.py``) and ``{names}`` to be filled in. What it explains in
    brackets once, 「世帯主（家族の代表）」, is explained in all of it.
    """
    found = tuple(sentences(text))
    explained = frozenset(word for sentence in found for word in wording.explained_words(sentence))
    return tuple(
        Finding(
            rule=rule.id,
            severity=rule.severity,
            sentence=sentence.text,
            found=sentence.text[match.start : match.end],
            start=sentence.origins[match.start],
            end=sentence.origins[match.end - 1] + 1,
            accepted=rule.accepted,
            suggestion=match.suggestion,
        )
        for sentence in found
        for rule in rules
        for match in rule.find(sentence, explained)
    )
