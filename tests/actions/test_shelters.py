"""Places of evacuation in a conversation: offered, asked for by a position, and by the ward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from actions.procedure import ActionAnswerProcedure
from actions.shelters import ActionNearestShelter
from madoguchi.messages import PlaceMessage
from madoguchi.shelters import store
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind, Shelter
from madoguchi.storage.database import transaction
from tests.actions.conftest import Talk
from tests.conftest import NOW

ANSWER = ActionAnswerProcedure()
NEAREST = ActionNearestShelter()
INTENT = "ask_nearest_shelter"
Begin = Callable[..., Talk]

SITE = Shelter(
    "e", Kind.EMERGENCY, "nerima", "みどり公園", "東京都練馬区豊玉北9", Position(35.7351, 139.65),
    frozenset({Hazard.EARTHQUAKE, Hazard.FLOOD}),
)  # fmt: skip


@pytest.fixture
def begin(talk: Begin) -> Begin:
    """Begins a conversation where a site is known in Nerima."""
    with transaction() as session:
        store.replace(session, "nerima", Kind.EMERGENCY, [SITE], as_of=date(2026, 4, 1), now=NOW)
    return talk


@pytest.mark.parametrize("words", ["近くの避難所はどこですか", "避難場所を知りたい"])
def test_who_asks_for_a_place_can_share_their_position(begin: Begin, words: str) -> None:
    resident = begin("nerima")
    resident.say(ANSWER, words, "ask_where")
    assert "locate" in resident.buttons.values()
    assert resident.understanding["procedure"] == "evacuation-shelter"


def test_it_is_offered_also_before_the_ward_is_known(begin: Begin) -> None:
    resident = begin()
    resident.say(ANSWER, "近くの避難所はどこですか", "ask_where")
    assert resident.buttons["練馬区"] == "ward:nerima"
    assert "locate" in resident.buttons.values()


def test_nothing_is_offered_where_no_place_is_known(talk: Begin) -> None:
    resident = talk("nerima")
    resident.say(ANSWER, "近くの避難所はどこですか", "ask_where")
    assert "locate" not in resident.buttons.values()


def test_a_position_is_answered_with_what_is_near(begin: Begin) -> None:
    resident = begin("nerima")
    said = resident.press(NEAREST, INTENT, near="35.735,139.65")
    assert [one.name for one in resident.messages if isinstance(one, PlaceMessage)] == [
        "みどり公園"
    ]
    assert "約10m" in said
    assert (resident.understanding["procedure"], resident.understanding["aspect"]) == (
        "evacuation-shelter",
        "nearest",
    )
    assert resident.understanding["ward"] is None
    again = resident.press(NEAREST, INTENT, near=resident.buttons["地震のとき"][len("near:") :])
    assert "みどり公園" in [getattr(one, "name", "") for one in resident.messages]
    assert "約10m" in again


def test_where_they_stand_is_nowhere_but_in_the_answer(begin: Begin) -> None:
    resident = begin()
    resident.press(NEAREST, INTENT, near="35.73512,139.65034:in-nerima")
    kept = f"{resident.understanding}{resident.slots}"
    assert "35.735" not in kept
    assert "139.65" not in kept


def test_the_ward_of_the_position_counts_where_none_is_known(begin: Begin) -> None:
    resident = begin()
    resident.press(NEAREST, INTENT, near="35.735,139.65:in-nerima")
    assert resident.ward == "nerima"
    assert resident.slots["ward"] == "nerima"
    resident = begin("nakano")
    resident.press(NEAREST, INTENT, near="35.735,139.65:in-nerima")
    assert resident.ward == "nakano"


def test_a_ward_that_is_none_is_left_alone(begin: Begin) -> None:
    resident = begin()
    assert "約10m" in resident.press(NEAREST, INTENT, near="35.735,139.65:in-osaka")
    assert resident.ward is None


def test_a_position_answers_the_question_for_the_ward(begin: Begin) -> None:
    resident = begin()
    resident.say(ANSWER, "転入届の手数料はいくらですか", "ask_fee")
    assert resident.buttons["練馬区"] == "ward:nerima"
    said = resident.press(NEAREST, INTENT, near="35.735,139.65:in-nerima")
    assert "練馬区ですね" in said
    assert "手数料" in said
    assert resident.ward == "nerima"


def test_after_asking_for_places_a_position_shows_them_and_the_ward_is_known(begin: Begin) -> None:
    resident = begin()
    resident.say(ANSWER, "近くの避難所はどこですか", "ask_where")
    assert "約10m" in resident.press(NEAREST, INTENT, near="35.735,139.65:in-nerima")
    assert (resident.ward, resident.slots["aspect"]) == ("nerima", None)


def test_inside_a_form_the_form_keeps_what_it_is_about(begin: Begin) -> None:
    resident = begin("nerima")
    resident.loop = "application_form"
    resident.slots["procedure"] = "moving-in"
    assert "約10m" in resident.press(NEAREST, INTENT, near="35.735,139.65")
    assert resident.slots["procedure"] == "moving-in"


def test_without_a_position_it_is_told_what_else_can_be_done(begin: Begin) -> None:
    resident = begin("nerima")
    said = resident.press(NEAREST, INTENT)
    assert "位置情報を受け取れませんでした" in said
    assert "ハザードマップポータルサイト" in said


def test_a_ward_without_data_is_said_to_have_none(begin: Begin) -> None:
    resident = begin("nerima")
    with transaction() as session:
        other = replace(SITE, ward="nakano")
        store.replace(session, "nakano", Kind.EMERGENCY, [other], as_of=None, now=NOW)
    resident.ward = "shibuya"
    said = resident.press(NEAREST, INTENT, near="35.663,139.698")
    assert "渋谷区の指定緊急避難場所と指定避難所のデータは、ここにはありません" in said
