"""The most doubtful turns come first, and what a reviewer says becomes an example."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.curation import review
from madoguchi.curation.examples import Example
from madoguchi.errors import InvalidValueError, NotFoundError
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ReviewRow

pytestmark = pytest.mark.usefixtures("clean_database")


def add(at: datetime, text: str | None, **more: object) -> int:
    """A record; sure of itself unless told otherwise."""
    row = ReviewRow(
        **{
            "at": at, "ward": "shibuya", "language": "ja", "channel": "web", "pressed": False,
            "text": text, "text_state": "waiting" if text is None else "masked",
            "intent": "ask_overview", "confidence": 0.99, "outcome": "answered",
            "candidates": [{"procedure": "moving-in", "score": 0.98}], "procedure": "moving-in",
            **more,
        }
    )  # fmt: skip
    with transaction() as session:
        session.add(row)
        session.flush()
        return row.id


def texts(**options: Any) -> list[str]:
    with transaction() as session:
        return [one.text for one in review.waiting(session, **options)]


def test_the_most_doubtful_come_first(clock: Clock) -> None:
    now = clock()
    close = [{"procedure": "moving-in", "score": 0.4}, {"procedure": "moving-out", "score": 0.38}]
    add(now, "sure")
    add(now, "close", candidates=close)
    add(now, "unsure of the intent", confidence=0.4)
    add(now, "rejected", feedback="none_of_these")
    add(now, "helped", feedback="helpful")
    add(now, "did not help", feedback="not_helpful", feedback_reason="wrong")
    add(now, "asked back", candidates=[], procedure=None, outcome="asked_back", confidence=0.9)
    doubtful = ["did not help", "rejected", "asked back", "close", "unsure of the intent"]
    assert texts() == [*doubtful, "helped", "sure"]
    assert texts(uncertain=True) == doubtful
    assert texts(limit=1) == ["did not help"]


def test_small_talk_that_needs_no_search_is_not_doubtful() -> None:
    assert review.doubt(0.99, [], "answered", None) == pytest.approx(0.01)


def test_only_typed_and_masked_words_that_nobody_reviewed_are_shown(clock: Clock) -> None:
    now = clock()
    add(now, None)
    add(now, "転入届", pressed=True)
    add(now, "<氏名>", outcome="form", intent="inform")
    add(now, "done", reviewed_at=now, label={})
    add(now, "nerima", ward="nerima")
    add(now, "shibuya")
    assert texts(ward="nerima") == ["nerima"]
    assert texts() == ["shibuya", "nerima"]


def test_a_label_becomes_an_example(clock: Clock, catalogue: Catalogue) -> None:
    id_ = add(clock(), "渋谷区で保育園", intent="inform", confidence=0.3, procedure=None)
    with transaction() as session:
        example = say(session, id_, clock, catalogue, intent="ask_overview",
                      procedure="nursery-application", entities=[("ward", "渋谷区")])  # fmt: skip
    assert example.annotated() == "[渋谷区](ward)で保育園"
    assert (example.intent, example.procedure) == ("ask_overview", "nursery-application")
    assert (example.reviewed_by, example.reviewed_at, example.ward) == (
        "佐々木",
        clock(),
        "shibuya",
    )
    assert example.source.startswith("web 2026-11-24 review ")
    with transaction() as session:
        assert review.reviewed(session) == (example,)
    assert texts() == []


def test_what_the_reviewer_does_not_say_stays_as_it_was_understood(
    clock: Clock, catalogue: Catalogue
) -> None:
    id_ = add(clock() - timedelta(days=1), "引っ越し", chosen="moving-out", feedback="chosen")
    with transaction() as session:
        example = say(session, id_, clock, catalogue)
    assert (example.intent, example.procedure) == ("ask_overview", "moving-out")
    with transaction() as session:
        assert say(session, id_, clock, catalogue, procedure="none").procedure is None


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"intent": "ask_weather"}, "--intent 'ask_weather' is none of: affirm"),
        ({"procedure": "flying"}, "--procedure 'flying' is none of"),
        ({"entities": [("colour", "赤")]}, "--entity 'colour' is none of"),
        ({"entities": [("ward", "練馬区")]}, "--entity ward=練馬区: not in the text"),
        ({"text": "<氏名>です"}, "masks"),
        ({"text": " "}, "must not be empty"),
    ],
)
def test_a_wrong_label_says_what_is_accepted(
    clock: Clock, catalogue: Catalogue, wrong: dict[str, Any], named: str
) -> None:
    id_ = add(clock(), "引っ越し")
    with transaction() as session, pytest.raises(InvalidValueError, match=named):
        say(session, id_, clock, catalogue, **wrong)
    assert texts() == ["引っ越し"]


def test_masks_must_be_written_over(clock: Clock, catalogue: Catalogue) -> None:
    id_ = add(clock(), "<氏名>です。転入届の件です")
    with transaction() as session, pytest.raises(InvalidValueError, match="masks"):
        say(session, id_, clock, catalogue)
    with transaction() as session:
        assert say(session, id_, clock, catalogue, text="転入届の件です").text == "転入届の件です"


def test_a_record_without_a_text_cannot_be_labelled(clock: Clock, catalogue: Catalogue) -> None:
    id_ = add(clock(), None)
    for unknown in (id_, 999):
        with transaction() as session, pytest.raises(NotFoundError):
            say(session, unknown, clock, catalogue)


def say(session: Session, id_: int, clock: Clock, catalogue: Catalogue, **more: Any) -> Example:
    return review.label(session, id_, by="佐々木", now=clock(), catalogue=catalogue, **more)
