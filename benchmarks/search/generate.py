"""Labelled queries for fitting and measuring the search, made from what we own or may use.

* ``dev/*.tsv``: first messages as residents put them, written by people who had
  not seen the catalogue's questions (never indexed), asked of the whole index;
* our catalogue's everyday questions, each asked of an index that lacks a random half of every
  procedure's questions, that one's among them; as written, in kana only, with slips, and both;
* its questions in other languages, asked in the same way, as written;
* sentences of ``shared/data/parallel`` (TUFS modules, CC BY 4.0): everyday talk that is about no
  procedure; left out where the folder is missing;
* sentences of ``nlu_data`` that name no procedure and no other matter;
* fingers and sounds at random, which mean nothing at all;
* a question asked of an index without its procedure: nothing there is meant.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import jaconv
import numpy as np

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.fusion import NONE, Example, Fusion, fit, script_of
from madoguchi.catalogue.search.result import EMERGENCY
from madoguchi.catalogue.search.signals import Channels, Mask
from madoguchi.catalogue.search.texts import OTHER, Kind
from madoguchi.catalogue.search.tokens import reading, tokenize
from madoguchi.settings import ROOT

DEV = Path(__file__).with_name("dev")
EMERGENCY_ENTRY = OTHER + EMERGENCY
_KANA = "あいうえおかきくけこさしすせそたちつてとなにのはまみもやよらりるれろわん"


@dataclass(frozen=True)
class Query:
    """One query: how it is asked, and the entries any of which is meant (``NOTHING``: none is).

    ``half`` is the half of the questions (0, 1) that it is asked of, None for all of them;
    ``hidden`` is an entry that the index lacks.
    """

    style: str
    text: str
    entries: tuple[str, ...]
    half: int | None
    hidden: str | None = None

    @property
    def subject(self) -> str:
        """What it is about: queries about the same never stand on both sides of a fold."""
        return self.hidden or (self.text if NOTHING in self.entries else self.entries[0])


NOTHING = "nothing"
"""Stands for "none of the entries" among those that a query may mean."""


def shared_data() -> Path:
    """The folder of data that others wrote and that is never committed."""
    return Path(os.environ.get("MADOGUCHI_SHARED", str(ROOT.parent / "shared"))) / "data"


def kana_only(text: str) -> str:
    """The text as it sounds, in hiragana."""
    return jaconv.kata2hira(reading(text))


def with_slips(text: str, random_: random.Random) -> str:
    """The text with a character lost, changed or swapped about every eight."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 8)):
        place, kind = random_.randrange(len(letters)), random_.random()
        if kind < 0.35 and len(letters) > 4:
            del letters[place]
        elif kind < 0.7:
            letters[place] = random_.choice(_KANA)
        elif place + 1 < len(letters):
            letters[place : place + 2] = reversed(letters[place : place + 2])
    return "".join(letters)


def halves(channels: Channels, seed: int = 7) -> tuple[Mask, Mask]:
    """Two masks over the texts: a random half of every entry's questions, and the other half."""
    random_ = random.Random(seed)
    sides = np.full(len(channels.texts), -1)
    by_entry: dict[str, list[int]] = {}
    for row, text in enumerate(channels.texts):
        if text.kind is Kind.QUESTION:
            by_entry.setdefault(text.entry, []).append(row)
    for rows in by_entry.values():
        random_.shuffle(rows)
        for number, row in enumerate(rows):
            sides[row] = number % 2
    return sides == 0, sides == 1


def queries(channels: Channels, *, thin: int = 1, seed: int = 7) -> list[Query]:
    """All queries, or every ``thin``-th of our own questions."""
    random_ = random.Random(seed)
    masks = halves(channels, seed)
    found = first_messages(tuple(e for e in channels.entries if e.startswith(OTHER)))
    foreign = {text for texts in catalogue().foreign_questions.values() for text in texts}
    own = [row for row, text in enumerate(channels.texts) if text.kind is Kind.QUESTION]
    for row in own[::thin]:
        text = channels.texts[row]
        half = 0 if masks[0][row] else 1
        meant = (text.entry,)
        if text.entry.startswith(OTHER):
            found.append(Query("own_other_matter", text.text, meant, half))
            continue
        if text.text in foreign:
            found.append(Query(f"own_{script_of(text.text)}", text.text, meant, half))
            continue
        plain = Query("own_plain", text.text, meant, half)
        found.append(plain)
        chance = random_.random()
        if chance < 0.3:
            found.append(replace(plain, style="own_kana", text=kana_only(text.text)))
        elif chance < 0.45:
            noisy = with_slips(kana_only(text.text), random_)
            found.append(replace(plain, style="own_kana_slips", text=noisy))
        elif chance < 0.75:
            slipped = with_slips(text.text, random_)
            found.append(replace(plain, style="own_slips", text=slipped))
        elif chance < 0.9:
            found.append(Query("own_no_entry", text.text, (NOTHING,), half, text.entry))
    found += everyday_talk(random_)
    found += turns_about_nothing()
    found += gibberish(random_)
    return found


