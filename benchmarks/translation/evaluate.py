"""How translations are measured."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.metrics.timing import percentile
from benchmarks.translation.generate import Row
from madoguchi.languages.machine.protection import protect

_BY_CHARACTERS = frozenset({"ja", "ko", "zh-Hans", "zh-Hant"})
"""Languages whose BLEU is counted in characters: sacrebleu's own words need dictionaries."""

Translate = Callable[[str], str | None]
"""A sentence's translation; None where the sentence is shown as it was written."""


@dataclass(frozen=True)
class Translated:
    """What became of each sentence, and how long each took."""

    texts: tuple[str | None, ...]
    milliseconds: tuple[float, ...]


def run(translate: Translate, sentences: Sequence[str]) -> Translated:
    """Translate one after the other; the first, which loads the models, once before."""
    translate(sentences[0])
    texts, taken = [], []
    for sentence in sentences:
        began = time.perf_counter()
        texts.append(translate(sentence))
        taken.append((time.perf_counter() - began) * 1e3)
    return Translated(tuple(texts), tuple(taken))


def figures(done: Translated, rows: Sequence[Row], target: str) -> dict[str, float]:
    """chrF++ and BLEU (sacrebleu) of what was translated, how much was, and how long it took.

    A sentence that is shown as it was written counts in ``translated`` alone.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    both = [
        (text, row.reference)
        for text, row in zip(done.texts, rows, strict=True)
        if text is not None
    ]
    texts, references = [one[0] for one in both], [one[1] for one in both]
    bleu = BLEU(tokenize="char" if target in _BY_CHARACTERS else "13a")
    return {
        "chrf": round(CHRF(word_order=2).corpus_score(texts, [references]).score, 2)
        if both
        else 0.0,
        "bleu": round(bleu.corpus_score(texts, [references]).score, 2) if both else 0.0,
        "translated": round(len(both) / len(rows), 4),
        "p50_ms": round(percentile(done.milliseconds, 0.5), 2),
        "p95_ms": round(percentile(done.milliseconds, 0.95), 2),
    }


def protected_accuracy(
    done: Translated, sentences: Sequence[str], source: str, target: str
) -> float | None:
    """The share of protected parts that stand in the translations as they must.

    Of the sentences that are shown as they were written none is counted; None where no part is.
    """
    kept = parts = 0
    for text, sentence in zip(done.texts, sentences, strict=True):
        if text is None:
            continue
        shown = text.casefold()
        for part in protect(sentence, source, target).shown:
            parts += 1
            kept += part.casefold() in shown
    return round(kept / parts, 4) if parts else None
