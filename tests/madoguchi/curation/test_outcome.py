"""What a turn came to is read from the very messages that our answers make."""

from __future__ import annotations

import pytest

from madoguchi.answers import emergency, guidance
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.other_matter import OtherKind
from madoguchi.catalogue.search.result import Hit
from madoguchi.curation.outcome import Outcome, outcome
from madoguchi.messages import CardMessage, Message, MessageSource, TextMessage


def came_to(*messages: Message, intent: str = "ask_overview") -> Outcome:
    return outcome(messages, {"intent": intent})


def test_an_answer_from_the_catalogue(catalogue: Catalogue) -> None:
    source = MessageSource(procedure="moving-in", ward="shibuya", url="https://example.jp/")
    card = CardMessage(title="転入届", text="転入届のご案内です。", source=source)
    assert came_to(card) is Outcome.ANSWERED


def test_choices_questions_back_and_people(catalogue: Catalogue) -> None:
    hits = (Hit("moving-in", 0.4), Hit("moving-out", 0.3))
    assert came_to(guidance.which_procedure(catalogue, hits, "overview")) is Outcome.CHOICES
    assert came_to(guidance.ask_ward(catalogue.wards)) is Outcome.ASKED_BACK
    assert came_to(guidance.ask_for_procedure()) is Outcome.ASKED_BACK
    shibuya = catalogue.ward("shibuya")
    ladder = (Outcome.ASKED_BACK, Outcome.ASKED_BACK, Outcome.HANDOVER)
    for attempt, expected in enumerate(ladder, start=1):
        said = guidance.not_understood(attempt, shibuya, guidance.suggestions(catalogue))
        assert came_to(said, intent="nlu_fallback") is expected
    assert came_to(guidance.handover(None)) is Outcome.HANDOVER


def test_what_is_not_a_wards(catalogue: Catalogue) -> None:
    assert came_to(guidance.not_ours(), intent="out_of_scope") is Outcome.OTHER_MATTER
    for matter in catalogue.other_matters.values():
        if matter.kind is OtherKind.OTHER_AUTHORITY:
            assert came_to(guidance.other_authority(matter)) is Outcome.OTHER_MATTER


@pytest.mark.parametrize("said", ["助けて、火事だ", "My house is on fire!", "집에 불이 났어요"])
def test_an_emergency_in_any_language_and_of_any_intent(said: str) -> None:
    assert came_to(emergency.message(said), intent="ask_how") is Outcome.EMERGENCY


def test_a_turn_that_was_given_up(catalogue: Catalogue) -> None:
    assert came_to(guidance.could_not_answer(None), intent="turn_failed") is Outcome.FAILED


def test_a_faq_answer() -> None:
    assert (
        outcome((TextMessage(text="はい。"),), {"intent": "ask_how", "aspect": "faq"})
        is Outcome.FAQ
    )


def test_a_false_alarm_of_rasa_is_none() -> None:
    """Search has taken it for a procedure: what was said counts."""
    assert came_to(TextMessage(text="転入届です。"), intent="emergency") is Outcome.ANSWERED
