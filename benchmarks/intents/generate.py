"""What is asked: the NLU data dealt into folds, and sentences in other languages."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from madoguchi.settings import ROOT

NLU = ROOT / "nlu_data" / "nlu"
FOREIGN = Path(__file__).parent / "foreign_utterances.tsv"

_ENTITY = re.compile(
    r"\[(?P<words>[^\]]+)\](?:\((?P<name>[^):]+)(?::[^)]*)?\)|(?P<json>\{[^}]*\}))"
)


@dataclass(frozen=True)
class Span:
    """An entity in a text: from the character ``start`` to before ``end``."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Utterance:
    """What a resident may say, with what is meant by it. ``marked`` is as Rasa's files have it."""

    intent: str
    language: str
    text: str
    spans: frozenset[Span] = frozenset()
    marked: str = ""


@dataclass(frozen=True)
class Fold:
    """What is learnt (an NLU file's content) and what is asked then."""

    training: dict[str, Any]
    asked: tuple[Utterance, ...]


def read_marked(intent: str, marked: str) -> Utterance:
    """An example line of Rasa's NLU files, such as ``[sofa](item)を捨てたい``."""
    text, spans, end = "", set(), 0
    for match in _ENTITY.finditer(marked):
        text += marked[end : match.start()]
        name = match["name"] or str(json.loads(match["json"])["entity"])
        spans.add(Span(name, len(text), len(text) + len(match["words"])))
        text += match["words"]
        end = match.end()
    return Utterance(intent, "ja", text + marked[end:], frozenset(spans), marked)


def nlu_data(folder: Path = NLU) -> tuple[tuple[Utterance, ...], list[dict[str, Any]]]:
    """The examples of all intents in the order of the files, and the other sections (look-ups,
    synonyms, expressions) as they stand.
    """
    examples: list[Utterance] = []
    others: list[dict[str, Any]] = []
    for path in sorted(folder.glob("**/*.yml")):
        for section in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in section:
                lines = (line.removeprefix("- ") for line in section["examples"].splitlines())
                examples += [read_marked(section["intent"], line) for line in lines if line.strip()]
            else:
                others.append(section)
    return tuple(examples), others


def folds(
    examples: Sequence[Utterance], others: Sequence[dict[str, Any]], count: int, seed: int
) -> tuple[Fold, ...]:
    """Deals the examples into ``count`` folds with each intent's share in each; the same arguments
    deal the same.

    Raises:
        ValueError: for fewer than two folds, or an intent with fewer examples than folds.

    """
    if count < 2:
        raise ValueError("cross-validation needs at least two folds")
    hands: list[list[Utterance]] = [[] for _ in range(count)]
    random_ = random.Random(seed)
    for intent in sorted({each.intent for each in examples}):
        own = [each for each in examples if each.intent == intent]
        if len(own) < count:
            raise ValueError(f"{intent} has {len(own)} examples, fewer than the {count} folds")
        for place, each in enumerate(random_.sample(own, len(own))):
            hands[place % count].append(each)
    return tuple(
        Fold(
            rasa_file((each for hand in hands if hand is not asked for each in hand), others),
            tuple(asked),
        )
        for asked in hands
    )


def rasa_file(examples: Iterable[Utterance], others: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The content of one NLU file that holds them all."""
    lines: dict[str, list[str]] = {}
    for each in examples:
        lines.setdefault(each.intent, []).append(f"- {each.marked}\n")
    learnt = [{"intent": name, "examples": "".join(own)} for name, own in sorted(lines.items())]
    return {"version": "3.1", "nlu": [*learnt, *others]}


def has_kana(text: str) -> bool:
    """Whether a text is surely Japanese."""
    return re.search("[ぁ-ヿ]", text) is not None


def foreign_utterances(path: Path = FOREIGN) -> tuple[Utterance, ...]:
    """Sentences that were written for this benchmark in other languages."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Utterance(row["intent"], row["language"], row["text"]) for row in rows)
