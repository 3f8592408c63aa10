"""Reviewing: the turns whose understanding is most doubtful first, and what a reviewer says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.curation.examples import Entity, Example
from madoguchi.curation.outcome import Outcome
from madoguchi.curation.record import NOT_HELPFUL
from madoguchi.curation.spans import holds_mask
from madoguchi.errors import InvalidValueError, NotFoundError
from madoguchi.settings import ROOT
from madoguchi.storage.tables import ReviewRow

DOUBTFUL = 0.5
"""From this doubt on a turn counts as uncertain."""

_REJECTED = frozenset({"none_of_these", "handover", "complaint", NOT_HELPFUL})
_UNSETTLED = frozenset({Outcome.ASKED_BACK, Outcome.CHOICES, Outcome.FAILED})
_MOST = 5_000


@dataclass(frozen=True)
class Reviewable:
    """A record as a reviewer sees it. ``doubt`` is 0 (sure) to 2 (sure to be wrong)."""

    id: int
    at: datetime
    ward: str | None
    language: str
    channel: str
    text: str
    intent: str
    confidence: float
    procedure: str | None
    candidates: Sequence[dict[str, Any]]
    outcome: str
    feedback: str | None
    feedback_reason: str | None
    chosen: str | None
    model: str | None
    doubt: float


def waiting(
    session: Session, *, uncertain: bool = False, ward: str | None = None, limit: int = 20
) -> tuple[Reviewable, ...]:
    """What nobody has reviewed yet and has a text, most doubtful first (of the newest 5,000)."""
    query = (
        select(ReviewRow)
        .where(
            ReviewRow.reviewed_at.is_(None),
            ReviewRow.text_state == "masked",
            ReviewRow.pressed.is_(False),
            # An answer to a form field says nothing about what residents want.
            or_(ReviewRow.outcome != Outcome.FORM, ReviewRow.intent != "inform"),
        )
        .order_by(ReviewRow.id.desc())
        .limit(_MOST)
    )
    if ward is not None:
        query = query.where(ReviewRow.ward == ward)
    found = [_reviewable(row) for row in session.scalars(query)]
    if uncertain:
        found = [one for one in found if one.doubt >= DOUBTFUL]
    return tuple(sorted(found, key=lambda one: (-one.doubt, -one.id))[:limit])


def doubt(
    confidence: float, candidates: Sequence[dict[str, Any]], outcome: str, feedback: str | None
) -> float:
    """How doubtful an understanding is: the larger of the intent's and the search's, and 1 more
    where the resident rejected it.

    Of the search it is 1 minus the margin between the best two (margin sampling: Scheffer et al.,
    Active Hidden Markov Models for Information Extraction, 2001).
    """
    scores = sorted((float(one["score"]) for one in candidates), reverse=True)[:2]
    margin = 1.0
    if scores:
        margin = scores[0] - (scores[1] if len(scores) > 1 else 0.0)
    elif outcome in _UNSETTLED:
        margin = 0.0
    return max(1 - confidence, 1 - margin) + (feedback in _REJECTED or outcome == Outcome.FAILED)


def label(
    session: Session,
    id_: int,
    *,
    by: str,
    now: datetime,
    catalogue: Catalogue,
    text: str | None = None,
    intent: str | None = None,
    procedure: str | None = None,
    entities: Sequence[tuple[str, str]] = (),
) -> Example:
    """Say what a turn meant; what is not said stays as it was understood.

    ``entities`` are names with the words of the text that they stand for. ``procedure`` ``none``:
    the words mean no procedure.

    Raises:
        NotFoundError: if there is no such record with a text.
        InvalidValueError: for an unknown intent, procedure or entity, or masks left in the text.

    """
    row = session.get(ReviewRow, id_)
    if row is None or row.text is None:
        raise NotFoundError("unknown-review", f"There is no record {id_} with a text.")
    words = (text or str(row.text)).strip()
    if not words or not by.strip():
        raise InvalidValueError("empty-value", "--text and --by must not be empty.")
    if holds_mask(words):
        raise InvalidValueError(
            "masks-left",
            f"Record {id_} has masks in its text: {words}\n"
            "Write the example without them: --text with made-up words, or other words.",
        )
    intent = intent or row.intent
    known = domain()
    _require(intent, known.intents, "--intent")
    chosen = row.chosen or row.procedure if procedure is None else procedure
    if chosen == "none":
        chosen = None
    if chosen is not None:
        _require(chosen, tuple(catalogue.procedures), "--procedure")
    for name, _ in entities:
        _require(name, known.entities, "--entity")
    example = Example(
        text=words,
        language=row.language,
        intent=intent,
        entities=tuple(_entity(words, name, value) for name, value in entities),
        procedure=chosen,
        ward=row.ward,
        source=f"{row.channel} {row.at.date().isoformat()} review {row.id}",
        reviewed_by=by.strip(),
        reviewed_at=now,
    )
    row.label = example.model_dump(mode="json")
    row.reviewed_at = now
    return example


def reviewed(session: Session) -> tuple[Example, ...]:
    """All reviewed examples, oldest first."""
    rows = session.scalars(
        select(ReviewRow).where(ReviewRow.reviewed_at.is_not(None)).order_by(ReviewRow.id)
    )
    return tuple(Example.model_validate(row.label) for row in rows)


@dataclass(frozen=True)
class Domain:
    """The intents and entities that Rasa knows."""

    intents: tuple[str, ...]
    entities: tuple[str, ...]


@lru_cache(maxsize=4)
def domain(path: Path = ROOT / "domain.yml") -> Domain:
    """What ``domain.yml`` names."""
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Domain(tuple(map(_name, read["intents"])), tuple(map(_name, read["entities"])))


def _name(entry: str | dict[str, Any]) -> str:
    return entry if isinstance(entry, str) else next(iter(entry))


def _reviewable(row: ReviewRow) -> Reviewable:
    return Reviewable(
        row.id, row.at, row.ward, row.language, row.channel, str(row.text), row.intent,
        row.confidence, row.procedure, row.candidates, row.outcome, row.feedback,
        row.feedback_reason, row.chosen, row.model,
        round(doubt(row.confidence, row.candidates, row.outcome, row.feedback), 4),
    )  # fmt: skip


def _require(value: str, known: Sequence[str], option: str) -> None:
    if value not in known:
        raise InvalidValueError(
            "unknown-value", f"{option} {value!r} is none of: {', '.join(sorted(known))}."
        )


def _entity(text: str, name: str, words: str) -> Entity:
    start = text.find(words)
    if start < 0 or not words:
        raise InvalidValueError("not-in-text", f"--entity {name}={words}: not in the text: {text}")
    return Entity(entity=name, start=start, end=start + len(words))
