"""A whole form at once: what can be read is an answer, what cannot is kept as it was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.catalogue import catalogue as catalogue_module
from madoguchi.catalogue.catalogue import Catalogue, WardProcedure
from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.errors import InvalidValueError
from madoguchi.forms import sheet
from madoguchi.forms.draft import Draft, open_fields

TODAY = date(2026, 11, 24)
COMPLETE: dict[str, tuple[str, ...]] = {
    "name": ("佐藤　美咲",),
    "name_kana": ("サトウ　ミサキ",),
    "birth_date": ("平成３年４月２日",),
    "phone": ("０９０１２３４５６７８",),
    "email": (),
    "address": ("渋谷1-2-3\r\nコーポ渋谷101",),
    "household_head": ("佐藤一郎",),
    "moving_date": ("2026-12-10",),
    "to_abroad": ("no",),
    "new_postal_code": (),
    "new_address": ("大阪府大阪市北区梅田1-1-1",),
    "new_household_head": (),
    "who_moves": ("all",),
    "people_count": ("２",),
    "members": ("佐藤 美咲\r\n佐藤 健太 平成27年5月1日 子",),
    "has_mynumber_card": ("no",),
    "certificate_receipt": ("post",),
    "nhi_member": ("no",),
}
"""A moving-out as somebody fills it in, on one page."""


@pytest.fixture
def moving_out(catalogue: Catalogue) -> WardProcedure:
    return catalogue.procedure("moving-out", "shibuya")


def field(procedure: WardProcedure, name: str) -> FormField:
    return next(each for each in procedure.procedure.form.fields if each.id == name)


def draft() -> Draft:
    return Draft(procedure="moving-out", ward="shibuya")


def fill(procedure: WardProcedure, before: Draft, **posted: str | tuple[str, ...]) -> Draft:
    texts = {name: (value,) if isinstance(value, str) else value for name, value in posted.items()}
    return sheet.filled(procedure, before, texts, TODAY)


def test_a_whole_form_is_complete_at_once(moving_out: WardProcedure) -> None:
    filled = sheet.filled(moving_out, draft(), COMPLETE, TODAY)
    assert sheet.problems(moving_out, filled, TODAY) == {}
    passed = sheet.passed(moving_out.procedure, filled, COMPLETE)
    assert open_fields(moving_out.procedure, passed) == ()
    assert (passed.phase, passed.asking) == ("confirming", None)
    assert passed.values["birth_date"] == "1991-04-02"
    assert passed.values["phone"] == "090-1234-5678"
    assert passed.values["address"] == "東京都渋谷区渋谷一丁目2-3 コーポ渋谷101"


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("birth_date", "あした", "2026年11月24日まで"),
        ("birth_date", "2025-02-30", "日"),
        ("phone", "12345", "電話番号"),
        ("email", "misaki＠", "メール"),
        ("address", "大阪市北区1-1", "渋谷区"),
        ("to_abroad", "maybe", "はい"),
        ("who_moves", "nobody", "選べる項目"),
        ("members", "x" * 10_000, "1000文字以内"),
    ],
)
def test_what_cannot_be_read_is_kept_as_typed_with_what_is_accepted(
    moving_out: WardProcedure, name: str, typed: str, says: str
) -> None:
    filled = fill(moving_out, draft(), **{"who_moves": "all", name: typed})
    assert name not in filled.values
    assert sheet.texts_of(filled, field(moving_out, name)) == (typed,)
    assert says in sheet.problems(moving_out, filled, TODAY)[name].message


def test_one_wrong_answer_costs_no_other(moving_out: WardProcedure) -> None:
    filled = sheet.filled(moving_out, draft(), {**COMPLETE, "phone": ("12",)}, TODAY)
    assert list(sheet.problems(moving_out, filled, TODAY)) == ["phone"]
    given = {name for name, texts in COMPLETE.items() if texts}
    assert set(filled.values) == given - {"phone"}


def test_a_wrong_answer_takes_the_place_of_the_right_one(moving_out: WardProcedure) -> None:
    filled = fill(moving_out, fill(moving_out, draft(), phone="090-1234-5678"), phone="12")
    assert "phone" not in filled.values
    right = fill(moving_out, filled, phone="090-1234-5678")
    assert right.typed == {}
    assert right.values == {"phone": "090-1234-5678"}


@pytest.mark.parametrize("empty", [(), ("",), ("  \r\n",)])
def test_an_emptied_field_is_unanswered(moving_out: WardProcedure, empty: tuple[str, ...]) -> None:
    filled = fill(moving_out, draft(), email="misaki@example.jp", name="佐藤美咲")
    assert fill(moving_out, filled, email=empty).values == {"name": "佐藤美咲"}


def test_a_required_field_is_missing_only_once_it_was_passed(moving_out: WardProcedure) -> None:
    filled = fill(moving_out, draft(), name=(), email=())
    assert sheet.problems(moving_out, filled, TODAY) == {}
    passed = sheet.passed(moving_out.procedure, filled, {"name", "email"})
    assert [
        (name, problem.code) for name, problem in sheet.problems(moving_out, passed, TODAY).items()
    ] == [("name", sheet.MISSING)]
    assert passed.skipped == ("email",)


def test_a_field_that_is_still_empty_is_still_missing(moving_out: WardProcedure) -> None:
    passed = sheet.passed(moving_out.procedure, draft(), {"name"})
    again = fill(moving_out, passed, name=())
    assert list(sheet.problems(moving_out, again, TODAY)) == ["name"]
    assert sheet.problems(moving_out, fill(moving_out, again, name="佐藤美咲"), TODAY) == {}


def test_a_field_appears_with_the_answer_that_it_hangs_on(moving_out: WardProcedure) -> None:
    filled = fill(moving_out, draft(), to_abroad="yes", new_address="大阪府大阪市北区梅田1-1-1")
    assert filled.values == {"to_abroad": "yes"}
    names = {each.id for each in open_fields(moving_out.procedure, filled)}
    assert "new_country" in names
    assert "new_address" not in names


def test_what_was_typed_for_a_field_that_no_longer_applies_is_dropped(
    moving_out: WardProcedure,
) -> None:
    filled = fill(moving_out, draft(), to_abroad="no", new_postal_code="12")
    assert set(filled.typed) == {"new_postal_code"}
    assert fill(moving_out, filled, to_abroad="yes").typed == {}


def test_what_the_page_itself_wrote_is_not_read_again(moving_out: WardProcedure) -> None:
    filled = sheet.filled(moving_out, draft(), COMPLETE, TODAY)
    back = {each.id: sheet.texts_of(filled, each) for each in moving_out.procedure.form.fields}
    again = sheet.filled(moving_out, filled, back, TODAY)
    assert again == filled
    assert again.revision == filled.revision


def test_several_choices_are_in_the_order_of_the_form(catalogue: Catalogue) -> None:
    procedure, several = next(
        (procedure, each)
        for procedure in catalogue.procedures.values()
        for each in procedure.form.fields
        if each.kind is FieldKind.MULTI_CHOICE and each.when is None
    )
    values = [choice.value for choice in several.choices]
    before = Draft(procedure=procedure.id, ward="shibuya")
    posted = {several.id: tuple(reversed(values))}
    filled = sheet.filled(WardProcedure(procedure, None), before, posted, TODAY)
    assert filled.values == {several.id: values}
    assert sheet.texts_of(filled, several) == tuple(values)


def test_what_the_chat_passed_over_is_not_shown_as_typed(moving_out: WardProcedure) -> None:
    filled = fill(moving_out, draft(), email="misaki")
    assert sheet.texts_of(filled, field(moving_out, "email")) == ("misaki",)
    skipped = filled.model_copy(update={"skipped": ("email",)})
    assert sheet.texts_of(skipped, field(moving_out, "email")) == ()
    assert sheet.problems(moving_out, skipped, TODAY) == {}


def test_rubbish_changes_nothing(moving_out: WardProcedure) -> None:
    before = fill(moving_out, draft(), name="佐藤美咲")
    assert fill(moving_out, before, no_such_field="x", __proto__="y") == before


_CATALOGUE = catalogue_module.catalogue()
_PROCEDURES = sorted(id_ for id_, each in _CATALOGUE.procedures.items() if each.form.fields)
_TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["はい", "no", "yes", "明日", "令和七年五月一日", "３人", "090-1234-5678", "\x00"]
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_is_posted_valid_answers_stay_and_nothing_raises(data: st.DataObject) -> None:
    id_ = data.draw(st.sampled_from(_PROCEDURES))
    procedure = _CATALOGUE.procedure(id_, "shibuya")
    fields = {each.id: each for each in procedure.procedure.form.fields}
    state = Draft(procedure=id_, ward="shibuya")
    for _ in range(2):
        choices = {
            name: st.sampled_from([choice.value for choice in each.choices] or ["yes"])
            for name, each in fields.items()
        }
        posted = {
            name: tuple(data.draw(st.lists(st.one_of(_TEXT, choices[name]), max_size=2)))
            for name in data.draw(st.sets(st.sampled_from(sorted(fields)), max_size=6))
        }
        state = sheet.filled(procedure, state, posted, TODAY)
        found = sheet.problems(procedure, state, TODAY)
        open_ = {each.id for each in open_fields(procedure.procedure, state)}
        assert set(found) == set(state.typed) <= open_
        assert not set(state.values) & set(state.typed)
        passed = sheet.passed(procedure.procedure, state, posted)
        assert passed.values == state.values
        shown = {name: sheet.texts_of(passed, each) for name, each in fields.items()}
        again = sheet.filled(procedure, passed, shown, TODAY)
        assert again.values == state.values
        assert again.typed == passed.typed
        state = passed


def test_a_file_is_neither_read_nor_emptied_by_what_is_typed(catalogue: Catalogue) -> None:
    road = catalogue.procedure("road-damage-report", "shibuya")
    photo = [{"id": "6f6b", "name": "穴.jpg", "bytes": 350_000}]
    before = Draft(procedure="road-damage-report", ward="shibuya", values={"photo": photo})
    kept = sheet.filled(road, before, {"place": ("駅前",), "photo": ()}, TODAY)
    assert kept.values == {"photo": photo, "place": "駅前"}
    assert sheet.texts_of(kept, field(road, "photo")) == ("穴.jpg（350KB）",)
    back = sheet.taken_back(road.procedure, kept, ["photo", "place", "no-such"])
    assert back.values == {"place": "駅前"}


def test_a_file_that_was_refused_is_a_problem_until_the_page_is_left_again(
    catalogue: Catalogue,
) -> None:
    road = catalogue.procedure("road-damage-report", "shibuya")
    photo = [{"id": "6f6b", "name": "穴.jpg", "bytes": 350_000}]
    before = Draft(procedure="road-damage-report", ward="shibuya", values={"photo": photo})
    refused = sheet.refused(before, field(road, "photo"), InvalidValueError("file-heic", "だめ。"))
    assert "photo" not in refused.values
    saved = sheet.filled(road, refused, {"place": ("駅前",), "photo": ()}, TODAY)
    (problem,) = sheet.problems(road, saved, TODAY).values()
    assert (problem.code, problem.message) == ("file-heic", "だめ。")
    assert sheet.texts_of(saved, field(road, "photo")) == ()
    assert "photo" in sheet.passed(road.procedure, saved, ["place"]).typed
    left = sheet.passed(road.procedure, saved, ["place", "photo"])
    assert "photo" in left.skipped
    assert "photo" not in left.typed


def test_a_file_that_is_needed_is_missed(catalogue: Catalogue) -> None:
    road = needing_a_photo(catalogue.procedure("road-damage-report", "shibuya"))
    draft = Draft(procedure="road-damage-report", ward="shibuya")
    refused = sheet.refused(draft, field(road, "photo"), InvalidValueError("file-heic", "だめ。"))
    for begun in (draft, refused):
        left = sheet.passed(road.procedure, begun, ["photo"])
        assert sheet.problems(road, left, TODAY)["photo"].code == sheet.MISSING


def needing_a_photo(procedure: WardProcedure) -> WardProcedure:
    form = procedure.procedure.form
    fields = tuple(
        each.model_copy(update={"required": True}) if each.kind is FieldKind.FILE else each
        for each in form.fields
    )
    changed = form.model_copy(update={"fields": fields})
    return replace(procedure, procedure=procedure.procedure.model_copy(update={"form": changed}))
