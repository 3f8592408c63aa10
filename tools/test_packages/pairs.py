"""Sentence pairs of our own texts: what the assistant says, what residents and staff write."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from madoguchi.languages.machine.placeholders import MOST, placeholder
from madoguchi.languages.machine.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = ROOT / "tests/data/argos/sentences.tsv"
"""What residents and staff write to each other; written for this."""

Texts = dict[str, dict[str, str]]
"""By where a text comes from: the text by language."""

_NUMBER = re.compile(r"(?<![0-9.,:])[0-9]+(?:[.,:][0-9]+)*(?![0-9])")
_NAME = re.compile(r"\{[a-z_0-9]+\}")


def sources() -> list[Path]:
    """The files that the pairs are made of."""
    return sorted(
        [
            SENTENCES,
            ROOT / "catalogue/glossary.yml",
            *(ROOT / f"catalogue/translations/{tag}/phrases.yml" for tag in ("en", "vi")),
        ]
    )


def pairs(source: str, target: str) -> list[tuple[str, str]]:
    """Every sentence pair of two languages, as it is and with placeholders; without repetitions."""
    texts = _texts()
    terms = [
        (one[source], one[target])
        for one in _yaml(ROOT / "catalogue/glossary.yml")["terms"]
        if source in one and target in one
    ]
    terms.sort(key=lambda term: -len(term[0]))
    shuffled = random.Random(len(source + target))  # noqa: S311
    found: dict[tuple[str, str], None] = {}
    for text in texts.values():
        if source not in text or target not in text:
            continue
        for pair in _sentence_pairs(text[source], text[target]):
            protected = _protected(*pair, terms, shuffled)
            # The machine never shows a model a bare number or a term that it protects.
            found[protected] = None
            if protected != pair and not _NUMBER.search(pair[0]):
                found[pair] = None
    return list(found)


def _texts() -> Texts:
    texts: Texts = {}
    for tag in ("en", "vi"):
        for entry in _yaml(ROOT / f"catalogue/translations/{tag}/phrases.yml")["entries"]:
            texts.setdefault(entry["ja"], {"ja": entry["ja"]})[tag] = entry["text"]
    for number, term in enumerate(_yaml(ROOT / "catalogue/glossary.yml")["terms"]):
        texts[f"term {number}"] = {tag: term[tag] for tag in ("ja", "en", "vi") if tag in term}
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t")):
            texts[f"sentence {number}"] = row
    return texts


def _sentence_pairs(source: str, target: str) -> Iterator[tuple[str, str]]:
    """The sentences of both texts, where they are as many; else the whole texts in one line."""
    ours = [one.text for one in sentences(source) if one.text]
    theirs = [one.text for one in sentences(target) if one.text]
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)
    else:
        yield " ".join(ours), " ".join(theirs)


def _protected(
    source: str, target: str, terms: list[tuple[str, str]], shuffled: random.Random
) -> tuple[str, str]:
    """The pair with placeholders for the terms and numbers that both sides have."""
    marks: list[str] = []

    def replace(ours: str, theirs: str) -> None:
        nonlocal source, target
        if ours not in source or theirs not in target:
            return
        before, after = _alone(ours), _alone(theirs)
        if before.search(source) and after.search(target) and len(marks) < MOST:
            marks.append(chr(0xE000 + len(marks)))
            source = before.sub(marks[-1], source, count=1)
            target = after.sub(marks[-1], target, count=1)

    for name in _NAME.findall(source):
        replace(name, name)
    for ours, theirs in terms:
        if ours != source:
            replace(ours, theirs)
    for number in _NUMBER.findall(source):
        replace(number, number)
    in_order = sorted(marks, key=source.index)
    numbers = list(range(1, len(marks) + 1))
    if len(marks) > 1 and shuffled.random() < 0.3:
        shuffled.shuffle(numbers)  # as the second model of a pivot sees them
    for number, mark in zip(numbers, in_order, strict=True):
        source = source.replace(mark, placeholder(number))
        target = target.replace(mark, placeholder(number))
    return source, target


def _alone(part: str) -> re.Pattern[str]:
    """The part where it is no part of a longer number or Latin word."""
    return re.compile(rf"(?<![0-9A-Za-z]){re.escape(part)}(?![0-9A-Za-z])")


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
