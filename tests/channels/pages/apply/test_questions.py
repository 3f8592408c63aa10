"""Which control a field gets, what its hints say, and in which language."""

from __future__ import annotations

from datetime import date

import pytest

from channels.pages.apply.questions import Problem, Question, questions
from channels.pages.reader import Reader
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.errors import InvalidValueError
from madoguchi.forms import sheet
from madoguchi.forms.draft import Draft
from madoguchi.languages import strings

TODAY = date(2026, 11, 24)


def drawn(
    catalogue: Catalogue, procedure_id: str, language: str = "ja", draft: Draft | None = None
) -> dict[str, Question]:
    procedure = catalogue.procedure(procedure_id, "shibuya")
    begun = draft or Draft(procedure=procedure_id, ward="shibuya")
    reader = Reader(language, procedure.ward, "/")
    return {each.field.id: each for each in questions(procedure, begun, reader, TODAY)}


def hints(question: Question, language: str = "ja") -> list[str]:
    return [strings.text(language, hint.key, **hint.values) for hint in question.hints]


@pytest.mark.parametrize(
    ("procedure", "field", "control", "input_type", "input_mode", "autocomplete"),
    [
        ("moving-out", "name", "line", "text", None, "name"),
        ("moving-out", "name_kana", "line", "text", None, None),
        ("moving-out", "birth_date", "line", "text", None, "bday"),
        ("moving-out", "phone", "line", "tel", "tel", "tel"),
        ("moving-out", "email", "line", "email", "email", "email"),
        ("moving-out", "address", "lines", "text", None, "street-address"),
        ("moving-out", "household_head", "line", "text", None, None),
        ("moving-out", "to_abroad", "radios", "text", None, None),
        ("moving-out", "who_moves", "radios", "text", None, None),
        ("bulky-waste", "items", "lines", "text", None, None),
        ("bulky-waste", "postal_code", "line", "text", "numeric", "postal-code"),
        ("road-damage-report", "damage_kind", "select", "text", None, None),
        ("road-damage-report", "place", "lines", "text", None, None),
        ("road-damage-report", "photo", "file", "text", None, None),
    ],
)
def test_a_field_gets_the_control_of_its_kind(
    catalogue: Catalogue,
    procedure: str,
    field: str,
    control: str,
    input_type: str,
    input_mode: str | None,
    autocomplete: str | None,
) -> None:
    found = drawn(catalogue, procedure)[field]
    assert (found.control, found.input_type) == (control, input_type)
    assert (found.input_mode, found.autocomplete) == (input_mode, autocomplete)


@pytest.mark.parametrize(
    ("procedure", "field", "language", "says"),
    [
        ("moving-out", "birth_date", "ja", "2026年11月24日以前の日付"),
        ("moving-out", "birth_date", "en", "2026-11-24 or an earlier date"),
        ("moving-out", "moving_date", "ja", "2016年11月26日から2027年11月24日まで"),
        ("moving-out", "address", "ja", "渋谷区の中のもの"),
        ("moving-out", "address", "vi", "Shibuya"),
        ("bulky-waste", "preferred_date", "ja", "2026年11月27日から2027年1月23日まで"),
        ("bulky-waste", "items", "ja", "1行に1つずつ入力してください（20個まで）"),
        ("bulky-waste", "item_sizes", "ja", "500文字以内"),
        ("road-damage-report", "photo", "ja", "10MBまで"),
        ("road-damage-report", "photo", "en", "A photo (JPEG, PNG) or a PDF of up to 10 MB"),
    ],
)
def test_the_limits_of_a_field_are_said(
    catalogue: Catalogue, procedure: str, field: str, language: str, says: str
) -> None:
    found = drawn(catalogue, procedure, language)[field]
    assert any(says in hint for hint in hints(found, language))


def test_every_procedure_can_be_drawn_in_every_language(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures:
        for language in strings.LANGUAGES:
            for found in drawn(catalogue, procedure, language).values():
                assert all(hints(found, language))


def test_a_problem_is_said_in_the_language_of_the_page_and_in_japanese_where_none_is_curated(
    catalogue: Catalogue,
) -> None:
    procedure = catalogue.procedure("moving-out", "shibuya")
    posted = {"name": (), "phone": ("12",), "to_abroad": ()}
    draft = Draft(procedure="moving-out", ward="shibuya")
    draft = sheet.filled(procedure, draft, posted, TODAY)
    draft = sheet.passed(procedure.procedure, draft, posted)
    found = drawn(catalogue, "moving-out", "en", draft)
    name, choice, phone = (found[id_].problem for id_ in ("name", "to_abroad", "phone"))
    assert name is not None
    assert (name.text, name.language) == ("Please enter “お名前”.", "en")
    assert choice is not None
    assert choice.text == "Please choose “国外への転出”."
    assert phone is not None
    assert (phone.language, "phone number" in phone.text) == ("en", True)
    road = catalogue.procedure("road-damage-report", "shibuya")
    (photo,) = (each for each in road.procedure.form.fields if each.id == "photo")
    begun = Draft(procedure="road-damage-report", ward="shibuya")
    odd = sheet.refused(begun, photo, InvalidValueError("odd", "珍しい文。"))
    found = drawn(catalogue, "road-damage-report", "en", odd)
    assert found["photo"].problem == Problem("珍しい文。", "ja", names_field=False)


def test_an_optional_choice_can_be_taken_back(catalogue: Catalogue) -> None:
    original = catalogue.procedure("moving-out", "shibuya")
    form = original.procedure.form
    optional = tuple(
        each.model_copy(update={"required": False}) if each.id == "who_moves" else each
        for each in form.fields
    )
    procedure = original.procedure.model_copy(
        update={"form": form.model_copy(update={"fields": optional})}
    )
    draft = Draft(procedure="moving-out", ward="shibuya")
    reader = Reader("ja", original.ward, "/")
    changed = type(original)(procedure, original.ward)
    drawn_ = {each.field.id: each for each in questions(changed, draft, reader, TODAY)}
    assert [option.value for option in drawn_["who_moves"].options] == ["self", "all", "some", ""]
    assert drawn_["who_moves"].options[-1].is_chosen
