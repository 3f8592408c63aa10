"""Machine translation of a text, for what has no curated translation.

Sentence by sentence: from the memory, else by the engine, and only through the quality gate. A
sentence that fails stands in the language in which it was written, and the text is not complete.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from madoguchi.languages.machine import gate, memory
from madoguchi.languages.machine.argos import argos
from madoguchi.languages.machine.engine import Engine
from madoguchi.languages.machine.protection import protect
from madoguchi.languages.machine.sentences import Sentence, joined, sentences
from madoguchi.languages.typography import TYPOGRAPHY

_UNSPACED = frozenset({"ja"})


@dataclass(frozen=True)
class MachineTranslation:
    """A text by machine. Where it is not ``complete``, some sentence is still in ``source``."""

    text: str
    source: str
    target: str
    complete: bool


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process."""
    return argos()


def can_translate(source: str, target: str) -> bool:
    """Whether packages for the pair are installed, directly or by way of English."""
    return (source, target) in engine().pairs()


def translate(
    text: str, source: str, target: str, *, remember: bool = False
) -> MachineTranslation | None:
    """The text in the target language; None where no package translates the pair.

    Slow: never on the event loop. ``remember`` keeps the sentences in the translation memory; it
    is for texts of ours (answers of a FAQ), never for a resident's words.
    """
    if not can_translate(source, target):
        return None
    pieces = sentences(text)
    first, *asked = _asked([text, *(piece.text for piece in pieces)], source, target)
    whole, *known = memory.recalled([first, *asked], source, target)
    if whole is not None:
        return MachineTranslation(whole.text, source, target, complete=True)
    shown = [_shown(one, hit) for one, hit in zip(asked, known, strict=True)]
    missing = {
        one.protected.text: one
        for one, text_of_it in zip(asked, shown, strict=True)
        if text_of_it is None
    }
    made = _made(list(missing), source, target)
    if remember and made:
        memory.remember(
            [(missing[template], translation) for template, translation in made.items()],
            source,
            target,
        )
    for at, one in enumerate(asked):
        translation = made.get(one.protected.text)
        if shown[at] is None and translation is not None:
            shown[at] = one.protected.restored(translation, target)
    return _put_together(pieces, shown, source, target)


def recall(text: str, source: str, target: str) -> MachineTranslation | None:
    """The text as it is remembered; None where any of its sentences is not. Takes milliseconds."""
    pieces = sentences(text)
    first, *asked = _asked([text, *(piece.text for piece in pieces)], source, target)
    whole, *known = memory.recalled([first, *asked], source, target)
    if whole is not None:
        return MachineTranslation(whole.text, source, target, complete=True)
    shown = [_shown(one, hit) for one, hit in zip(asked, known, strict=True)]
    if None in shown or not any(known):
        return None
    return _put_together(pieces, shown, source, target)


def correct(text: str, source: str, target: str, better: str) -> None:
    """A person's translation: it wins from now on, and what the machine made of it is forgotten.

    Sentence by sentence where both have as many, so that each is corrected wherever it stands.
    """
    ours = [one.text for one in sentences(text) if one.text]
    theirs = [one.text for one in sentences(better) if one.text]
    if len(ours) != len(theirs):
        ours, theirs = [text], [better]
    for sentence, translation in zip(ours, theirs, strict=True):
        memory.correct(_sentence(sentence, source, target), translation, source, target)


def _made(templates: list[str], source: str, target: str) -> dict[str, str]:
    """The engine's translations that pass the gate, by what they are of."""
    if not templates:
        return {}
    texts = engine().translate(templates, source, target)
    passed = {
        template: translation
        for template, translation in zip(templates, texts, strict=True)
        if gate.fault(template, translation, source, target) is None
    }
    if not passed or not can_translate(target, source):
        return passed
    back = engine().translate(list(passed.values()), target, source)
    alike = gate.alike(list(passed), back)
    return {one: passed[one] for one, same in zip(passed, alike, strict=True) if same}


def _asked(texts: list[str], source: str, target: str) -> list[memory.Sentence]:
    """The texts as the memory is asked for them; each is looked at once."""
    known = {text: _sentence(text, source, target) for text in dict.fromkeys(texts)}
    return [known[text] for text in texts]


def _sentence(text: str, source: str, target: str) -> memory.Sentence:
    return memory.Sentence(text, protect(text, source, target))


def _shown(one: memory.Sentence, known: memory.Remembered | None) -> str | None:
    """What is remembered, or what has no words to translate; else None."""
    if known is not None:
        return known.text
    if one.protected.has_words:
        return None
    return one.protected.restored(one.protected.text, "") or one.written


def _put_together(
    pieces: tuple[Sentence, ...], shown: list[str | None], source: str, target: str
) -> MachineTranslation:
    between = TYPOGRAPHY[target].sentences if target in TYPOGRAPHY else " "
    texts = [
        replace(piece, text=piece.text if text is None else text)
        for piece, text in zip(pieces, shown, strict=True)
    ]
    text = joined(texts, "" if target in _UNSPACED else between)
    return MachineTranslation(text, source, target, complete=None not in shown)
