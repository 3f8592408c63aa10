"""The translation memory: sentences translated before, exactly or all but so.

Sentences are kept with placeholders for what is protected, so that 「14日以内に」 finds what was
made of 「30日以内に」. A person's correction replaces what the machine has made. Both languages'
words are encrypted: a member of staff may write about somebody. Every process asks the database,
so a correction holds everywhere at once; only the candidates of the inexact search are held in
memory, which are what was asked to be remembered, never a resident's words.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel
from sqlalchemy import delete, select

from madoguchi.clock import Clock, system_clock
from madoguchi.languages.machine.placeholders import PLACEHOLDER
from madoguchi.languages.machine.protection import Protected
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import TranslationMemoryRow as Row

SIMILAR = 90.0
"""Least similarity of an inexact find: rapidfuzz's ratio, of 100."""

CANDIDATES = 5_000
"""Sentences of one pair of languages that the inexact search looks through: the latest used."""

_HARMLESS = re.compile(r"[\W_]*|[ねよおご]")
"""What may differ: marks, spaces, and in Japanese a tone. Nothing else: one letter tells Sunday
from Monday, 「できます」 from 「できません」, and particles tell who does it to whom."""

_MACHINE, _PERSON = "machine", "person"


@dataclass(frozen=True)
class Sentence:
    """A sentence as it was written, and with placeholders."""

    written: str
    protected: Protected


@dataclass(frozen=True)
class Remembered:
    """A translation with everything put back, and whether a person has made it."""

    text: str
    by_person: bool


def recalled(asked: Sequence[Sentence], source: str, target: str) -> list[Remembered | None]:
    """What is remembered of each sentence; the exact find wins, then the nearest harmless one."""
    keys = {key for one in asked for key in _keys(one, source, target)}
    with transaction() as session:
        rows = session.execute(
            select(Row.key, Row.translation, Row.made_by).where(Row.key.in_(keys))
        ).all()
    known = {key: (translation, by) for key, translation, by in rows}
    found: list[Remembered | None] = []
    for one in asked:
        written, templated = _keys(one, source, target)
        if written in known:
            found.append(_remembered(*known[written]))
            continue
        hit = known.get(templated) or _similar(one, source, target)
        text = one.protected.restored(hit[0], target) if hit else None
        found.append(_remembered(text, hit[1]) if hit and text is not None else None)
    return found


def remember(
    made: Sequence[tuple[Sentence, str]],
    source: str,
    target: str,
    clock: Clock = system_clock,
) -> None:
    """Keep the machine's translations, with their placeholders; a person's are left as they are."""
    with transaction() as session:
        for one, translation in made:
            key = _keys(one, source, target)[1]
            if session.scalar(select(Row.id).where(Row.key == key)) is None:
                session.add(
                    Row(
                        key=key,
                        source=source,
                        target=target,
                        sentence=one.protected.text,
                        translation=translation,
                        made_by=_MACHINE,
                        made_at=clock(),
                    )
                )
                session.flush()


def correct(
    one: Sentence, better: str, source: str, target: str, clock: Clock = system_clock
) -> None:
    """Keep a person's translation instead of all that was remembered of the sentence.

    It holds for other numbers and terms too where the person's words have each of them once.
    """
    templated = one.protected.templated(better)
    written_key, template_key = _keys(one, source, target)
    with transaction() as session:
        session.execute(delete(Row).where(Row.key.in_((written_key, template_key))))
        session.add(
            Row(
                key=written_key if templated is None else template_key,
                source=source,
                target=target,
                sentence=one.written if templated is None else one.protected.text,
                translation=better if templated is None else templated,
                made_by=_PERSON,
                made_at=clock(),
            )
        )


def _remembered(text: str, made_by: str) -> Remembered:
    return Remembered(text, by_person=made_by == _PERSON)


def _keys(one: Sentence, source: str, target: str) -> tuple[str, str]:
    """The keys of the sentence as it was written, and with placeholders."""
    return (
        _key("written", one.written, source, target),
        _key("template", one.protected.text, source, target),
    )


def _key(kind: str, sentence: str, source: str, target: str) -> str:
    content = "\x1f".join((kind, source, target, _normal(sentence)))
    return hashlib.sha256(content.encode()).hexdigest()


def _normal(sentence: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", sentence).split())


def _similar(one: Sentence, source: str, target: str) -> tuple[str, str] | None:
    wanted = _normal(one.protected.text)
    candidates = _candidates(source, target).latest()
    numbers = PLACEHOLDER.findall(wanted)
    for sentence, _, _ in process.extract(
        wanted, list(candidates), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=5
    ):
        if PLACEHOLDER.findall(sentence) == numbers and _differ_harmlessly(wanted, sentence):
            return candidates[sentence]
    return None


def _differ_harmlessly(one: str, other: str) -> bool:
    return all(
        step.tag == "equal"
        or (
            _HARMLESS.fullmatch(one[step.src_start : step.src_end])
            and _HARMLESS.fullmatch(other[step.dest_start : step.dest_end])
        )
        for step in Indel.opcodes(one, other)
    )


class _Candidates:
    """The latest sentences of a pair, with their translations; kept up to date by their numbers."""

    def __init__(self, source: str, target: str) -> None:
        self._pair = source, target
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._seen = 0

    def latest(self) -> dict[str, tuple[str, str]]:
        source, target = self._pair
        with self._lock:
            with transaction() as session:
                rows = session.execute(
                    select(Row.id, Row.key, Row.sentence, Row.translation, Row.made_by)
                    .where(Row.id > self._seen, Row.source == source, Row.target == target)
                    .order_by(Row.id.desc())
                    .limit(CANDIDATES)
                ).all()
            for number, key, sentence, translation, by in reversed(rows):
                self._seen = number
                if key == _key("template", sentence, source, target):
                    normal = _normal(sentence)
                    self._known[normal] = (translation, by)
                    self._known.move_to_end(normal)
            while len(self._known) > CANDIDATES:
                self._known.popitem(last=False)
            return dict(self._known)


@lru_cache
def _candidates(source: str, target: str) -> _Candidates:
    return _Candidates(source, target)