def first_messages(others: tuple[str, ...]) -> list[Query]:
    """Residents' first messages; what is no procedure means some other matter, or nothing."""
    found: list[Query] = []
    for path in sorted(DEV.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                style = row.get("style") or row.get("lang") or row.get("kind") or path.stem
                if row.get("id"):
                    meant = tuple(row["id"].split("|"))
                elif style == "emergency":
                    meant = (EMERGENCY_ENTRY,)
                else:
                    meant = (*(each for each in others if each != EMERGENCY_ENTRY), NOTHING)
                found.append(Query(style, row["text"], meant, None))
    return found


def everyday_talk(random_: random.Random, of_each: int = 120) -> list[Query]:
    """Sentences about no procedure, in five languages."""
    found: list[Query] = []
    for path in sorted((shared_data() / "parallel").glob("tufs-ja-*.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        random_.shuffle(rows)
        language = path.stem.removeprefix("tufs-ja-")
        for number, row in enumerate(rows[:of_each]):
            found.append(Query(f"talk_{language}", row[1], (NOTHING,), number % 2))
            if number % 2:
                found.append(Query("talk_ja", row[0], (NOTHING,), number // 2 % 2))
    return found


NOTHING_WEIGHT = 0.1
"""Queries that mean nothing here are a third of the dev data and few in life, where most of them
are told by their intent before they are searched for."""

OWN_WEIGHT = 0.3
"""Our own questions, asked of half an index, are not quite what residents ask of the whole."""

FIRST_MESSAGE_WEIGHT = 3.0
"""The first messages are what the search is for; the rest widens what is seen of each script."""

_NOTHING_MEANT = ("conversation",)
_ASPECTS = ("deadline", "documents", "fee", "hours", "how", "online", "where", "who")
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def turns_about_nothing() -> list[Query]:
    """Our own training sentences that name no procedure: small talk, and bare aspects of one."""
    found: list[Query] = []
    for topic in (*_NOTHING_MEANT, *_ASPECTS):
        path = ROOT / "nlu_data" / "nlu" / f"{topic}.yml"
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("      - "):
                continue
            text = _ENTITY.sub(r"\1", line.removeprefix("      - ")).strip()
            if topic in _NOTHING_MEANT:
                found.append(Query(topic, text, (NOTHING,), len(found) % 2))
            elif not tokenize(text):  # nothing is left without the words every procedure shares
                found.append(Query("bare_aspect", text, (NOTHING,), len(found) % 2))
    return found


def gibberish(random_: random.Random, amount: int = 240) -> list[Query]:
    """Kana, keys and both at random, 3 to 24 characters: an elbow on the keyboard."""
    keys = "asdfghjklqwertyuiopzxcvbnm"
    found: list[Query] = []
    for number in range(amount):
        letters = (_KANA, keys, _KANA + keys, keys + "1234567890", _KANA[:10])[number % 5]
        text = "".join(random_.choices(letters, k=random_.randint(3, 24)))
        found.append(Query("gibberish", text, (NOTHING,), number % 2))
    return found


def example(channels: Channels, masks: tuple[Mask, Mask], query: Query) -> Example:
    """The query's features and label."""
    without = None if query.half is None else masks[query.half]
    if query.hidden is not None:
        hidden = np.array([text.entry == query.hidden for text in channels.texts])
        without = hidden if without is None else without | hidden
    signals = channels.signals(query.text, without)
    rows = {entry: row for row, entry in enumerate(channels.entries)} | {NOTHING: NONE}
    entries = signals.entries
    if query.hidden is not None:
        # As if the index had never had it: the least likely entry's features instead.
        row = rows[query.hidden]
        entries = entries.copy()
        entries[row] = np.delete(entries, row, axis=0).min(axis=0)
    if query.half is None:
        weight = FIRST_MESSAGE_WEIGHT
    else:
        weight = NOTHING_WEIGHT if query.entries == (NOTHING,) else OWN_WEIGHT
    meant = tuple(rows[entry] for entry in query.entries)
    return Example(signals.script, entries, signals.query, meant, weight)


def cross_validated(
    asked: Sequence[Query],
    examples: Sequence[Example],
    folds: int = 5,
    fitting: Callable[[Sequence[Example]], Fusion] = fit,
) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Each query's probabilities by weights fitted without any query about the same entry."""
    named = sorted({query.subject for query in asked})
    random.Random(folds).shuffle(named)
    fold_of = {name: number % folds for number, name in enumerate(named)}
    fold = [fold_of[query.subject] for query in asked]
    found: dict[int, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}
    for number in range(folds):
        fusion = fitting([e for e, f in zip(examples, fold, strict=True) if f != number])
        for place, (each, side) in enumerate(zip(examples, fold, strict=True)):
            if side == number:
                found[place] = fusion.probabilities(each.script, each.entries, each.query)
    return [found[place] for place in range(len(asked))]
