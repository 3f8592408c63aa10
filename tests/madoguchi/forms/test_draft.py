"""A draft between two turns: what is open, what applies, what consent is to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import Procedure
from madoguchi.forms.draft import Draft, Value, applicable_fields, open_fields, settled

NAMES = st.sampled_from(["name", "phone", "email", "note"])


@pytest.fixture
def moving_out(catalogue: Catalogue) -> Procedure:
    return catalogue.procedures["moving-out"]


def draft(**values: Value) -> Draft:
    return Draft(procedure="moving-out", ward="nerima").with_values(values)


def test_a_new_answer_goes_to_the_end_of_the_history() -> None:
    assert draft(name="A", phone="1").with_values({"name": "B"}).history == ("phone", "name")


def test_an_answer_ends_the_count_of_failures() -> None:
    failed = draft().model_copy(update={"failures": 2})
    assert failed.with_values({"name": "A"}).failures == 0


def test_an_answer_to_a_skipped_field_is_kept() -> None:
    skipped = draft().model_copy(update={"skipped": ("email",)})
    assert skipped.with_values({"email": "a@example.jp"}).skipped == ()


def test_a_field_without_its_answer_is_open_again(moving_out: Procedure) -> None:
    answered = draft(name="佐藤美咲")
    assert "name" not in {field.id for field in open_fields(moving_out, answered)}
    assert open_fields(moving_out, answered.without("name"))[0].id == "name"


def test_a_skipped_field_is_not_asked(moving_out: Procedure) -> None:
    skipped = draft().model_copy(update={"skipped": ("email",)})
    assert "email" not in {field.id for field in open_fields(moving_out, skipped)}


@pytest.mark.parametrize(
    ("to_abroad", "asked", "not_asked"),
    [("yes", "new_country", "new_address"), ("no", "new_address", "new_country")],
)
def test_a_field_is_asked_only_where_it_applies(
    moving_out: Procedure, to_abroad: str, asked: str, not_asked: str
) -> None:
    names = {field.id for field in applicable_fields(moving_out, draft(to_abroad=to_abroad))}
    assert asked in names
    assert not_asked not in names


def test_answers_that_no_longer_apply_are_dropped(moving_out: Procedure) -> None:
    changed = draft(to_abroad="yes", new_country="フランス").with_values({"to_abroad": "no"})
    assert settled(moving_out, changed).values == {"to_abroad": "no"}


def test_answers_that_hang_on_a_dropped_one_are_dropped_too(catalogue: Catalogue) -> None:
    claim = catalogue.procedures["child-allowance-claim"]
    values: dict[str, Value] = {
        "has_spouse": "no",
        "spouse_lives_together": "no",
        "spouse_address": "東京都練馬区豊玉北6-12-1",
    }
    assert set(settled(claim, draft(**values)).values) == {"has_spouse"}


def test_the_revision_is_the_same_for_the_same_content() -> None:
    one = draft(name="A")
    assert one.revision == one.model_copy(update={"failures": 2}).revision


def test_two_drafts_of_the_same_content_have_revisions_of_their_own() -> None:
    assert draft(name="A").revision != draft(name="A").revision


@given(st.dictionaries(NAMES, st.text(max_size=5)), NAMES, st.text(max_size=5))
def test_the_revision_changes_with_every_answer(
    values: dict[str, str], name: str, value: str
) -> None:
    before = draft(**values)
    after = before.with_values({name: value})
    assert (after.revision == before.revision) is (values.get(name) == value)


@given(st.lists(st.tuples(NAMES, st.text(max_size=3), st.booleans()), max_size=8))
def test_the_history_holds_each_answered_field_once(
    steps: list[tuple[str, str, bool]],
) -> None:
    state = draft()
    for name, value, taken_back in steps:
        state = state.without(name) if taken_back else state.with_values({name: value})
    assert sorted(state.history) == sorted(state.values)


def test_a_message_that_is_taken_back_takes_its_answers_along() -> None:
    first = draft(name="佐藤", phone="1")
    one = first.told_by("m-1", draft())
    two = one.with_values({"note": "急ぎ"}).told_by("m-2", one)
    back = two.untold("m-1")
    assert back.values == {"note": "急ぎ"}
    assert back.history == ("note",)
    assert back.told == (("m-2", "note"),)
    assert two.untold("m-3") == two


def test_what_a_later_message_answered_again_stays() -> None:
    one = draft(name="佐藤").told_by("m-1", draft())
    two = one.with_values({"name": "鈴木"}).told_by("m-2", one)
    assert two.untold("m-1").values == {"name": "鈴木"}
    assert two.untold("m-2").values == {}


def test_what_was_to_be_confirmed_is_asked_again_once_an_answer_is_gone() -> None:
    complete = draft(name="佐藤").told_by("m-1", draft())
    complete = complete.model_copy(update={"phase": "confirming"})
    assert complete.untold("m-1").phase == "asking"
    assert complete.untold("m-2").phase == "confirming"


def test_consent_is_to_the_content_whoever_told_it() -> None:
    filled = draft(name="佐藤")
    assert filled.told_by("m-1", draft()).revision == filled.revision
    assert filled.told_by("m-1", draft()).untold("m-1").revision != filled.revision
